//! Queries for claims and what is handed in with them.

pub(super) mod detached;
pub(super) mod documents;
pub(super) mod held;

use db::{
    entity::{
        claim::{self, ActiveModel, Column, Entity, Model as Claim},
        claimed_credential::{self as claimed, Model as Claimed},
        doctor,
    },
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
        QuerySelect, TryInsertResult, Value,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::ClaimState,
};

use super::rules::Proof;
use crate::web::Cursor;

/// The claim of an account that is open or granted.
pub(super) async fn standing(db: &impl ConnectionTrait, account: i64) -> Result<Option<Claim>, DbErr> {
    Entity::find().filter(Column::StandingFor.eq(account)).one(db).await
}

/// The last claim of an account, whatever became of it.
pub(super) async fn latest(db: &impl ConnectionTrait, account: i64) -> Result<Option<Claim>, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id).one(db).await
}

/// How many claims an account made since.
pub(super) async fn made_since(db: &impl ConnectionTrait, account: i64, since: i64) -> Result<u64, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).filter(Column::MadeAt.gt(since)).count(db).await
}

pub(super) async fn claim(db: &impl ConnectionTrait, id: i64) -> Result<Option<Claim>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Others who say that the same profile is theirs, and wait.
pub(super) async fn rivals(db: &impl ConnectionTrait, doctor: i64, except: i64) -> Result<Vec<Claim>, DbErr> {
    let others = Entity::find().filter(Column::DoctorId.eq(doctor)).filter(Column::Id.ne(except));
    others.filter(Column::State.eq(ClaimState::Open)).order_by_asc(Column::Id).all(db).await
}

/// Claims in which something waits for an editor, the longest wait first; one more than `size` tells that there are more.
pub(super) async fn waiting(
    db: &impl ConnectionTrait,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Claim>, DbErr> {
    let mut query = Entity::find().filter(Column::WaitingSince.is_not_null());
    if let Some(after) = after {
        let here = Expr::tuple([Expr::col(Column::WaitingSince), Expr::col(Column::Id)]);
        query = query.filter(here.gt(Expr::tuple([Expr::val(after.key), Expr::val(after.id)])));
    }
    query.order_by_asc(Column::WaitingSince).order_by_asc(Column::Id).limit(size + 1).all(db).await
}

pub(super) async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().filter(Column::WaitingSince.is_not_null()).count(db).await
}

/// The names of doctors.
pub(super) async fn doctors(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<doctor::Model>, DbErr> {
    doctor::Entity::find().filter(doctor::Column::Id.is_in(ids)).all(db).await
}

/// The names of doctors of a country, and of those of whom it is not known, after this one.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    country: Option<&str>,
    after: i64,
    size: u64,
) -> Result<Vec<(i64, Option<String>)>, DbErr> {
    use doctor::Column as D;
    let mut here = Condition::any().add(D::Country.is_null());
    if let Some(country) = country {
        here = here.add(D::Country.eq(country));
    }
    doctor::Entity::find()
        .select_only()
        .columns([D::Id, D::Name])
        .filter(D::Id.gt(after))
        .filter(here)
        .order_by_asc(D::Id)
        .limit(size)
        .into_tuple()
        .all(db)
        .await
}

/// A claim to be made.
pub(super) struct New {
    pub(super) account: i64,
    pub(super) doctor: Option<i64>,
    pub(super) proposed: Option<String>,
    pub(super) note: Option<String>,
    pub(super) state: ClaimState,
}

/// Makes a claim; none when the account has one that is open or granted.
pub(super) async fn add(tx: &impl ConnectionTrait, new: New, now: i64) -> Result<Option<i64>, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        account_id: Set(new.account),
        standing_for: Set(Some(new.account)),
        doctor_id: Set(new.doctor),
        proposed: Set(new.proposed),
        resembles_id: Set(None),
        state: Set(new.state),
        note: Set(new.note),
        made_at: Set(now),
        waiting_since: Set(None),
        judged_at: Set(None),
        judged_by: Set(None),
        reason: Set(None),
    };
    let unless_there = OnConflict::column(Column::StandingFor).do_nothing().to_owned();
    match Entity::insert(row).on_conflict(unless_there).try_insert().exec(tx).await? {
        TryInsertResult::Inserted(added) => Ok(Some(added.last_insert_id)),
        _ => Ok(None),
    }
}

