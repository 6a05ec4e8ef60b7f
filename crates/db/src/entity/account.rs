//! Somebody who can sign in.

use sea_orm::entity::prelude::*;

use crate::value::AccountRole;

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The address that mail goes to, as it was typed.
    pub email: String,
    /// The address as accounts are told apart by.
    pub email_key: String,
    /// PHC string; none for somebody who signs in by mail alone.
    pub password_hash: Option<String>,
    /// What they are to the site.
    pub role: AccountRole,
    /// BCP 47 tag of the language that they are written to in.
    pub lang: String,
    /// The secret of the second step, base32 (RFC 4648).
    pub totp_secret: Option<String>,
    /// When the second step was confirmed, Unix seconds; none: it is not in use yet.
    pub totp_since: Option<i64>,
    /// The last time step whose code was taken: each is good once.
    pub totp_step: Option<i64>,
    /// Until when the account is suspended, Unix seconds.
    pub suspended_until: Option<i64>,
    /// The code of the reason.
    pub suspension_reason: Option<String>,
    /// When it was made, Unix seconds.
    pub created_at: i64,
    /// Since when what they post is published at once, Unix seconds; none: it is held until a moderator has seen it.
    pub trusted_at: Option<i64>,
    /// Wrong codes of the second step in a row.
    pub wrong_codes: i32,
    /// Until when no code of the second step is taken, Unix seconds.
    pub codes_wait_until: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
