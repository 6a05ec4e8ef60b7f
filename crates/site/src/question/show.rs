//! The page that the product exists for: a question, who answered, how far they agree, and what the record says.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{Reading, entity::question, value::Scope};
use markup::SafeHtml;

use super::{
    machines,
    store::{self, Related},
};
use crate::{
    agreement::{self, Bar, Counts, Mark, stance_word},
    answer::{self, Answer, Shown},
    app::{App, Tag},
    error::Failure,
    evidence::{self, Citation, Ladder, grade_mark, kind_of_study},
    policy::{self, Role, View},
    taxonomy::{self, Addressed, Source, Taxonomy, Topic},
    web::{self, Frame, Viewer},
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
    /// For the words of topics and specialties.
    pub taxonomy: Arc<Taxonomy>,
}

/// Reads a question with everything that belongs to it, as far as this role may see it.
///
/// # Errors
/// [`Failure::NotFound`] and [`Failure::Gone`] as the policy says, and what the database says.
pub async fn read(app: &App, role: Role, id: i64) -> Result<Found, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    gather(&mut app.db.reading()?, role, id, app.clock.now(), taxonomy).await
}

async fn gather(
    reading: &mut Reading,
    role: Role,
    id: i64,
    now: i64,
    taxonomy: Arc<Taxonomy>,
) -> Result<Found, Failure> {
    let (question, topics) = store::find(reading, id).await?.ok_or(Failure::NotFound)?;
    match policy::view(role, question.state) {
        View::Whole => {}
        View::Tombstone => return Err(Failure::Gone(question.state_reason)),
        View::Nothing => return Err(Failure::NotFound),
    }
    let answer::Answers { shown: mut answers, removed } = answer::of_question(reading, role, id, now).await?;
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
    Ok(Found { question, answers, removed, counts, topics, citations, marks, taxonomy })
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
struct Page {
    frame: Frame,
    found: Found,
    ladder: Ladder,
    related: Vec<Related>,
}

impl Page {
    fn body_html(&self) -> SafeHtml {
        SafeHtml::stored(self.found.question.body_html.clone())
    }

    fn answer<'a>(&'a self, answer: &'a Answer) -> Shown<'a> {
        Shown {
            frame: &self.frame,
            answer,
            citations: self.found.citations(answer.row.id),
            marks: self.found.marks.get(&answer.row.id).map_or(&[], Vec::as_slice),
            taxonomy: &self.found.taxonomy,
        }
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
    fn case(&self) -> Vec<(String, &str)> {
        let (l, q) = (self.frame.l, &self.found.question);
        let details = [
            (l.t("Age"), &q.age_band),
            (l.t("Sex"), &q.sex),
            (l.t("How long"), &q.duration),
            (l.t("Medicines"), &q.medication),
            (l.t("Already tried"), &q.tried),
        ];
        details
            .into_iter()
            .filter_map(|(label, value)| Some((label.to_string(), value.as_deref()?)))
            .collect()
    }
}

/// `/questions/{id}`
pub(super) async fn without_slug(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    match read(&app, viewer.role, id).await {
        Ok(found) => Ok(web::moved(&viewer, &found.path())),
        Err(failure) => elsewhere(&app, &viewer, id, failure).await,
    }
}

/// `/questions/{id}/{slug}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, slug)): Path<(i64, String)>,
) -> Result<Response, Failure> {
    let taxonomy = taxonomy::current(&app).await?;
    let mut reading = app.db.reading()?;
    let found = match gather(&mut reading, viewer.role, id, app.clock.now(), taxonomy).await {
        Ok(found) => found,
        Err(failure) => {
            drop(reading);
            return elsewhere(&app, &viewer, id, failure).await;
        }
    };
    if found.question.slug != slug {
        return Ok(web::moved(&viewer, &found.path()));
    }
    let related = match found.topics.first() {
        Some(topic) => {
            store::related(&mut reading, &found.question, *topic, app.config.lists.related.get()).await?
        }
        None => Vec::new(),
    };
    // What follows is put together from what was read.
    drop(reading);
    let ladder = Ladder::of(found.citations.values().flatten());
    let frame = frame(&viewer, &found);
    let doctors = found.answers.iter().map(|answer| Tag::Doctor(answer.author.doctor_id));
    let tags: Vec<Tag> = doctors.chain([Tag::Question(id), Tag::Vocabulary]).collect();
    Ok(web::depends(web::html(&Page { frame, found, ladder, related })?, tags))
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
    machines::tell(&mut frame, found);
    frame
}
