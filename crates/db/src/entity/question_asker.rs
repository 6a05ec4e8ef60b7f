//! Who asked which question.

use sea_orm::entity::prelude::*;

/// The account behind a question. Readers never learn of it; staff who look leave a row in the audit log.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_asker")]
pub struct Model {
    /// The question.
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_id: i64,
    /// The account.
    pub account_id: i64,
    /// When it was sent, Unix seconds.
    pub asked_at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
