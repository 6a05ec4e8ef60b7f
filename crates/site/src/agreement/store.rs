//! Queries for marks: who gave which, what they are on, and how they change.

use std::collections::HashMap;

use db::{
    entity::{agreement, agreement_change, answer, decision, doctor, question, reworded},
    sea_orm::{
        self,
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
        QuerySelect, QueryTrait, Select,
        sea_query::{Expr, OnConflict},
    },
    value::{Act, Matter, State},
};

use super::rules::{Colleague, Given};

/// An answer that somebody is about to mark.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Marked {
    /// Identity.
    pub id: i64,
    /// Headline.
    pub headline: String,
    /// BCP 47 tag.
    pub lang: String,
    /// Its state.
    pub state: State,
    /// Who gave it.
    pub doctor_id: i64,
    /// The question.
    pub question_id: i64,
    /// The question's part of the address.
    pub slug: String,
    /// The question's title.
    pub title: String,
    /// The question's state.
    pub question_state: State,
}

impl Marked {
    /// Where the answer is to be read, without a language.
    pub fn path(&self) -> String {
        format!("/questions/{}/{}#answer-{}", self.question_id, self.slug, self.id)
    }

    /// The same without a word of the question: for what is kept, and may outlive it.
    pub fn lasting_path(&self) -> String {
        format!("/questions/{}#answer-{}", self.question_id, self.id)
    }
}

/// The answer with this identity, with its question.
///
/// # Errors
/// Whatever the database says.
pub async fn answer(db: &impl ConnectionTrait, id: i64) -> Result<Option<Marked>, DbErr> {
    use answer::Column as A;
    use question::Column as Q;
    answer::Entity::find_by_id(id)
        .select_only()
        .columns([A::Id, A::Headline, A::Lang, A::State, A::DoctorId, A::QuestionId])
        .columns([Q::Slug, Q::Title])
        .column_as(Q::State, "question_state")
        .join(
            JoinType::InnerJoin,
            answer::Entity::belongs_to(question::Entity).from(A::QuestionId).to(Q::Id).into(),
        )
        .into_model::<Marked>()
        .one(db)
        .await
}

/// The state of an answer, which nobody else changes until this transaction is through: whoever marks it at the same time
/// waits, and then counts this mark as well.
///
/// # Errors
/// Whatever the database says.
pub async fn hold(tx: &impl ConnectionTrait, answer: i64) -> Result<Option<State>, DbErr> {
    let row = answer::Entity::find_by_id(answer).lock_exclusive().one(tx).await?;
    Ok(row.map(|row| row.state))
}

type Practice = (i64, Option<String>, Option<String>);

fn colleague((doctor, practice, city): Practice) -> Colleague {
    Colleague { doctor, practice, city }
}

/// One doctor, as far as it matters who may mark whom.
///
/// # Errors
/// Whatever the database says.
pub async fn colleague_at(db: &impl ConnectionTrait, id: i64) -> Result<Option<Colleague>, DbErr> {
    use doctor::Column as D;
    let found = doctor::Entity::find_by_id(id).select_only().columns([D::Id, D::Practice, D::City]);
    Ok(found.into_tuple::<Practice>().one(db).await?.map(colleague))
}

/// Who answered a question, by answer.
///
/// # Errors
/// Whatever the database says.
pub async fn authors(db: &impl ConnectionTrait, question: i64) -> Result<Vec<(i64, Colleague)>, DbErr> {
    use answer::Column as A;
    use doctor::Column as D;
    let rows = answer::Entity::find()
        .select_only()
        .column(A::Id)
        .column_as(D::Id, "doctor")
        .columns([D::Practice, D::City])
        .join(
            JoinType::InnerJoin,
            answer::Entity::belongs_to(doctor::Entity).from(A::DoctorId).to(D::Id).into(),
        )
        .filter(A::QuestionId.eq(question))
        .into_tuple::<(i64, i64, Option<String>, Option<String>)>()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, doctor, practice, city)| (id, colleague((doctor, practice, city))))
        .collect())
}

