//! Questions that a doctor lets go by.

use sea_orm::entity::prelude::*;

use crate::value::PassKind;

/// A question that a doctor does not want to be shown again.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbox_pass")]
pub struct Model {
    /// The doctor.
    #[sea_orm(primary_key, auto_increment = false)]
    pub doctor_id: i64,
    /// The question.
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_id: i64,
    /// Why.
    pub what: PassKind,
    /// When, Unix seconds.
    pub at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
