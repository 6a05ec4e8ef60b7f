//! What somebody is told.

use sea_orm::entity::prelude::*;

use crate::value::NoticeKind;

/// A line of news for one account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whom it is for.
    pub account_id: i64,
    /// What happened.
    pub kind: NoticeKind,
    /// Where to see it, within the site.
    pub path: String,
    /// The code of the reason, where there is one.
    pub reason: Option<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// When it was seen on the site, Unix seconds.
    pub read_at: Option<i64>,
    /// When a letter told of it, Unix seconds.
    pub mailed_at: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
