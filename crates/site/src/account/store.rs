//! Queries for accounts.

use db::{
    entity::account::{ActiveModel, Column, Entity, Model},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult,
        sea_query::{Expr, OnConflict},
    },
    value::AccountRole,
};
use mail::Address;

/// The account with this address.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn by_address(db: &impl ConnectionTrait, address: &Address) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::EmailKey.eq(address.key())).one(db).await
}

/// An account by its identity.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// An account to be made.
pub(super) struct New<'a> {
    pub(super) address: &'a Address,
    pub(super) password_hash: Option<String>,
    pub(super) role: AccountRole,
    pub(super) lang: &'a str,
    /// Whether what they post is published at once.
    pub(super) trusted: bool,
}

/// Makes an account, or none when the address has one already.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn add(tx: &impl ConnectionTrait, new: New<'_>, now: i64) -> Result<Option<i64>, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        email: Set(new.address.to_string()),
        email_key: Set(new.address.key()),
        password_hash: Set(new.password_hash),
        role: Set(new.role),
        lang: Set(new.lang.to_owned()),
        totp_secret: Set(None),
        totp_since: Set(None),
        totp_step: Set(None),
        suspended_until: Set(None),
        suspension_reason: Set(None),
        created_at: Set(now),
        trusted_at: Set(new.trusted.then_some(now)),
    };
    let unless_there = OnConflict::column(Column::EmailKey).do_nothing().to_owned();
    match Entity::insert(row).on_conflict(unless_there).try_insert().exec(tx).await? {
        TryInsertResult::Inserted(added) => Ok(Some(added.last_insert_id)),
        _ => Ok(None),
    }
}

/// Sets columns of one account.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    id: i64,
    columns: Vec<(Column, db::sea_orm::Value)>,
) -> Result<(), DbErr> {
    let mut update = Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, Expr::val(value));
    }
    update.filter(Column::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Makes a member a doctor; whoever is more than that stays what they are.
///
/// # Errors
/// Whatever the database says.
pub async fn make_doctor(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::Role, Expr::val(AccountRole::Doctor.word()));
    let members = update.filter(Column::Id.eq(id)).filter(Column::Role.eq(AccountRole::Member));
    members.exec(tx).await.map(|_| ())
}
