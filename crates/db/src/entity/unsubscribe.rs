//! A link that ends letters of one sort for one account.

use sea_orm::entity::prelude::*;

/// A link that ends letters of one sort for one account. It stands in every such letter and opens nothing, so it is kept as
/// it is and not as a hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unsubscribe")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose letters they are.
    pub account_id: i64,
    /// Which letters, by the word that the feature has for them.
    pub letters: String,
    /// What the link holds, hexadecimal.
    pub token: String,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
