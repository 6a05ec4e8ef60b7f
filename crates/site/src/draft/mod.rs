//! What somebody is writing, kept on the server so that nothing is lost: not by a closed window, not by signing up on the
//! way, not by two windows with the same form. Nobody but its owner sees it.

mod preview;

use axum::response::Response;
use db::{
    Prepared, Reading, Statements,
    entity::draft::{ActiveModel, Column, Entity, Model},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryTrait,
        TryInsertResult,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    app::{App, Token, Write},
    error::Failure,
    web::{Jar, Routes, Viewer},
};

/// `/preview`
pub fn routes() -> Routes {
    Routes::new().post("/preview", preview::show)
}

/// Seconds for which a text that nobody goes on with is kept.
pub const KEPT: i64 = 30 * 24 * 3600;

/// Whose draft it is.
#[derive(Clone, Debug)]
pub enum Owner {
    /// Somebody who is signed in.
    Account(i64),
    /// A browser that has this token in a cookie.
    Visitor(Token),
}

impl Owner {
    /// The visitor of this request, if they can have written anything.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let person = viewer.signed_in().ok().map(|person| Self::Account(person.account));
        person.or_else(|| viewer.draft.clone().map(Self::Visitor))
    }

    fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Visitor(token) => visitor(&token.hash()),
        }
    }

    /// Has the browser remember which drafts are its own.
    pub fn keep(&self, app: &App, response: &mut Response) {
        if let Self::Visitor(token) = self {
            Jar::Draft.put(response, token, KEPT, app.is_https());
        }
    }
}

fn visitor(hash: &str) -> String {
    format!("visitor:{hash}")
}

/// Which draft: of a form, on something, by its identity, or on nothing in particular, which is 0.
pub type About = (&'static str, i64);

/// A text in the making.
#[derive(Clone, Debug)]
pub struct Draft<T> {
    /// Raised by every save.
    pub version: i64,
    /// The fields of the form.
    pub content: T,
    /// When it was last saved, Unix seconds.
    pub at: i64,
}

/// Parameters: whose, of which form, on what.
static ONE: Prepared<Model> = Prepared::new(|| QueryTrait::into_query(of("", "", 0)));

/// What somebody has written so far.
///
/// # Errors
/// What the database says.
pub async fn find<T: DeserializeOwned>(
    reading: &mut Reading,
    owner: &Owner,
    (kind, subject): About,
) -> Result<Option<Draft<T>>, DbErr> {
    let found = ONE.all(reading, vec![owner.key().into(), kind.into(), subject.into()]).await?;
    Ok(found.into_iter().next().and_then(Draft::read))
}

/// The same while it is being changed.
///
/// # Errors
/// What the database says.
pub async fn find_again<T: DeserializeOwned>(
    write: &Write,
    owner: &Owner,
    (kind, subject): About,
) -> Result<Option<Draft<T>>, DbErr> {
    Ok(of(&owner.key(), kind, subject).one(&**write).await?.and_then(Draft::read))
}

impl<T: DeserializeOwned> Draft<T> {
    /// What an older version of the form wrote and this one can't read is as good as nothing.
    fn read(row: Model) -> Option<Self> {
        let content = serde_json::from_str(&row.content).ok()?;
        Some(Self { version: row.version, content, at: row.updated_at })
    }
}

fn of(owner: &str, kind: &str, subject: i64) -> db::sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::Owner.eq(owner))
        .filter(Column::Kind.eq(kind))
        .filter(Column::SubjectId.eq(subject))
}

/// All drafts that somebody has of a form, for a query that joins them with what they are on.
pub fn of_form(owner: &Owner, kind: &str) -> Condition {
    Condition::all().add(Column::Owner.eq(owner.key())).add(Column::Kind.eq(kind))
}

