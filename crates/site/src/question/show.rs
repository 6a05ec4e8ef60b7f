//! The page that the product exists for: a question, who answered, how far they agree, and what the record says.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    response::Response,
};
use db::{
    Reading,
    entity::question,
    value::{Scope, State},
};
use markup::SafeHtml;

use super::{
    beside, machines,
    own_store::{self, Detail},
    store::{self, Related},
    words,
};
use crate::{
    agreement::{self, Bar, Counts, Mark, stance_word},
    answer::{self, Answer, Marking, Shown},
    app::{App, Tag},
    doctor::{OnTopic, Person},
    error::Failure,
    evidence::{self, Citation, Ladder, grade_mark, kind_of_study},
    policy::{self, Action, Role, View},
    taxonomy::{self, Addressed, Source, Taxonomy, Topic},
    web::{self, Errors, Frame, Viewer},
};

/// A question with all that its page, the command line and machines show of it.
pub struct Found {
    /// The question.
    pub question: question::Model,
    /// Its answers, in order.
    pub answers: Vec<Answer>,
    /// Answers that were removed: identity and code of the reason.
    pub removed: Vec<(i64, Option<String>)>,
    /// Their stances, counted.
    pub counts: Counts,
    /// Its topics, in the order given.
    pub topics: Vec<i64>,
    citations: HashMap<i64, Vec<Citation>>,
    marks: HashMap<i64, Vec<Mark>>,
    /// What its asker added later, in order.
    pub details: Vec<Detail>,
    /// For the words of topics and specialties.
    pub taxonomy: Arc<Taxonomy>,
}

/// Reads a question with everything that belongs to it, as far as this role may see it.
///
/// # Errors
/// [`Failure::NotFound`] and [`Failure::Gone`] as the policy says, and what the database says.
pub async fn read(app: &App, role: Role, id: i64) -> Result<Found, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    gather(&mut app.db.reading()?, Eyes { role, own: false }, id, app.clock.now(), taxonomy).await
}

/// Who looks at a question.
#[derive(Clone, Copy)]
struct Eyes {
    role: Role,
    /// Whether they asked it.
    own: bool,
}

impl Eyes {
    fn view(self, state: State) -> View {
        match policy::view(self.role, state) {
            View::Whole => View::Whole,
            _ if self.own => policy::view_own(state),
            seen => seen,
        }
    }
}

async fn gather(
    reading: &mut Reading,
    eyes: Eyes,
    id: i64,
    now: i64,
    taxonomy: Arc<Taxonomy>,
) -> Result<Found, Failure> {
    let (question, topics) = store::find(reading, id).await?.ok_or(Failure::NotFound)?;
    match eyes.view(question.state) {
        View::Whole => {}
        View::Tombstone => return Err(Failure::Gone(question.state_reason)),
        View::Nothing => return Err(Failure::NotFound),
    }
    let answer::Answers { shown: mut answers, removed } =
        answer::of_question(reading, eyes.role, id, now).await?;
    answer::rules::order(&mut answers, Answer::standing);
    let mut counts = Counts::default();
    for answer in &answers {
        if let Some(stance) = answer.row.stance {
            counts.add(stance, answer.row.is_inferred());
        }
    }
    let cited = answers.iter().any(|answer| answer.row.citation_count > 0);
    let objected = answers.iter().any(|answer| answer.row.peers().caveat + answer.row.peers().disagree > 0);
    let citations = if cited { evidence::of_question(reading, id).await? } else { HashMap::new() };
    let marks = if objected { agreement::of_question(reading, id).await? } else { HashMap::new() };
    let details = own_store::details(reading, id).await?;
    Ok(Found { question, answers, removed, counts, topics, citations, marks, details, taxonomy })
}

impl Found {
    /// What an answer cites.
    pub fn citations(&self, answer: i64) -> &[Citation] {
        self.citations.get(&answer).map_or(&[], Vec::as_slice)
    }

    /// Its address, without a language.
    pub fn path(&self) -> String {
        format!("/questions/{}/{}", self.question.id, self.question.slug)
    }
}

