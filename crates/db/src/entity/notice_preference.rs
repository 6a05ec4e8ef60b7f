//! How somebody wishes to be told of one kind of thing.

use sea_orm::entity::prelude::*;

use crate::FromRow;
use crate::value::{Cadence, NoticeKind};

/// How somebody wishes to be told of one kind of thing, where they chose.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, FromRow)]
#[sea_orm(table_name = "notice_preference")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose wish it is.
    pub account_id: i64,
    /// What happens.
    pub kind: NoticeKind,
    /// How they are told by mail.
    pub cadence: Cadence,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
