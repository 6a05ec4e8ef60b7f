//! A link in a letter, good once and for a short time.

use sea_orm::entity::prelude::*;

use crate::value::TokenPurpose;

/// A link in a letter, good once and for a short time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_token")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// SHA-256 of the token in the link, hexadecimal.
    pub token_hash: String,
    /// What the link does.
    pub purpose: TokenPurpose,
    /// The address that it was sent to.
    pub email: String,
    /// Whose account it is about; none while there is none.
    pub account_id: Option<i64>,
    /// What it will do, as JSON.
    pub payload: Option<String>,
    /// When it was made, Unix seconds.
    pub created_at: i64,
    /// When it stops working, Unix seconds.
    pub expires_at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