#[derive(Template)]
#[template(path = "question/show.html")]
pub(super) struct Page {
    frame: Frame,
    found: Found,
    ladder: Ladder,
    related: Vec<Related>,
    /// Who answers on its topic.
    doctors: Arc<Vec<Person>>,
    marking: Option<Marking>,
    /// Whether the visitor asked it.
    own: bool,
    /// Answers that helped the visitor.
    thanked: Vec<i64>,
    details: String,
    longest_details: usize,
    errors: Errors,
}

/// What an asker typed into the form on the page, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) details: String,
    pub(super) errors: Errors,
}

impl Page {
    fn body_html(&self) -> SafeHtml {
        SafeHtml::stored(self.found.question.body_html.clone())
    }

    /// What it is made from: this question, and whatever stands beside it.
    fn depends_on(&self) -> Vec<Tag> {
        let answering = self.found.answers.iter().map(|answer| answer.author.doctor_id);
        let doctors = answering.chain(self.doctors.iter().map(|person| person.doctor_id)).map(Tag::Doctor);
        let related = self.related.iter().map(|other| Tag::Question(other.id));
        doctors.chain(related).chain([Tag::Question(self.found.question.id), Tag::Vocabulary]).collect()
    }

    fn on_topic(&self) -> Option<OnTopic<'_>> {
        let (frame, people, taxonomy) = (&self.frame, &self.doctors[..], &*self.found.taxonomy);
        Some(OnTopic { frame, people, topic: self.topics().next()?, taxonomy })
    }

    fn answer<'a>(&'a self, answer: &'a Answer) -> Shown<'a> {
        Shown {
            frame: &self.frame,
            answer,
            citations: self.found.citations(answer.row.id),
            marks: self.found.marks.get(&answer.row.id).map_or(&[], Vec::as_slice),
            marking: self.marking.as_ref(),
            taxonomy: &self.found.taxonomy,
            thanked: self.thanked.contains(&answer.row.id),
        }
    }

    /// Whether the visitor is a doctor who may answer and has not done so.
    fn may_answer(&self) -> bool {
        let (viewer, question) = (&self.frame.viewer, &self.found.question);
        let doctor = viewer.person.as_deref().and_then(|person| person.doctor);
        policy::may_on(viewer.role, Action::Answer, question.state)
            && question.locked.is_none()
            && !self.found.answers.iter().any(|answer| Some(answer.author.doctor_id) == doctor)
    }

    fn detail_html(&self, detail: &Detail) -> SafeHtml {
        SafeHtml::stored(detail.body_html.clone())
    }

    /// Works that the answers cite, each once.
    fn sources(&self) -> usize {
        let all = self.found.citations.values().flatten();
        all.map(|cited| (cited.scheme, cited.identifier.as_str())).collect::<BTreeSet<_>>().len()
    }

    fn bar(&self) -> Bar<'_> {
        Bar { counts: self.found.counts, sprite: self.frame.sprite() }
    }

    fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.found.topics.iter().filter_map(|id| self.found.taxonomy.topic(*id))
    }

    fn source(&self) -> Option<&Source> {
        self.found.taxonomy.source(self.found.question.source_id)
    }

    /// Whether the visitor may look who asked, and there is anybody to see.
    fn may_look_behind(&self) -> bool {
        let question = &self.found.question;
        question.source_id.is_none()
            && policy::may_on(self.frame.viewer.role, Action::LookBehind, question.state)
    }

    /// The first answer that differs from what most hold.
    fn first_to_differ(&self) -> Option<i64> {
        let most = self.found.counts.label().held_by_most()?;
        self.found
            .answers
            .iter()
            .find(|a| a.row.stance.is_some_and(|stance| stance != most))
            .map(|a| a.row.id)
    }

    /// The case details that were given, as (label, value).
    fn case(&self) -> Vec<(String, String)> {
        let (l, q) = (self.frame.l, &self.found.question);
        let country = q.country.as_deref().and_then(|code| l.country(code)).map(ToOwned::to_owned);
        let sex = q.sex.as_ref().map(|word| words::sex(l, word).unwrap_or_else(|| word.clone()));
        let details = [
            (l.t("Country"), country),
            (l.t("Age"), q.age_band.clone()),
            (l.t("Sex"), sex),
            (l.t("How long"), q.duration.clone()),
            (l.t("Medicines"), q.medication.clone()),
            (l.t("Already tried"), q.tried.clone()),
            (l.t("How it differs"), q.different.clone()),
        ];
        details.into_iter().filter_map(|(label, value)| Some((label.to_string(), value?))).collect()
    }
}

