//! Publishing, changing and withdrawing an answer: each one transaction, with its counts, its news and its earlier state.

use db::{
    entity::{answer, question},
    value::{NoticeKind, State},
};

use super::{counts, form::Written, kept, question_counts, state, version};
use crate::{
    app::{App, Tag, Write},
    doctor::counts::{Change, apply},
    draft::{self, About, Owner},
    error::Failure,
    notification::{News, tell},
    taxonomy::{self, Taxonomy},
    web::Person,
};

/// What an answer is a draft of, until it is published.
pub(super) const DRAFT: &str = "answer";
/// The code of the reason when an author takes an answer back.
pub(super) const WITHDRAWN: &str = "withdrawn";

/// Somebody who answers.
pub(super) struct Author<'a> {
    pub(super) person: &'a Person,
    pub(super) doctor: i64,
}

impl<'a> Author<'a> {
    pub(super) fn of(person: &'a Person) -> Result<Self, Failure> {
        Ok(Self { person, doctor: person.doctor.ok_or(Failure::Forbidden)? })
    }

    pub(super) fn owner(&self) -> Owner {
        Owner::Account(self.person.account)
    }

    pub(super) fn draft_on(question: i64) -> About {
        (DRAFT, question)
    }
}

/// What became of an answer that was sent.
pub(super) enum Given {
    /// It is on the question's page.
    Published(i64),
    /// The doctor had answered before: a second click, or another window.
    Before(Box<answer::Model>),
    /// The question takes no more answers.
    Locked,
}

/// Publishes an answer.
pub(super) async fn publish(
    app: &App,
    author: &Author<'_>,
    question: i64,
    written: &Written,
    terms: String,
) -> Result<Given, Failure> {
    let mut write = app.write().await?;
    let asked = kept::hold(&*write, question).await?.ok_or(Failure::NotFound)?;
    if let Some(before) = kept::given(&*write, question, author.doctor).await? {
        return Ok(Given::Before(Box::new(before)));
    }
    if asked.locked.is_some() || asked.state != State::Published {
        return Ok(Given::Locked);
    }
    let now = write.now();
    let id = kept::add(&*write, row(&asked, author.doctor, written, now)).await?;
    kept::accept(&*write, id, terms, now).await?;
    kept::cite(&*write, id, &written.citations).await?;
    count(&write, &asked, id, (author.doctor, 1)).await?;
    draft::discard(&*write, &author.owner(), Author::draft_on(question)).await?;
    news(&mut write, author, &asked, (NoticeKind::Answered, id)).await?;
    write.changes(Tag::Question(question));
    write.changes(Tag::Doctor(author.doctor));
    write.commit().await?;
    Ok(Given::Published(id))
}