/// Keeps what somebody has written. `version` is what their form was made from, 0 for a new one.
///
/// None: another window has saved since, and what it saved stands. Else the new version.
///
/// # Errors
/// What the database says.
pub async fn save(
    write: &Write,
    owner: &Owner,
    (kind, subject): About,
    version: i64,
    content: &impl Serialize,
) -> Result<Option<i64>, Failure> {
    let (owner, now) = (owner.key(), write.now());
    let content = serde_json::to_string(content).map_err(|_| Failure::Internal)?;
    if version == 0 {
        let row = ActiveModel {
            id: NotSet,
            owner: Set(owner),
            kind: Set(kind.to_owned()),
            subject_id: Set(subject),
            version: Set(1),
            content: Set(content),
            updated_at: Set(now),
        };
        let unless_there =
            OnConflict::columns([Column::Owner, Column::Kind, Column::SubjectId]).do_nothing().to_owned();
        let added = Entity::insert(row).on_conflict(unless_there).try_insert().exec(&**write).await?;
        return Ok(matches!(added, TryInsertResult::Inserted(_)).then_some(1));
    }
    let saved = Entity::update_many()
        .col_expr(Column::Version, Expr::val(version.saturating_add(1)))
        .col_expr(Column::Content, Expr::val(content))
        .col_expr(Column::UpdatedAt, Expr::val(now))
        .filter(Column::Owner.eq(owner))
        .filter(Column::Kind.eq(kind))
        .filter(Column::SubjectId.eq(subject))
        .filter(Column::Version.eq(version))
        .exec(&**write)
        .await?;
    Ok((saved.rows_affected > 0).then_some(version.saturating_add(1)))
}

/// Throws drafts away, such as when they became what they were to be.
///
/// # Errors
/// What the database says.
pub async fn discard(
    tx: &impl Statements,
    drafts: impl IntoIterator<Item = (Owner, About)>,
) -> Result<(), DbErr> {
    let any = drafts.into_iter().fold(Condition::any(), |any, (owner, (kind, subject))| {
        let one = Column::Owner.eq(owner.key()).and(Column::Kind.eq(kind));
        any.add(one.and(Column::SubjectId.eq(subject)))
    });
    // Of no condition at all, everybody's would be meant.
    if any.is_empty() {
        return Ok(());
    }
    tx.run(&QueryTrait::into_query(Entity::delete_many().filter(any))).await.map(|_| ())
}

/// Throws a draft away that is to become something now, if it still is of this version. False: it is not there any more, or
/// another window has saved since. Of two that try at once, one gets true.
///
/// # Errors
/// What the database says.
pub async fn take(
    tx: &impl ConnectionTrait,
    owner: &Owner,
    (kind, subject): About,
    version: i64,
) -> Result<bool, DbErr> {
    let all = Entity::delete_many().filter(Column::Owner.eq(owner.key()));
    let one = all.filter(Column::Kind.eq(kind)).filter(Column::SubjectId.eq(subject));
    Ok(one.filter(Column::Version.eq(version)).exec(tx).await?.rows_affected > 0)
}

/// Gives what a visitor wrote, who is known by the hash of a token, to the account that they have now, but not over what
/// that account was writing.
///
/// # Errors
/// What the database says.
pub async fn adopt(tx: &impl ConnectionTrait, hash: &str, account: i64) -> Result<(), DbErr> {
    let (from, to) = (visitor(hash), Owner::Account(account).key());
    let theirs: Vec<Model> = Entity::find().filter(Column::Owner.eq(from)).all(tx).await?;
    for draft in theirs {
        if of(&to, &draft.kind, draft.subject_id).one(tx).await?.is_none() {
            Entity::update_many()
                .col_expr(Column::Owner, Expr::val(to.clone()))
                .filter(Column::Id.eq(draft.id))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

/// Throws away what nobody went on with.
///
/// # Errors
/// What the database says.
pub async fn tidy(tx: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::UpdatedAt.lt(now.saturating_sub(KEPT))).exec(tx).await.map(|_| ())
}