/// `/questions/{id}`
pub(super) async fn without_slug(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    match read_as(&app, &viewer, id).await {
        Ok(found) => Ok(web::moved(&viewer, &found.path())),
        Err(failure) => elsewhere(&app, &viewer, id, failure).await,
    }
}

/// `/questions/{id}/{slug}`
pub(super) async fn show(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path((id, slug)): Path<(i64, String)>,
) -> Result<Response, Failure> {
    let page = match page(&app, &viewer, id, Typed::default()).await {
        Ok(page) => page,
        Err(failure) => return elsewhere(&app, &viewer, id, failure).await,
    };
    if page.found.question.slug != slug {
        return Ok(web::moved(&viewer, &page.found.path()));
    }
    let tags = page.depends_on();
    Ok(web::depends(web::html(&page)?, tags))
}

/// The question's page as this visitor sees it.
///
/// # Errors
/// As [`read`] says.
pub(super) async fn page(app: &App, viewer: &Viewer, id: i64, typed: Typed) -> Result<Page, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    let eyes = eyes(app, viewer, id).await?;
    let mut reading = app.db.reading()?;
    let found = gather(&mut reading, eyes, id, app.clock.now(), taxonomy).await?;
    // What follows is put together from what was read.
    drop(reading);
    let (related, doctors) = (beside::related(app, &found).await?, beside::doctors(app, &found).await?);
    let thanked = match viewer.signed_in() {
        Ok(person) => {
            let answers: Vec<i64> = found.answers.iter().map(|answer| answer.row.id).collect();
            crate::answer::thanked(app.db.read(), person.account, &answers).await?
        }
        Err(_) => Vec::new(),
    };
    let ladder = Ladder::of(found.citations.values().flatten());
    let marking = Marking::of(app, viewer, found.question.id).await?;
    let frame = frame(viewer, &found);
    let longest_details = app.config.asking.details_longest.count();
    let (own, Typed { details, errors }) = (eyes.own, typed);
    Ok(Page {
        frame,
        found,
        ladder,
        related,
        doctors,
        marking,
        own,
        thanked,
        details,
        longest_details,
        errors,
    })
}

/// The question with all its answers, as this visitor sees it.
async fn read_as(app: &App, viewer: &Viewer, id: i64) -> Result<Found, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    let eyes = eyes(app, viewer, id).await?;
    gather(&mut app.db.reading()?, eyes, id, app.clock.now(), taxonomy).await
}

async fn eyes(app: &App, viewer: &Viewer, id: i64) -> Result<Eyes, Failure> {
    // Whoever has taken one of two steps is nobody yet.
    let own = match viewer.signed_in() {
        Ok(person) => own_store::asker(app.db.read(), id).await? == Some(person.account),
        Err(_) => false,
    };
    Ok(Eyes { role: viewer.role, own })
}

/// A question that was joined with another leads there; every other failure stays what it is.
async fn elsewhere(app: &App, viewer: &Viewer, id: i64, failure: Failure) -> Result<Response, Failure> {
    if !matches!(failure, Failure::Gone(_)) {
        return Err(failure);
    }
    let path = store::merged_into(app.db.read(), id).await?.ok_or(failure)?;
    Ok(web::moved(viewer, &path))
}

fn frame(viewer: &Viewer, found: &Found) -> Frame {
    let (l, question) = (viewer.locale, &found.question);
    let mut steps =
        vec![(l.t("Home").to_string(), "/".into()), (l.t("Questions").to_string(), "/questions".into())];
    if let Some(topic) = found.topics.first().and_then(|id| found.taxonomy.topic(*id)) {
        steps.push((topic.name.clone(), format!("/topics/{}", topic.slug)));
    }
    let mut frame = viewer.frame(question.title.clone()).under(steps);
    let answers = l.n(found.answers.len(), "{n} doctor answers.", "{n} doctors answer.");
    let label = found.counts.sentence(l).unwrap_or_default();
    frame.description = format!("{answers} {label}").trim().to_owned();
    frame.og_type = "article";
    frame.indexed &= !found.answers.is_empty();
    frame.disclaimer = false;
    // There are buttons on it for whoever is signed in.
    frame.desk = viewer.person.is_some();
    machines::tell(&mut frame, found);
    frame
}
