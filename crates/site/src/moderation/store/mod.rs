//! Queries for reports, claims, decisions and appeals.

mod appeals;
mod change;
mod figures;
mod merge;
mod queue;
mod report;
mod things;

pub(super) use appeals::{
    Open, add as add_appeal, find as find_appeal, is_undone, of_decision, open, settle as settle_appeal,
};
pub(super) use change::{
    New, keep_revision, keep_words, kept_words, last_revision, revision, reword, set_inside, set_lock,
    set_topics, topics,
};
pub(super) use figures::{Line, decisions, log, outcomes, received};
pub(super) use merge::{answering, askers, carry, given, lead, leading_to, set_followers, standing};
pub(super) use queue::{Claim, Claimed, Filter, Waiting, claim, claims, cursor, release, waiting};
pub(super) use report::{
    New as Report, add as add_report, close, has_reported, latest, reasons, reported_at, since, told,
    was_told,
};
pub(super) use things::{
    all, doctor_of_answer, doctor_of_review, doctors_of_mark, find_thing, question_of_detail, questions,
};

use db::{
    entity::decision::{ActiveModel, Column, Entity, Model},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    },
    value::{Act, Matter},
};

use super::thing::Thing;

/// The month of a time, as `2026-05`.
pub(super) fn month(at: i64) -> String {
    locale::iso_date(at).to_string().chars().take(7).collect()
}

/// A decision to be written down.
pub(super) struct Decided<'a> {
    pub(super) thing: Thing,
    pub(super) act: Act,
    pub(super) reason: &'a str,
    pub(super) note: Option<String>,
    pub(super) by: i64,
    pub(super) undo: Option<String>,
    /// The dispute that it decides.
    pub(super) dispute: Option<i64>,
}

impl<'a> Decided<'a> {
    /// A decision that follows from another one, and that nobody undoes by itself.
    pub(super) fn along(thing: Thing, act: Act, reason: &'a str, by: i64) -> Self {
        Self { thing, act, reason, note: None, by, undo: None, dispute: None }
    }
}

/// Writes down a decision.
pub(super) async fn add(tx: &impl ConnectionTrait, decided: Decided<'_>, now: i64) -> Result<i64, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        matter_kind: Set(decided.thing.kind),
        matter_id: Set(decided.thing.id),
        act: Set(decided.act),
        reason: Set(decided.reason.to_owned()),
        note: Set(decided.note),
        at: Set(now),
        month: Set(month(now)),
        account_id: Set(decided.by),
        undo: Set(decided.undo),
        dispute_id: Set(decided.dispute),
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// A decision by its identity.
pub(super) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The decisions on a thing, newest first.
pub(super) async fn of(db: &impl ConnectionTrait, thing: Thing) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::MatterKind.eq(thing.kind))
        .filter(Column::MatterId.eq(thing.id))
        .order_by_desc(Column::Id)
        .limit(50)
        .all(db)
        .await
}

/// What undoes the last joining of a question with another.
pub(super) async fn last_merge(db: &impl ConnectionTrait, question: i64) -> Result<Option<String>, DbErr> {
    let merges =
        Entity::find().select_only().column(Column::Undo).filter(Column::MatterKind.eq(Matter::Question));
    let merges = merges.filter(Column::MatterId.eq(question)).filter(Column::Act.eq(Act::Merge));
    let last: Option<Option<String>> = merges.order_by_desc(Column::Id).into_tuple().one(db).await?;
    Ok(last.flatten())
}

/// The last decision on a thing that changed anything.
pub(super) async fn newest(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<i64>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::MatterKind.eq(thing.kind))
        .filter(Column::MatterId.eq(thing.id))
        .filter(Column::Act.ne(Act::Dismiss))
        .order_by_desc(Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await
}
