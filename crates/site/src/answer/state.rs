//! Changing whether an answer is shown. All that counts it follows, in the same transaction.

use db::{
    entity::answer,
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr},
    value::State,
};

use super::{counts, kept, question_counts};
use crate::{
    app::{Tag, Write},
    doctor::counts::{Change, apply},
    error::Failure,
};

/// Brings an answer into another state, with the code of the reason when it is not published. False: it was no longer as it
/// was seen, since somebody else was faster; then nothing changes.
///
/// # Errors
/// What the database says.
pub async fn turn(
    write: &mut Write,
    seen: &answer::Model,
    to: State,
    reason: Option<&str>,
) -> Result<bool, Failure> {
    use answer::{Column as A, Entity};
    let asked = kept::hold(&**write, seen.question_id).await?.ok_or(Failure::NotFound)?;
    let turned = Entity::update_many()
        .col_expr(A::State, Expr::val(to))
        .col_expr(A::StateReason, Expr::val(reason.map(ToOwned::to_owned)))
        .filter(A::Id.eq(seen.id))
        .filter(A::State.eq(seen.state))
        .exec(&**write)
        .await?;
    if turned.rows_affected == 0 {
        return Ok(false);
    }
    question_counts::refresh(write, &[asked.id]).await?;
    counts::refresh(write, &[seen.id]).await?;
    if asked.state == State::Published {
        let answers = i64::from(to == State::Published) - i64::from(seen.state == State::Published);
        apply(write, &[(seen.doctor_id, Change { answers, ..Change::default() })].into()).await?;
    }
    write.changes(Tag::Question(asked.id));
    write.changes(Tag::Doctor(seen.doctor_id));
    Ok(true)
}
