//! The record of what staff did: rows that are only added, each with the hash of the one before, so that nobody changes or
//! takes out a row unseen. It names people by the number of their account alone.

mod pages;
mod store;

use db::{
    Db,
    entity::{audit, site_state},
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::Matter,
};

use crate::{
    app::{Write, chance},
    error::Failure,
    policy::Role,
    web::{Person, Routes},
};

/// `/audit`
pub fn routes() -> Routes {
    Routes::new().get("/audit", pages::log)
}

/// What the database counts rows under, so that the last ones can't be taken away unseen either.
const COUNT: &str = "audit_rows";
/// Rows that are read at once when the log is verified.
const SOME: u64 = 1000;

/// An act, before it is written down.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// Who acted; none: the site itself, or its operator.
    pub actor: Option<&'a Person>,
    /// What was done: a short word such as `hide`.
    pub action: &'static str,
    /// To what.
    pub on: (Matter, i64),
    /// The code of the reason.
    pub reason: Option<&'a str>,
    /// More, without anybody's name or words.
    pub detail: Option<String>,
}

impl Act<'_> {
    /// Writes it down, in the transaction of the act itself. One that takes hold of anything before took its [`turn`] first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record(self, write: &Write) -> Result<(), Failure> {
        let tx = &**write;
        let id = next(tx).await?;
        let before = audit::Entity::find_by_id(id - 1).one(tx).await?;
        let mut row = audit::Model {
            id,
            at: write.now(),
            actor_id: self.actor.map(|person| person.account),
            role: word(self.actor.map_or(Role::Operator, Person::role)).to_owned(),
            action: self.action.to_owned(),
            subject_kind: self.on.0,
            subject_id: self.on.1,
            reason: self.reason.map(ToOwned::to_owned),
            detail: self.detail,
            previous: before.map(|row| row.hash).unwrap_or_default(),
            hash: String::new(),
        };
        row.hash = hash(&row);
        let row: audit::ActiveModel = row.into();
        audit::Entity::insert(row.reset_all()).exec_without_returning(tx).await?;
        Ok(())
    }
}

/// Waits until everybody else who writes down an act is through, and makes the next wait. Taken before anything else that a
/// staff's act takes hold of: acts that touched the same rows in another order would wait for each other for ever.
///
/// # Errors
/// What the database says.
pub async fn turn(write: &Write) -> Result<(), DbErr> {
    use site_state::{ActiveModel, Column as S, Entity};
    let as_it_is = OnConflict::column(S::Key).value(S::Value, Expr::col((Entity, S::Value))).to_owned();
    let held = Entity::insert(ActiveModel { key: Set(COUNT.to_owned()), value: Set(0) });
    held.on_conflict(as_it_is).exec_without_returning(&**write).await.map(|_| ())
}

/// Raises the count, and so makes everybody else who writes down an act wait until this one is through.
async fn next(tx: &impl ConnectionTrait) -> Result<i64, DbErr> {
    use site_state::{ActiveModel, Column as S, Entity};
    let raised = Entity::insert(ActiveModel { key: Set(COUNT.to_owned()), value: Set(1) }).on_conflict(
        OnConflict::column(S::Key).value(S::Value, Expr::col((Entity, S::Value)).add(1_i64)).to_owned(),
    );
    raised.exec_without_returning(tx).await?;
    Ok(Entity::find_by_id(COUNT).one(tx).await?.map_or(1, |state| state.value))
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Member => "member",
        Role::Doctor | Role::VerifiedDoctor => "doctor",
        Role::Editor => "editor",
        Role::Moderator => "moderator",
        Role::Administrator => "administrator",
        Role::Operator => "operator",
    }
}

/// SHA-256 over the row's columns as JSON, the hash of the row before among them.
fn hash(row: &audit::Model) -> String {
    let columns = serde_json::json!([
        row.id,
        row.at,
        row.actor_id,
        row.role,
        row.action,
        row.subject_kind.word(),
        row.subject_id,
        row.reason,
        row.detail,
        row.previous,
    ]);
    chance::digest(&columns.to_string())
}

/// What became of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// So many rows, all as they were written.
    Whole(i64),
    /// The first row that is not as it was written, or is missing.
    Broken(i64),
}

/// Reads the whole log and compares every hash.
///
/// # Errors
/// What the database says.
pub async fn verify(db: &Db) -> Result<Verified, DbErr> {
    let count = site_state::Entity::find_by_id(COUNT).one(db.read()).await?.map_or(0, |state| state.value);
    let (mut last, mut previous) = (0, String::new());
    loop {
        let rows = audit::Entity::find()
            .filter(audit::Column::Id.gt(last))
            .order_by_asc(audit::Column::Id)
            .limit(SOME)
            .all(db.read())
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.id != last + 1 || row.previous != previous || row.hash != hash(&row) {
                return Ok(Verified::Broken(last + 1));
            }
            (last, previous) = (row.id, row.hash);
        }
    }
    // Rows that were added since the count was read are as good.
    Ok(if last < count { Verified::Broken(last + 1) } else { Verified::Whole(last) })
}
