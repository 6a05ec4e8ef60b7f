//! Marks that were given under the wrong doctor's name.

use std::collections::{BTreeSet, HashMap};

use db::{
    entity::{agreement, agreement_change},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
        sea_query::{Expr, ExprTrait},
    },
};

use super::{Given, store};

/// Makes the marks that were given for one doctor since a time another's, with their history, and says how many those are.
/// Where they stood in place of an older one, that one stands again. Counts follow with [`super::recount_marks_of`] of both.
///
/// # Errors
/// Whatever the database says.
pub async fn hand_on(tx: &impl ConnectionTrait, (from, to): (i64, i64), since: i64) -> Result<usize, DbErr> {
    use agreement::Column as G;
    use agreement_change::Column as C;
    let changes = agreement_change::Entity::find().filter(C::DoctorId.eq(from)).filter(C::At.gte(since));
    let changes = changes.order_by_desc(C::Id).all(tx).await?;
    // Of several changes the first is left, which has what stood before all of them.
    let first: HashMap<i64, agreement_change::Model> =
        changes.into_iter().map(|change| (change.answer_id, change)).collect();
    let (older, new): (Vec<_>, Vec<_>) = first.values().partition(|change| change.before.is_some());
    let new: BTreeSet<i64> = new.into_iter().map(|change| change.answer_id).collect();
    for some in new.iter().copied().collect::<Vec<_>>().chunks(500) {
        let these = agreement::Entity::update_many().col_expr(G::DoctorId, Expr::val(to));
        let these = these.filter(G::DoctorId.eq(from)).filter(G::SourceId.is_null());
        these.filter(G::AnswerId.is_in(some.iter().copied())).exec(tx).await?;
    }
    let mut stay = Vec::new();
    for change in older {
        stand_again(tx, from, change).await?;
        // The line that ends the doctor's own mark is theirs: an archive that brings the mark again finds it there.
        stay.push(change.id);
    }
    let theirs = agreement_change::Entity::update_many().col_expr(C::DoctorId, Expr::val(to));
    let theirs = theirs.filter(C::DoctorId.eq(from)).filter(C::At.gte(since));
    theirs.exec(tx).await?;
    for some in stay.chunks(500) {
        let own = agreement_change::Entity::update_many().col_expr(C::DoctorId, Expr::val(from));
        own.filter(C::Id.is_in(some.iter().copied())).exec(tx).await?;
    }
    Ok(first.len())
}

/// Has the mark stand that stood before a change.
async fn stand_again(
    tx: &impl ConnectionTrait,
    doctor: i64,
    change: &agreement_change::Model,
) -> Result<(), DbErr> {
    use agreement::Column as G;
    use agreement_change::Column as C;
    let Some(verdict) = change.before else { return Ok(()) };
    let given = Given { verdict, text: change.text.clone() };
    store::set(tx, (change.answer_id, doctor), given, change.at).await?;
    let of = || G::AnswerId.eq(change.answer_id).and(G::DoctorId.eq(doctor));
    // When it was given is known if it was a change itself.
    let made = agreement_change::Entity::find().filter(C::AnswerId.eq(change.answer_id));
    let made = made.filter(C::DoctorId.eq(doctor)).filter(C::Id.lt(change.id)).order_by_desc(C::Id);
    let made = made.one(tx).await?.map(|made| made.at);
    agreement::Entity::update_many()
        .col_expr(G::MadeAt, Expr::val(made))
        .col_expr(G::TextHeld, Expr::val(change.text_held.clone()))
        .col_expr(G::EditedFor, Expr::val(None::<String>))
        .filter(of())
        .exec(tx)
        .await?;
    let mark = agreement::Entity::find().filter(of()).one(tx).await?;
    match mark {
        Some(mark) => store::forget_decided(tx, mark.id).await,
        None => Ok(()),
    }
}