/// A doctor's marks on these answers, by answer.
///
/// # Errors
/// Whatever the database says.
pub async fn given_by(
    db: &impl ConnectionTrait,
    doctor: i64,
    answers: &[i64],
) -> Result<HashMap<i64, Given>, DbErr> {
    use agreement::Column as G;
    let mut given = HashMap::new();
    for some in answers.chunks(500) {
        let rows = agreement::Entity::find()
            .filter(G::DoctorId.eq(doctor))
            .filter(G::AnswerId.is_in(some.iter().copied()))
            .all(db)
            .await?;
        given.extend(
            rows.into_iter().map(|row| (row.answer_id, Given { verdict: row.verdict, text: row.text })),
        );
    }
    Ok(given)
}

/// Puts a doctor's mark on an answer, in place of the one that was there, or takes it back; the one that was there goes
/// into the history. The answer is held.
///
/// # Errors
/// Whatever the database says.
pub async fn put(
    tx: &impl ConnectionTrait,
    (answer, doctor): (i64, i64),
    before: Option<Given>,
    after: Option<Given>,
    now: i64,
) -> Result<(), DbErr> {
    // What a moderator did to words holds until there are others.
    let reworded = before.as_ref().and_then(|given| given.text.as_ref())
        != after.as_ref().and_then(|given| given.text.as_ref());
    let standing = mark_of(answer, doctor).one(tx).await?;
    let change = agreement_change::ActiveModel {
        id: NotSet,
        answer_id: Set(answer),
        doctor_id: Set(doctor),
        before: Set(before.as_ref().map(|given| given.verdict)),
        after: Set(after.as_ref().map(|given| given.verdict)),
        text: Set(before.and_then(|given| given.text)),
        at: Set(now),
        text_held: Set(standing.as_ref().and_then(|mark| mark.text_held.clone())),
    };
    let change = agreement_change::Entity::insert(change).exec(tx).await?.last_insert_id;
    let held = standing.as_ref().filter(|mark| reworded && mark.text_held.is_some()).map(|mark| mark.id);
    match (after, standing) {
        (Some(after), _) => {
            let text = after.text.clone();
            set(tx, (answer, doctor), after, now).await?;
            if reworded {
                hold_again(tx, (answer, doctor), text.as_deref()).await?;
            }
        }
        (None, Some(mark)) => {
            forget_decided(tx, mark.id).await?;
            agreement::Entity::delete_by_id(mark.id).exec(tx).await?;
        }
        (None, None) => {}
    }
    match held {
        Some(mark) => lead_to_held(tx, mark, change).await,
        None => Ok(()),
    }
}

/// Where the words are that a removal was about, once they are in the history alone.
const HELD_IN: &str = "held_in";

/// Has the removal of a mark's words lead to the line of the history in which they are now, so that it can be undone there.
async fn lead_to_held(tx: &impl ConnectionTrait, mark: i64, change: i64) -> Result<(), DbErr> {
    use decision::Column as D;
    decision::Entity::update_many()
        .col_expr(D::Undo, Expr::val(serde_json::json!({ HELD_IN: change }).to_string()))
        .filter(D::MatterKind.eq(Matter::Agreement))
        .filter(D::MatterId.eq(mark))
        .filter(D::Act.eq(Act::Remove))
        .exec(tx)
        .await
        .map(|_| ())
}

/// What became of words whose removal was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetBack {
    /// They stand in no mark; their author may give them again.
    Free,
    /// They stand in a mark on this answer, and are shown from now on.
    Shown(i64),
}

/// Lets words back whose removal, by this decision, was wrong, where a line of the history is all that is left of them:
/// their author may have given them again, or may do so. What was decided otherwise since stays.
///
/// # Errors
/// Whatever the database says.
pub async fn let_back(
    tx: &impl ConnectionTrait,
    decided: &decision::Model,
) -> Result<Option<LetBack>, DbErr> {
    use agreement::Column as G;
    use agreement_change::Column as C;
    let undo: Option<serde_json::Value> =
        decided.undo.as_deref().and_then(|json| serde_json::from_str(json).ok());
    let Some(line) = undo.and_then(|undo| undo.get(HELD_IN)?.as_i64()) else { return Ok(None) };
    let line = agreement_change::Entity::find_by_id(line).one(tx).await?;
    let Some((line, text)) = line.and_then(|line| line.text.clone().map(|text| (line, text))) else {
        return Ok(None);
    };
    hold(tx, line.answer_id).await?;
    agreement_change::Entity::update_many()
        .col_expr(C::TextHeld, Expr::val(None::<String>))
        .filter(C::AnswerId.eq(line.answer_id))
        .filter(C::DoctorId.eq(line.doctor_id))
        .filter(C::Text.eq(text.as_str()))
        .exec(tx)
        .await?;
    let others = decision::Entity::find()
        .select_only()
        .column(decision::Column::MatterId)
        .filter(decision::Column::MatterKind.eq(Matter::Agreement))
        .filter(decision::Column::Id.ne(decided.id));
    let shown = agreement::Entity::update_many()
        .col_expr(G::TextHeld, Expr::val(None::<String>))
        .filter(G::AnswerId.eq(line.answer_id))
        .filter(G::DoctorId.eq(line.doctor_id))
        .filter(G::Text.eq(text))
        .filter(G::TextHeld.is_not_null())
        .filter(G::Id.not_in_subquery(QueryTrait::into_query(others)))
        .exec(tx)
        .await?;
    Ok(Some(if shown.rows_affected > 0 { LetBack::Shown(line.answer_id) } else { LetBack::Free }))
}