/// Sets columns of one claim.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    id: i64,
    columns: Vec<(Column, Value)>,
) -> Result<(), DbErr> {
    let mut update = Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, Expr::val(value));
    }
    update.filter(Column::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// What was handed in for a claim, in that order.
pub(super) async fn proofs(db: &impl ConnectionTrait, claim: i64) -> Result<Vec<Claimed>, DbErr> {
    let query = claimed::Entity::find().filter(claimed::Column::ClaimId.eq(claim));
    query.order_by_asc(claimed::Column::Id).all(db).await
}

pub(super) async fn proof(db: &impl ConnectionTrait, claim: i64, id: i64) -> Result<Option<Claimed>, DbErr> {
    claimed::Entity::find_by_id(id).filter(claimed::Column::ClaimId.eq(claim)).one(db).await
}

/// What an account handed in.
pub(super) async fn own_proof(
    db: &impl ConnectionTrait,
    account: i64,
    id: i64,
) -> Result<Option<Claimed>, DbErr> {
    let Some(proof) = claimed::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let claim = claim(db, proof.claim_id).await?;
    Ok(claim.filter(|claim| claim.account_id == account).map(|_| proof))
}

/// Adds a credential to a claim, which waits for an editor from then on.
pub(super) async fn hand_in(
    tx: &impl ConnectionTrait,
    claim: i64,
    proof: Proof,
    now: i64,
) -> Result<i64, DbErr> {
    let row = claimed::ActiveModel {
        id: NotSet,
        claim_id: Set(claim),
        issuer: Set(proof.issuer),
        credential_kind: Set(proof.kind),
        number: Set(proof.number),
        jurisdiction: Set(proof.jurisdiction),
        issued_at: Set(proof.issued_at),
        expires_at: Set(proof.expires_at),
        link: Set(proof.link),
        file: Set(None),
        file_kind: Set(None),
        state: Set(ClaimState::Open),
        handed_in_at: Set(now),
        judged_at: Set(None),
        judged_by: Set(None),
        method: Set(None),
        reason: Set(None),
        words: Set(None),
        credential_id: Set(None),
    };
    let id = claimed::Entity::insert(row).exec(tx).await?.last_insert_id;
    wait(tx, claim).await?;
    Ok(id)
}

/// Works out anew since when something of a claim waits.
pub(super) async fn wait(tx: &impl ConnectionTrait, claim: i64) -> Result<(), DbErr> {
    let open = claimed::Entity::find()
        .select_only()
        .column_as(claimed::Column::HandedInAt.min(), "since")
        .filter(claimed::Column::ClaimId.eq(claim))
        .filter(claimed::Column::State.eq(ClaimState::Open));
    let since: Option<Option<i64>> = open.into_tuple().one(tx).await?;
    set(tx, claim, vec![(Column::WaitingSince, since.flatten().into())]).await
}

/// Sets columns of what was handed in, if it is in this state. False: it is not any more.
pub(super) async fn turn(
    tx: &impl ConnectionTrait,
    id: i64,
    from: ClaimState,
    columns: Vec<(claimed::Column, Value)>,
) -> Result<bool, DbErr> {
    let mut update = claimed::Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, Expr::val(value));
    }
    let these = update.filter(claimed::Column::Id.eq(id)).filter(claimed::Column::State.eq(from));
    Ok(these.exec(tx).await?.rows_affected > 0)
}

/// Sets columns of everything of a claim that still waits.
pub(super) async fn turn_rest(
    tx: &impl ConnectionTrait,
    claim: i64,
    columns: Vec<(claimed::Column, Value)>,
) -> Result<(), DbErr> {
    let mut update = claimed::Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, Expr::val(value));
    }
    let these = update.filter(claimed::Column::ClaimId.eq(claim));
    these.filter(claimed::Column::State.eq(ClaimState::Open)).exec(tx).await.map(|_| ())
}

/// Makes whoever else changes this claim wait until this change is through, and gives it as it then is.
pub(super) async fn hold(tx: &impl ConnectionTrait, id: i64) -> Result<Option<Claim>, DbErr> {
    let nothing = Entity::update_many().col_expr(Column::AccountId, Expr::col(Column::AccountId));
    nothing.filter(Column::Id.eq(id)).exec(tx).await?;
    claim::Entity::find_by_id(id).one(tx).await
}
