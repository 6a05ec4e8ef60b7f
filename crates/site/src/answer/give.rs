//! Changing and withdrawing an answer: each one transaction, with its counts, its news and its earlier state.

use db::{
    entity::{answer, question},
    sea_orm::Condition,
    value::{NoticeKind, State},
};

use super::{
    counts,
    form::Written,
    kept::{self, Able},
    news::{self, Fresh},
    question_counts, state, version,
};
use crate::{
    app::{App, Tag, Write},
    doctor,
    draft::{self, About, Owner},
    error::Failure,
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

/// The drafts of an account's answers, for a query that joins them with their questions.
pub fn begun(account: i64) -> Condition {
    draft::of_form(&Owner::Account(account), DRAFT)
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
    let able = Able { doctor_id: author.doctor, account_id: author.person.account };
    if !kept::is_able(&*write, able, write.now()).await? {
        // The profile or the proof was taken away while this waited.
        return Err(Failure::Forbidden);
    }
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
    if (&written.headline, &written.body) != (&before.headline, &before.body) {
        // They are the author's words again, and not those that a moderator left.
        columns.push((A::EditedFor, kept::value(None::<String>)));
    }
    columns.push((A::UpdatedAt, kept::value(write.now())));
    kept::set(&*write, id, columns).await?;
    kept::cite(&*write, id, &written.citations).await?;
    question_counts::refresh(&write, &[asked.id]).await?;
    counts::refresh(&write, &[id]).await?;
    if before.state == State::Published {
        let news = Fresh { question: asked.id, answer: id, author: author.person.account };
        news::tell_of(&mut write, NoticeKind::AnswerChanged, &[news]).await?;
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
    if !doctor::owns(&*write, author.person.account, author.doctor).await? {
        // The profile was taken away while this waited.
        return Err(Failure::Forbidden);
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
    let content = as_kept(write, taxonomy, before).await?;
    Ok(kept::keep(&**write, before.id, content, (reason, write.now())).await?)
}

/// All that an answer says, as a revision keeps it: JSON with the fields of an archive's record, and the sources.
///
/// # Errors
/// What the database says.
pub async fn as_kept(write: &Write, taxonomy: &Taxonomy, row: &answer::Model) -> Result<String, Failure> {
    let cited = kept::citations(&**write, row.id).await?;
    let origins = kept::origins(&**write, row).await?;
    version::content(row, &cited, &origins, taxonomy)
}
