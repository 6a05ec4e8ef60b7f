//! Publishing answers: those that come at the same time in one transaction, with their counts and their news.

use std::collections::{HashMap, HashSet};

use db::{
    Here, Statements,
    entity::answer,
    value::{NoticeKind, State},
};

use super::{
    form::Written,
    give::Author,
    kept::{self, Able, Asked, Place},
    news::{self, Fresh},
    question_counts,
};
use crate::{
    app::{App, Joint, Tag, Write},
    doctor::counts::one_more_answer,
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

/// How many come before a second one of the same doctor. One who clicked twice must see the first; and so each has one answer
/// more.
fn before_a_repetition(all: &[Offer]) -> usize {
    let mut seen = HashSet::new();
    all.iter().position(|one| !seen.insert(one.doctor)).unwrap_or(all.len())
}

/// An answer that is to be added: its question takes answers, its doctor may give them, and its place is free.
type Open<'a> = (&'a Offer, &'a Asked);

async fn publish(app: &App, offers: &[Offer]) -> Result<Vec<Result<Given, Failure>>, Failure> {
    let mut write = app.write_here().await?;
    let asked = kept::hold_all(&write, offers.iter().map(|offer| offer.question).collect()).await?;
    // They may have left, or lost what they answer by, while this waited for its turn.
    let able = kept::able(&write, offers.iter().map(|offer| offer.doctor).collect()).await?;
    // Who answered before is told so also where the question has been closed since.
    let mut before = kept::given_at(&write, offers.iter().map(Offer::place)).await?;
    let open = offers.iter().filter(|one| able.contains(&one.author()) && !before.contains_key(&one.place()));
    let open = open.filter_map(|offer| Some((offer, asked.get(&offer.question)?)));
    let open = open.filter(|(_, asked)| asked.locked.is_none() && asked.state == State::Published);
    let ids = add(&mut write, &open.collect::<Vec<_>>()).await?;
    write.commit().await?;
    let given = |offer: &Offer| match (ids.get(&offer.place()), before.remove(&offer.place())) {
        (Some(id), _) => Ok(Given::Published(*id)),
        (None, Some(before)) => Ok(Given::Before(Box::new(before))),
        (None, None) if !able.contains(&offer.author()) => Err(Failure::Forbidden),
        (None, None) if asked.contains_key(&offer.question) => Ok(Given::Locked),
        (None, None) => Err(Failure::NotFound),
    };
    Ok(offers.iter().map(given).collect())
}

/// Adds answers and all that follows from them, and gives their identities.
async fn add(write: &mut Write<Here>, open: &[Open<'_>]) -> Result<HashMap<Place, i64>, Failure> {
    if open.is_empty() {
        return Ok(HashMap::new());
    }
    let now = write.now();
    let ids = write.added(kept::added(open.iter().map(|open| row(*open, now)).collect())).await?;
    let added = || ids.iter().copied().zip(open.iter().map(|(offer, _)| *offer));
    let terms = added().map(|(id, offer)| (id, offer.terms.clone()));
    write.run(&kept::accepted(terms.collect(), now)).await?;
    let cited = added().flat_map(|(id, offer)| {
        (1..).zip(&offer.written.citations).map(move |(position, one)| kept::bare(id, position, one))
    });
    if let Some(cited) = kept::cited(cited.collect()) {
        write.run(&cited).await?;
    }
    for (offer, _) in open {
        let written = &offer.written;
        let more = question_counts::one_more(offer.question, written.stance, written.stance_source());
        write.run(&more).await?;
    }
    write.run(&one_more_answer(open.iter().map(|(offer, _)| offer.doctor))).await?;
    let drafts = open.iter().map(|(offer, _)| offer).filter(|offer| offer.drafted);
    let drafts = drafts.map(|offer| (Owner::Account(offer.account), Author::draft_on(offer.question)));
    draft::discard(&**write, drafts).await?;
    let fresh =
        |(answer, offer): (i64, &Offer)| Fresh { question: offer.question, answer, author: offer.account };
    news::tell_of(write, NoticeKind::Answered, &added().map(fresh).collect::<Vec<_>>()).await?;
    for (offer, _) in open {
        write.changes(Tag::Question(offer.question));
        write.changes(Tag::Doctor(offer.doctor));
    }
    Ok(added().map(|(id, offer)| (offer.place(), id)).collect())
}

impl Offer {
    fn place(&self) -> Place {
        (self.question, self.doctor)
    }

    fn author(&self) -> Able {
        Able { doctor_id: self.doctor, account_id: self.account }
    }
}

fn row((offer, asked): Open<'_>, now: i64) -> answer::Model {
    let written = &offer.written;
    answer::Model {
        // The table numbers it.
        id: 0,
        question_id: asked.id,
        doctor_id: offer.doctor,
        headline: written.headline.clone(),
        body: written.body.clone(),
        body_html: offer.html.clone(),
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
