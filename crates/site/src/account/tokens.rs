//! Links in letters: each is good once, for a short time, for one thing. The letter holds a token, the database its hash.

use std::time::Duration;

use db::{
    entity::mail_token::{ActiveModel, Column, Entity, Model},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait},
    },
    value::TokenPurpose,
};
use mail::Address;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    app::{Token, Write},
    error::Failure,
};

/// What a link is for, before it is made.
pub(super) struct Link<'a> {
    pub(super) purpose: TokenPurpose,
    pub(super) to: &'a Address,
    pub(super) account: Option<i64>,
    pub(super) lasts: Duration,
}

impl Link<'_> {
    /// Makes the link's token. `carries` is what it will need to know.
    pub(super) async fn issue(&self, write: &Write, carries: &impl Serialize) -> Result<Token, Failure> {
        let (token, now) = (Token::new()?, write.now());
        let lasts = i64::try_from(self.lasts.as_secs()).unwrap_or(i64::MAX);
        let row = ActiveModel {
            id: NotSet,
            token_hash: Set(token.hash()),
            purpose: Set(self.purpose),
            email: Set(self.to.to_string()),
            account_id: Set(self.account),
            payload: Set(Some(serde_json::to_string(carries).map_err(|_| Failure::Internal)?)),
            created_at: Set(now),
            expires_at: Set(now.saturating_add(lasts)),
        };
        Entity::insert(row).exec_without_returning(&**write).await?;
        Ok(token)
    }
}

/// The link with this token that is for one of these, while it works.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    purposes: &[TokenPurpose],
    now: i64,
) -> Result<Model, Failure> {
    let token = Token::parse(token).ok_or(Failure::LinkUsed)?;
    let found = Entity::find()
        .filter(Column::TokenHash.eq(token.hash()))
        .filter(Column::Purpose.is_in(purposes.iter().copied()))
        .filter(Column::ExpiresAt.gt(now));
    found.one(db).await?.ok_or(Failure::LinkUsed)
}

/// Uses a link up.
pub(super) async fn use_up(write: &Write, token: &str, purposes: &[TokenPurpose]) -> Result<Model, Failure> {
    let link = find(&**write, token, purposes, write.now()).await?;
    // Of two who come at the same time, one deletes the row.
    let used = Entity::delete_by_id(link.id).exec(&**write).await?;
    if used.rows_affected > 0 { Ok(link) } else { Err(Failure::LinkUsed) }
}

/// What a link carries.
pub(super) fn carried<T: DeserializeOwned + Default>(link: &Model) -> T {
    link.payload.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Has an account's links for this carry something else, where they carry what they did.
pub(super) async fn carry(
    tx: &impl ConnectionTrait,
    (account, purpose): (i64, TokenPurpose),
    before: &impl Serialize,
    now: &impl Serialize,
) -> Result<(), Failure> {
    let [before, now] = [serde_json::to_string(before), serde_json::to_string(now)];
    let (before, now) = (before.map_err(|_| Failure::Internal)?, now.map_err(|_| Failure::Internal)?);
    Entity::update_many()
        .col_expr(Column::Payload, Expr::val(now))
        .filter(Column::AccountId.eq(account))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::Payload.eq(before))
        .exec(tx)
        .await?;
    Ok(())
}

/// Has every link of an account stop working.
pub(super) async fn void(tx: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx).await.map(|_| ())
}

/// Throws away links that have run out.
pub(super) async fn tidy(tx: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Expr::col(Column::ExpiresAt).lte(now)).exec(tx).await.map(|_| ())
}
