//! What was there before a change: one writer for everything that can be changed.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use crate::{
    entity::revision::{ActiveModel, Column, Entity},
    value::Subject,
};

/// Something as it was until now.
#[derive(Clone, Debug)]
pub struct Before {
    /// What it is.
    pub of: (Subject, i64),
    /// Counts up from 1.
    pub number: i32,
    /// Why it is changed.
    pub reason: Option<String>,
    /// The whole of it, as JSON.
    pub content: String,
    /// The archive that it came with.
    pub source: Option<i64>,
}

impl Before {
    /// Keeps it. Who changes a thing holds it, so that no two take one number.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn keep(self, tx: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
        let (kind, id) = self.of;
        let row = ActiveModel {
            id: NotSet,
            subject_kind: Set(kind),
            subject_id: Set(id),
            number: Set(self.number),
            at: Set(now),
            reason: Set(self.reason),
            content: Set(self.content),
            source_id: Set(self.source),
        };
        Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
    }
}

/// The number of the last revision of something, which is how often it was changed.
///
/// # Errors
/// Whatever the database says.
pub async fn times(db: &impl ConnectionTrait, (kind, id): (Subject, i64)) -> Result<i32, DbErr> {
    let last = Entity::find().select_only().column_as(Column::Number.max(), "last");
    let last = last.filter(Column::SubjectKind.eq(kind)).filter(Column::SubjectId.eq(id));
    Ok(last.into_tuple::<Option<i32>>().one(db).await?.flatten().unwrap_or_default())
}
