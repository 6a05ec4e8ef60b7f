//! Whose a profile is.

pub use db::entity::doctor_account::Model as Owner;
use db::{
    entity::doctor_account::{ActiveModel, Column, Entity},
    sea_orm::{
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
        sea_query::{Expr, OnConflict},
    },
};

/// The account that owns a profile.
///
/// # Errors
/// Whatever the database says.
pub async fn owner(db: &impl ConnectionTrait, doctor: i64) -> Result<Option<i64>, DbErr> {
    Ok(Entity::find_by_id(doctor).one(db).await?.map(|row| row.account_id))
}

/// Whether a profile is an account's, and nobody takes it from them until this change is through: what is said for a doctor
/// is said by its owner.
///
/// # Errors
/// Whatever the database says.
pub async fn owns(tx: &impl ConnectionTrait, account: i64, doctor: i64) -> Result<bool, DbErr> {
    let owner = Entity::find_by_id(doctor).filter(Column::AccountId.eq(account)).lock_shared();
    Ok(owner.one(tx).await?.is_some())
}

/// Takes hold of whose a profile is: nobody says anything more for this doctor until this change is through.
///
/// # Errors
/// Whatever the database says.
pub async fn hold_owner(tx: &impl ConnectionTrait, doctor: i64) -> Result<Option<Owner>, DbErr> {
    Entity::find_by_id(doctor).lock_exclusive().one(tx).await
}

/// Makes an account the owner of a profile. False: the profile has another owner already, or the account another profile.
///
/// # Errors
/// Whatever the database says.
pub async fn give(tx: &impl ConnectionTrait, doctor: i64, account: i64, now: i64) -> Result<bool, DbErr> {
    let row = ActiveModel { doctor_id: Set(doctor), account_id: Set(account), since: Set(now) };
    let unless_there = OnConflict::new().do_nothing().to_owned();
    let given = Entity::insert(row).on_conflict(unless_there).try_insert();
    let given = given.exec_without_returning(tx).await?;
    Ok(matches!(given, TryInsertResult::Inserted(rows) if rows > 0)
        || owner(tx, doctor).await? == Some(account))
}

/// Makes the owner of a profile that of another one, which is nobody's yet.
///
/// # Errors
/// Whatever the database says.
pub async fn move_owner(tx: &impl ConnectionTrait, (from, to): (i64, i64)) -> Result<(), DbErr> {
    let moved = Entity::update_many().col_expr(Column::DoctorId, Expr::val(to));
    moved.filter(Column::DoctorId.eq(from)).exec(tx).await.map(|_| ())
}
