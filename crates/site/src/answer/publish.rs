//! Publishing answers: those that come at the same time in one transaction, with their counts and their news.

use std::collections::{BTreeSet, HashMap, HashSet};

use db::{
    entity::{answer, question},
    value::{NoticeKind, State},
};

use super::{
    form::Written,
    give::Author,
    kept::{self, Place},
    news::{self, Fresh},
    question_counts,
};
use crate::{
    app::{App, Joint, Tag, Write},
    doctor::counts::{Change, apply},
    draft::{self, Owner},
    error::Failure,
};

/// An answer to be published.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) account: i64,
    pub(super) doctor: i64,
    pub(super) question: i64,
    pub(super) written: Written,
    /// The text as it is shown.
    pub(super) html: String,
    /// What tells the terms that were accepted.
    pub(super) terms: String,
    /// Whether there is a draft of it, which is not needed any more.
    pub(super) drafted: bool,
}

/// What became of it.
pub(super) enum Given {
    /// It is on the question's page.
    Published(i64),
    /// The doctor had answered before: a second click, or another window.
    Before(Box<answer::Model>),
    /// The question takes no more answers.
    Locked,
}

impl Joint for Offer {
    type Done = Given;

    async fn make(app: &App, mut all: Vec<Self>) -> Vec<Result<Given, Failure>> {
        let mut done = Vec::with_capacity(all.len());
        while !all.is_empty() {
            let rest = all.split_off(before_a_repetition(&all));
            match publish(app, &all).await {
                Ok(some) => done.extend(some),
                Err(error) if all.len() == 1 => done.push(Err(error)),
                // It is not served now: nobody is helped by asking for each of them again.
                Err(Failure::Unavailable(trouble)) => {
                    done.extend(all.iter().map(|_| Err(Failure::Unavailable(trouble))));
                }
                // What is wrong with one of them is not the others' fault.
                Err(_) => {
                    for one in all.chunks(1) {
                        done.extend(publish(app, one).await.unwrap_or_else(|error| vec![Err(error)]));
                    }
                }
            }
            all = rest;
        }
        done
    }
}

/// How many come before one of the same doctor to the same question, who clicked twice: it must see the first.
fn before_a_repetition(all: &[Offer]) -> usize {
    let mut seen = HashSet::new();
    all.iter().position(|one| !seen.insert((one.question, one.doctor))).unwrap_or(all.len())
}

/// An answer to a question that takes answers.
struct Open<'a> {
    offer: &'a Offer,
    asked: &'a question::Model,
}

async fn publish(app: &App, offers: &[Offer]) -> Result<Vec<Result<Given, Failure>>, Failure> {
    let mut write = app.write().await?;
    let asked = kept::hold_all(&*write, offers.iter().map(|offer| offer.question).collect()).await?;
    // They may have left, or lost what they answer by, while this waited for its turn.
    let able = kept::able(&*write, offers.iter().map(|offer| offer.doctor).collect(), write.now()).await?;
    let open = offers.iter().filter(|offer| able.contains(&(offer.doctor, offer.account)));
    let open = open.filter_map(|offer| {
        let asked = asked.get(&offer.question)?;
        (asked.locked.is_none() && asked.state == State::Published).then_some(Open { offer, asked })
    });
    let open: Vec<Open<'_>> = open.collect();
    let ids = add(&mut write, &open).await?;
    // Who answered before is told so also where the question has been closed since.
    let others = offers.iter().map(Offer::place).filter(|place| !ids.contains_key(place));
    let mut before = kept::given_at(&*write, others.collect()).await?;
    write.commit().await?;
    let given = |offer: &Offer| match (ids.get(&offer.place()), before.remove(&offer.place())) {
        (Some(id), _) => Ok(Given::Published(*id)),
        (None, Some(before)) => Ok(Given::Before(Box::new(before))),
        (None, None) if !able.contains(&(offer.doctor, offer.account)) => Err(Failure::Forbidden),
        (None, None) if asked.contains_key(&offer.question) => Ok(Given::Locked),
        (None, None) => Err(Failure::NotFound),
    };
    Ok(offers.iter().map(given).collect())
}

/// Adds the answers whose place is free, and all that follows from them, and gives their identities.
async fn add(write: &mut Write, open: &[Open<'_>]) -> Result<HashMap<Place, i64>, Failure> {
    let now = write.now();
    let rows: Vec<_> = open.iter().map(|open| open.row(now)).collect();
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = kept::add(&**write, rows).await?;
    let added = || open.iter().filter_map(|open| Some((open.offer, *ids.get(&open.offer.place())?)));
    if added().next().is_none() {
        return Ok(ids);
    }
    let terms = added().map(|(offer, id)| (id, offer.terms.clone())).collect();
    kept::accept(&**write, terms, now).await?;
    let cited = added().flat_map(|(offer, id)| {
        (1..).zip(&offer.written.citations).map(move |(position, one)| kept::bare(id, position, one))
    });
    kept::add_citations(&**write, cited.collect()).await?;
    let questions: BTreeSet<i64> = added().map(|(offer, _)| offer.question).collect();
    question_counts::refresh(write, &questions.into_iter().collect::<Vec<_>>()).await?;
    let mut more: HashMap<i64, Change> = HashMap::new();
    for (offer, _) in added() {
        more.entry(offer.doctor).or_default().answers += 1;
    }
    apply(write, &more).await?;
    let drafts = added().filter(|(offer, _)| offer.drafted);
    let drafts = drafts.map(|(offer, _)| (Owner::Account(offer.account), Author::draft_on(offer.question)));
    draft::discard(&**write, drafts).await?;
    let fresh =
        added().map(|(offer, answer)| Fresh { question: offer.question, answer, author: offer.account });
    news::tell_of(write, NoticeKind::Answered, &fresh.collect::<Vec<_>>()).await?;
    for (offer, _) in added() {
        write.changes(Tag::Question(offer.question));
        write.changes(Tag::Doctor(offer.doctor));
    }
    Ok(ids)
}

impl Offer {
    fn place(&self) -> Place {
        (self.question, self.doctor)
    }
}

impl Open<'_> {
    fn row(&self, now: i64) -> answer::Model {
        let (written, asked) = (&self.offer.written, self.asked);
        answer::Model {
            id: 0,
            question_id: asked.id,
            doctor_id: self.offer.doctor,
            headline: written.headline.clone(),
            body: written.body.clone(),
            body_html: self.offer.html.clone(),
            lang: asked.lang.clone(),
            stance: written.stance,
            stance_source: written.stance_source(),
            state: State::Published,
            state_reason: None,
            answered_at: Some(now),
            updated_at: None,
            agree_count: 0,
            caveat_count: 0,
            disagree_count: 0,
            citation_count: i32::try_from(written.citations.len()).unwrap_or(i32::MAX),
            helped_count: 0,
            source_id: None,
            external_id: None,
            fingerprint: None,
            created_at: now,
            see_someone: written.see_someone.clone(),
            no_see_someone: written.no_see_someone.clone(),
            interests: written.interests.clone(),
            correction: None,
            edited_for: None,
        }
    }
}