fn row(asked: &question::Model, doctor: i64, written: &Written, now: i64) -> answer::Model {
    answer::Model {
        id: 0,
        question_id: asked.id,
        doctor_id: doctor,
        headline: written.headline.clone(),
        body: written.body.clone(),
        body_html: markup::render(&written.body).into_string(),
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
        citation_count: 0,
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

/// Brings the counts of the question, the answer and the doctor up to date.
async fn count(
    write: &Write,
    asked: &question::Model,
    answer: i64,
    (doctor, answers): (i64, i64),
) -> Result<(), Failure> {
    question_counts::refresh(write, &[asked.id]).await?;
    counts::refresh(write, &[answer]).await?;
    if asked.state == State::Published && answers != 0 {
        let change = Change { answers, ..Change::default() };
        apply(write, &[(doctor, change)].into()).await?;
    }
    Ok(())
}

/// Tells those who wait for answers, but for the author.
async fn news(
    write: &mut Write,
    author: &Author<'_>,
    asked: &question::Model,
    (kind, answer): (NoticeKind, i64),
) -> Result<(), Failure> {
    let path = format!("/questions/{}#answer-{answer}", asked.id);
    for account in kept::waiting(&**write, asked.id).await? {
        if account != author.person.account {
            tell(write, account, News { kind, path: &path, reason: None }).await?;
        }
    }
    Ok(())
}

/// What became of a change that was sent.
pub(super) enum Changed {
    /// It is on the question's page.
    Done,
    /// Another window has changed the answer since.
    Meanwhile,
}

/// Changes an answer whose latest revision the author has seen. What it was is kept.
pub(super) async fn change(
    app: &App,
    author: &Author<'_>,
    (id, seen): (i64, i64),
    (written, correction): (&Written, Option<String>),
) -> Result<Changed, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    let mut write = app.write().await?;
    let (asked, before) = held(&write, author, id).await?;
    if i64::from(kept::changes(&*write, id).await?) != seen {
        return Ok(Changed::Meanwhile);
    }
    remember(&write, &taxonomy, &before, correction.clone()).await?;
    use answer::Column as A;
    let mut columns = vec![
        (A::Headline, kept::value(written.headline.clone())),
        (A::Body, kept::value(written.body.clone())),
        (A::BodyHtml, kept::value(markup::render(&written.body).into_string())),
        (A::Stance, kept::value(written.stance.map(|stance| stance.word()))),
        (A::StanceSource, kept::value(written.stance_source().map(|source| source.word()))),
        (A::SeeSomeone, kept::value(written.see_someone.clone())),
        (A::NoSeeSomeone, kept::value(written.no_see_someone.clone())),
        (A::Interests, kept::value(written.interests.clone())),
        (A::Correction, kept::value(correction)),
    ];
    columns.push((A::UpdatedAt, kept::value(write.now())));
    kept::set(&*write, id, columns).await?;
    kept::cite(&*write, id, &written.citations).await?;
    count(&write, &asked, id, (author.doctor, 0)).await?;
    if before.state == State::Published {
        news(&mut write, author, &asked, (NoticeKind::AnswerChanged, id)).await?;
    }
    write.changes(Tag::Question(asked.id));
    write.changes(Tag::Doctor(author.doctor));
    write.commit().await?;
    Ok(Changed::Done)
}

/// Takes an answer back. A tombstone stays on the question's page, and what it said is kept.
pub(super) async fn withdraw(
    app: &App,
    author: &Author<'_>,
    id: i64,
    reason: String,
) -> Result<i64, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    let mut write = app.write().await?;
    let (asked, before) = held(&write, author, id).await?;
    if before.state == State::Removed {
        return Ok(asked.id);
    }
    remember(&write, &taxonomy, &before, Some(reason)).await?;
    state::turn(&mut write, &before, State::Removed, Some(WITHDRAWN)).await?;
    kept::set(&*write, id, vec![(answer::Column::UpdatedAt, kept::value(write.now()))]).await?;
    write.commit().await?;
    Ok(asked.id)
}

/// The author's answer and its question, both kept from changing otherwise until this change is through.
async fn held(
    write: &Write,
    author: &Author<'_>,
    id: i64,
) -> Result<(question::Model, answer::Model), Failure> {
    let question = kept::own(&**write, author.doctor, id).await?.ok_or(Failure::NotFound)?.question_id;
    let asked = kept::hold(&**write, question).await?.ok_or(Failure::NotFound)?;
    // Read again: it may have changed while this one waited.
    let answer = kept::own(&**write, author.doctor, id).await?.ok_or(Failure::NotFound)?;
    Ok((asked, answer))
}

async fn remember(
    write: &Write,
    taxonomy: &Taxonomy,
    before: &answer::Model,
    reason: Option<String>,
) -> Result<(), Failure> {
    let cited = kept::citations(&**write, before.id).await?;
    let origins = kept::origins(&**write, before).await?;
    let content = version::content(before, &cited, &origins, taxonomy)?;
    Ok(kept::keep(&**write, before.id, content, (reason, write.now())).await?)
}