fn mark_of(answer: i64, doctor: i64) -> Select<agreement::Entity> {
    use agreement::Column as G;
    agreement::Entity::find().filter(G::AnswerId.eq(answer)).filter(G::DoctorId.eq(doctor))
}

pub(super) async fn set(
    tx: &impl ConnectionTrait,
    (answer, doctor): (i64, i64),
    given: Given,
    now: i64,
) -> Result<(), DbErr> {
    use agreement::Column as G;
    let mark = agreement::ActiveModel {
        id: NotSet,
        answer_id: Set(answer),
        doctor_id: Set(doctor),
        verdict: Set(given.verdict),
        text: Set(given.text),
        made_at: Set(Some(now)),
        source_id: Set(None),
        external_id: Set(None),
        fingerprint: Set(None),
        text_held: Set(None),
        edited_for: Set(None),
    };
    let instead = OnConflict::columns([G::AnswerId, G::DoctorId])
        .update_columns([G::Verdict, G::Text, G::MadeAt])
        .to_owned();
    agreement::Entity::insert(mark).on_conflict(instead).exec_without_returning(tx).await.map(|_| ())
}

/// Forgets that a moderator took the words away or changed them: these are others. Words that were away when they last
/// stood here are away again.
async fn hold_again(
    tx: &impl ConnectionTrait,
    (answer, doctor): (i64, i64),
    text: Option<&str>,
) -> Result<(), DbErr> {
    use agreement::Column as G;
    let held = match text {
        Some(text) => last_held(tx, (answer, doctor), text).await?,
        None => None,
    };
    agreement::Entity::update_many()
        .col_expr(G::TextHeld, Expr::val(held))
        .col_expr(G::EditedFor, Expr::val(None::<String>))
        .filter(G::AnswerId.eq(answer))
        .filter(G::DoctorId.eq(doctor))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Why a moderator had taken these words away when they last stood here, if they were away.
async fn last_held(
    tx: &impl ConnectionTrait,
    (answer, doctor): (i64, i64),
    text: &str,
) -> Result<Option<String>, DbErr> {
    use agreement_change::Column as C;
    let last = agreement_change::Entity::find()
        .filter(C::AnswerId.eq(answer))
        .filter(C::DoctorId.eq(doctor))
        .filter(C::Text.eq(text))
        .order_by_desc(C::Id);
    Ok(last.one(tx).await?.and_then(|change| change.text_held))
}

/// Forgets the words that stood before a moderator changed a mark's, and what moderators wrote about it: the mark goes, and
/// nothing leads there any more.
pub(super) async fn forget_decided(tx: &impl ConnectionTrait, mark: i64) -> Result<(), DbErr> {
    use decision::Column as D;
    use reworded::Column as W;
    let words = reworded::Entity::delete_many()
        .filter(W::MatterKind.eq(Matter::Agreement))
        .filter(W::MatterId.eq(mark));
    words.exec(tx).await?;
    decision::Entity::update_many()
        .col_expr(D::Note, Expr::val(None::<String>))
        .col_expr(D::Undo, Expr::val(None::<String>))
        .filter(D::MatterKind.eq(Matter::Agreement))
        .filter(D::MatterId.eq(mark))
        .exec(tx)
        .await
        .map(|_| ())
}
