//! Publishing answers: those that come at the same time in one transaction, with their counts and their news.

use std::collections::{HashMap, HashSet};

use db::{
    entity::answer,
    value::{NoticeKind, State},
    write::Table,
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

const ANSWERS: Table = Table("answer");

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
struct Open<'a> {
    id: i64,
    offer: &'a Offer,
    asked: &'a Asked,
}

async fn publish(app: &App, offers: &[Offer]) -> Result<Vec<Result<Given, Failure>>, Failure> {
    let mut write = app.write().await?;
    let asked = kept::hold_all(&write, offers.iter().map(|offer| offer.question).collect()).await?;
    // They may have left, or lost what they answer by, while this waited for its turn.
    let able = kept::able(&write, offers.iter().map(|offer| offer.doctor).collect()).await?;
    // Who answered before is told so also where the question has been closed since.
    let mut before = kept::given_at(&write, offers.iter().map(Offer::place)).await?;
    let open = offers.iter().filter(|one| able.contains(&one.author()) && !before.contains_key(&one.place()));
    let open = open.filter_map(|offer| Some((offer, asked.get(&offer.question)?)));
    let open = open.filter(|(_, asked)| asked.locked.is_none() && asked.state == State::Published);
    let open: Vec<_> = open.collect();
    let ids = write.fresh_ids(ANSWERS, open.len()).await?;
    let open: Vec<_> =
        ids.into_iter().zip(open).map(|(id, (offer, asked))| Open { id, offer, asked }).collect();
    add(&mut write, &open).await?;
    write.commit().await?;
    let ids: HashMap<Place, i64> = open.iter().map(|open| (open.offer.place(), open.id)).collect();
    let given = |offer: &Offer| match (ids.get(&offer.place()), before.remove(&offer.place())) {
        (Some(id), _) => Ok(Given::Published(*id)),
        (None, Some(before)) => Ok(Given::Before(Box::new(before))),
        (None, None) if !able.contains(&offer.author()) => Err(Failure::Forbidden),
        (None, None) if asked.contains_key(&offer.question) => Ok(Given::Locked),
        (None, None) => Err(Failure::NotFound),
    };
    Ok(offers.iter().map(given).collect())
}

/// Adds answers, and all that follows from them.
async fn add(write: &mut Write, open: &[Open<'_>]) -> Result<(), Failure> {
    if open.is_empty() {
        return Ok(());
    }
    let now = write.now();
    write.at_last(&kept::added(open.iter().map(|open| open.row(now)).collect()));
    write
        .at_last(&kept::accepted(open.iter().map(|open| (open.id, open.offer.terms.clone())).collect(), now));
    let cited = open.iter().flat_map(|open| {
        (1..).zip(&open.offer.written.citations).map(|(position, one)| kept::bare(open.id, position, one))
    });
    if let Some(cited) = kept::cited(cited.collect()) {
        write.at_last(&cited);
    }
    for Open { offer, asked, .. } in open {
        let written = &offer.written;
        write.at_last(&question_counts::one_more(asked.id, written.stance, written.stance_source()));
    }
    write.at_last(&one_more_answer(open.iter().map(|open| open.offer.doctor)));
    let drafts = open.iter().map(|open| open.offer).filter(|offer| offer.drafted);
    let drafts = drafts.map(|offer| (Owner::Account(offer.account), Author::draft_on(offer.question)));
    draft::discard(&**write, drafts).await?;
    let fresh =
        |open: &Open<'_>| Fresh { question: open.asked.id, answer: open.id, author: open.offer.account };
    news::tell_of(write, NoticeKind::Answered, &open.iter().map(fresh).collect::<Vec<_>>()).await?;
    for open in open {
        write.changes(Tag::Question(open.asked.id));
        write.changes(Tag::Doctor(open.offer.doctor));
    }
    Ok(())
}

impl Offer {
    fn place(&self) -> Place {
        (self.question, self.doctor)
    }

    fn author(&self) -> Able {
        Able { doctor_id: self.doctor, account_id: self.account }
    }
}

impl Open<'_> {
    fn row(&self, now: i64) -> answer::Model {
        let (written, asked) = (&self.offer.written, self.asked);
        answer::Model {
            id: self.id,
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
