//! Queries for the public figures: counted by month, and without persons.

use db::{
    entity::{appeal, decision, report},
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
        QuerySelect,
    },
    value::{Act, Matter, Outcome},
};

/// Reports that came in, by month and reason.
pub(crate) async fn received(db: &impl ConnectionTrait) -> Result<Vec<(String, String, i64)>, DbErr> {
    use report::Column as C;
    report::Entity::find()
        .select_only()
        .columns([C::Month, C::Reason])
        .column_as(C::Id.count(), "reports")
        .group_by(C::Month)
        .group_by(C::Reason)
        .order_by_desc(C::Month)
        .order_by_asc(C::Reason)
        .into_tuple()
        .all(db)
        .await
}

/// Decisions, by month, act and reason.
pub(crate) async fn decisions(db: &impl ConnectionTrait) -> Result<Vec<(String, Act, String, i64)>, DbErr> {
    use decision::Column as C;
    decision::Entity::find()
        .select_only()
        .columns([C::Month, C::Act, C::Reason])
        .column_as(C::Id.count(), "decisions")
        .group_by(C::Month)
        .group_by(C::Act)
        .group_by(C::Reason)
        .order_by_desc(C::Month)
        .order_by_asc(C::Act)
        .order_by_asc(C::Reason)
        .into_tuple()
        .all(db)
        .await
}

/// Appeals that came in, by month and what became of them.
pub(crate) async fn outcomes(
    db: &impl ConnectionTrait,
) -> Result<Vec<(String, Option<Outcome>, i64)>, DbErr> {
    use appeal::Column as C;
    appeal::Entity::find()
        .select_only()
        .columns([C::Month, C::Outcome])
        .column_as(C::Id.count(), "appeals")
        .group_by(C::Month)
        .group_by(C::Outcome)
        .order_by_desc(C::Month)
        .into_tuple()
        .all(db)
        .await
}

/// A line of the public log.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) matter_kind: Matter,
    pub(crate) act: Act,
    pub(crate) reason: String,
    pub(crate) at: i64,
}

/// Decisions without persons, the newest first; one more than `size` tells that there are more.
pub(crate) async fn log(
    db: &impl ConnectionTrait,
    before: Option<i64>,
    size: u64,
) -> Result<Vec<Line>, DbErr> {
    use decision::Column as C;
    let mut log = decision::Entity::find()
        .select_only()
        .columns([C::Id, C::MatterKind, C::Act, C::Reason, C::At])
        .order_by_desc(C::Id)
        .limit(size + 1);
    if let Some(before) = before {
        log = log.filter(C::Id.lt(before));
    }
    log.into_model::<Line>().all(db).await
}
