//! Queries for credentials that hold, or held, and for what happened to them.

use db::{
    entity::{
        claimed_credential as claimed,
        credential::{ActiveModel, Column, Entity, Model},
        credential_event as event, doctor, doctor_account,
    },
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect,
        sea_query::Expr,
    },
    value::{Check, ClaimState, Doubt},
};

use super::doctors;
use crate::credential::{proof::Event, rules::Proof};

/// A credential by identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// One of this doctor's credentials.
pub(crate) async fn of_doctor(
    db: &impl ConnectionTrait,
    doctor: i64,
    id: i64,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::DoctorId.eq(doctor)).one(db).await
}

/// Adds a credential that was checked now.
pub(crate) async fn add(
    tx: &impl ConnectionTrait,
    doctor: i64,
    proof: Proof,
    method: Check,
    now: i64,
) -> Result<i64, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        doctor_id: Set(doctor),
        issuer: Set(proof.issuer),
        credential_kind: Set(proof.kind),
        number: Set(proof.number),
        jurisdiction: Set(proof.jurisdiction),
        // What was seen stays with the editors.
        evidence: Set(None),
        verified_by: Set(Some(method.word().to_owned())),
        verified_at: Set(Some(now)),
        expires_at: Set(proof.expires_at),
        revoked_at: Set(None),
        source_id: Set(None),
        external_id: Set(None),
        fingerprint: Set(None),
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Notes that a credential was taken back. False: it was before.
pub(crate) async fn revoke(tx: &impl ConnectionTrait, id: i64, now: i64) -> Result<bool, DbErr> {
    let update = Entity::update_many().col_expr(Column::RevokedAt, Expr::val(now));
    let update = update.filter(Column::Id.eq(id)).filter(Column::RevokedAt.is_null());
    Ok(update.exec(tx).await?.rows_affected > 0)
}

/// Gives a revoked credential to the profile of whoever handed it in: nothing counts as verified by it, not even then. The
/// public log of the profile where it was keeps its lines.
pub(crate) async fn pass_on(tx: &impl ConnectionTrait, id: i64, to: i64) -> Result<(), DbErr> {
    let lines = event::Entity::update_many().col_expr(event::Column::CredentialId, Expr::val(None::<i64>));
    lines.filter(event::Column::CredentialId.eq(id)).exec(tx).await?;
    let update = Entity::update_many()
        .col_expr(Column::DoctorId, Expr::val(to))
        .col_expr(Column::VerifiedAt, Expr::val(None::<i64>));
    update.filter(Column::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Moves the end of a credential.
pub(crate) async fn end_at(tx: &impl ConnectionTrait, id: i64, until: Option<i64>) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::ExpiresAt, Expr::val(until));
    update.filter(Column::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Writes a line of the public log.
pub(crate) async fn note(tx: &impl ConnectionTrait, happened: Event, at: i64) -> Result<(), DbErr> {
    let row = event::ActiveModel {
        id: NotSet,
        doctor_id: Set(happened.doctor),
        credential_id: Set(happened.credential),
        credential_kind: Set(happened.kind),
        what: Set(happened.what),
        at: Set(at),
        method: Set(happened.method),
        reason: Set(happened.reason),
    };
    event::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// Notes that a credential was taken back where its owner looks as well, and since when: what they handed in for it.
pub(crate) async fn mark_revoked(
    tx: &impl ConnectionTrait,
    credential: i64,
    reason: Doubt,
    by: Option<i64>,
    now: i64,
) -> Result<(), DbErr> {
    use claimed::Column as H;
    claimed::Entity::update_many()
        .col_expr(H::State, Expr::val(ClaimState::Refused.word()))
        .col_expr(H::Reason, Expr::val(reason.word()))
        .col_expr(H::JudgedAt, Expr::val(now))
        .col_expr(H::JudgedBy, Expr::val(by))
        .filter(H::CredentialId.eq(credential))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Doctors for whom this number is on record, but for one.
pub(crate) async fn holders(
    db: &impl ConnectionTrait,
    number: &str,
    except: Option<i64>,
) -> Result<Vec<doctor::Model>, DbErr> {
    let held = Entity::find().select_only().column(Column::DoctorId);
    let held = held.filter(Column::Number.eq(number)).limit(10).into_tuple::<i64>();
    let others: Vec<i64> = held.all(db).await?.into_iter().filter(|id| Some(*id) != except).collect();
    if others.is_empty() { Ok(Vec::new()) } else { doctors(db, others).await }
}

/// The accounts of doctors of whose credentials one ends after `from` and at `to` or before.
pub(crate) async fn owners_of_ending(
    db: &impl ConnectionTrait,
    from: i64,
    to: i64,
) -> Result<Vec<i64>, DbErr> {
    let owner = doctor_account::Entity::belongs_to(Entity)
        .from(doctor_account::Column::DoctorId)
        .to(Column::DoctorId)
        .into();
    doctor_account::Entity::find()
        .select_only()
        .column(doctor_account::Column::AccountId)
        .distinct()
        .join(JoinType::InnerJoin, owner)
        .filter(Column::ExpiresAt.gt(from))
        .filter(Column::ExpiresAt.lte(to))
        .filter(Column::RevokedAt.is_null())
        .into_tuple()
        .all(db)
        .await
}
