//! Sessions: the browsers in which people are signed in. The cookie holds a token, the database only its hash.

use axum::response::Response;
use db::{
    FromRow, Prepared,
    entity::{account, doctor_account, notice, session},
    proof::is_verified,
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
        sea_query::{Expr, ExprTrait, Query, SelectStatement},
    },
    value::{AccountRole, SessionLevel},
};
use futures_util::{FutureExt, future::BoxFuture};

use crate::{
    app::{App, Token, Write},
    config::Accounts,
    draft,
    error::Failure,
    web::{Jar, MANY, Person, Viewer},
};

/// Seconds between two notes of when a session was last used.
const SEEN_EVERY: i64 = 60;

/// Seconds within which the second step has to follow the first.
const HALFWAY: u64 = 15 * 60;

/// What the cookie's token leads to.
#[derive(FromRow)]
struct Found {
    session: i64,
    account_id: i64,
    level: SessionLevel,
    created_at: i64,
    seen_at: i64,
    role: AccountRole,
    totp_since: Option<i64>,
    suspended_until: Option<i64>,
    trusted_at: Option<i64>,
    doctor_id: Option<i64>,
    verified: bool,
    unread: i64,
}

/// Asked with every request of somebody who is signed in. Parameters: the time now, three times,
/// where the count of notices ends, and the token's hash.
static BY_TOKEN: Prepared<Found> = Prepared::new(|| {
    use account::Column as A;
    use doctor_account::Column as O;
    use session::Column as S;
    let own = |column: S| Expr::col((session::Entity, column));
    let theirs = |column: A| Expr::col((account::Entity, column));
    let profile = |column: O| Expr::col((doctor_account::Entity, column));
    Query::select()
        .expr_as(own(S::Id), "session")
        .expr(own(S::AccountId))
        .expr(own(S::Level))
        .expr(own(S::CreatedAt))
        .expr(own(S::SeenAt))
        .expr(theirs(A::Role))
        .expr(theirs(A::TotpSince))
        .expr(theirs(A::SuspendedUntil))
        .expr(theirs(A::TrustedAt))
        .expr(profile(O::DoctorId))
        .expr_as(is_verified(profile(O::DoctorId), 0_i64), "verified")
        .expr_as(Expr::from(unread(own(S::AccountId))), "unread")
        .from(session::Entity)
        .inner_join(account::Entity, theirs(A::Id).equals((session::Entity, S::AccountId)))
        .left_join(doctor_account::Entity, profile(O::AccountId).equals((session::Entity, S::AccountId)))
        .and_where(own(S::TokenHash).eq(""))
        .take()
});

/// How many notices of this account were not read. It stops counting after as many as a parameter says: nobody's pages get
/// slower by what they leave unread.
fn unread(account: Expr) -> SelectStatement {
    use notice::Column as N;
    let of = |column: N| Expr::col((notice::Entity, column));
    let some = Query::select()
        .expr(Expr::cust("1"))
        .from(notice::Entity)
        .and_where(of(N::AccountId).eq(account))
        .and_where(of(N::ReadAt).is_null())
        .limit(0)
        .take();
    Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(some, "unread_notice").take()
}

/// Who is in the session with this token, if it still lives.
///
/// # Errors
/// What the database says.
pub fn who_is<'a>(app: &'a App, token: &'a Token) -> BoxFuture<'a, Result<Option<Person>, Failure>> {
    async move {
        let now = app.clock.now();
        let values = vec![now.into(), now.into(), now.into(), MANY.into(), token.hash().into()];
        let found = BY_TOKEN.all(&mut app.db.reading()?, values).await?.pop();
        let Some(found) =
            found.filter(|found| lives(found.created_at, found.seen_at, now, &app.config.accounts))
        else {
            return Ok(None);
        };
        let halfway = found.totp_since.is_some() && found.level == SessionLevel::First;
        if halfway && now.abs_diff(found.created_at) >= HALFWAY {
            return Ok(None);
        }
        if now.saturating_sub(found.seen_at) >= SEEN_EVERY {
            // Nobody's page waits for this, or fails by it.
            if let Err(error) = seen(app, found.session, now).await {
                tracing::debug!(?error, "a session's use could not be noted");
            }
        }
        Ok(Some(Person {
            account: found.account_id,
            session: found.session,
            since: found.created_at,
            standing: found.role,
            trusted: found.trusted_at.is_some(),
            doctor: found.doctor_id,
            verified: found.verified,
            level: found.level,
            halfway,
            suspended: found.suspended_until.is_some_and(|until| until > now),
            unread: found.unread,
        }))
    }
    .boxed()
}

/// Whether a session that was begun and last used then is still good.
fn lives(created: i64, seen: i64, now: i64, limits: &Accounts) -> bool {
    // Also backwards: what a clock began that was ahead by years does not live until then.
    let within = |since: i64, limit: std::time::Duration| now.abs_diff(since) < limit.as_secs();
    within(created, limits.session_longest.get()) && within(seen, limits.session_idle.get())
}

async fn seen(app: &App, id: i64, now: i64) -> Result<(), Failure> {
    use session::Column as S;
    let write = app.write().await?;
    session::Entity::update_many()
        .col_expr(S::SeenAt, Expr::val(now))
        .filter(S::Id.eq(id))
        .filter(S::SeenAt.lte(now.saturating_sub(SEEN_EVERY)))
        .exec(&*write)
        .await?;
    write.commit().await
}

/// Begins a session, and ends the one that this browser was in. What was written in this browser before is the account's
/// own from now on.
///
/// # Errors
/// What the database says.
pub(super) async fn begin(
    write: &Write,
    account: i64,
    level: SessionLevel,
    agent: String,
    viewer: &Viewer,
) -> Result<Token, Failure> {
    if let Some(before) = &viewer.person {
        session::Entity::delete_by_id(before.session).exec(&**write).await?;
    }
    if let Some(visitor) = &viewer.draft {
        draft::adopt(&**write, &visitor.hash(), account).await?;
    }
    let (token, now) = (Token::new()?, write.now());
    let row = session::ActiveModel {
        id: NotSet,
        account_id: Set(account),
        token_hash: Set(token.hash()),
        level: Set(level),
        agent: Set(agent),
        created_at: Set(now),
        seen_at: Set(now),
    };
    session::Entity::insert(row).exec_without_returning(&**write).await?;
    Ok(token)
}

/// Ends a session of this account; says whether it was one.
///
/// # Errors
/// What the database says.
pub(super) async fn end(tx: &impl ConnectionTrait, account: i64, id: i64) -> Result<bool, DbErr> {
    use session::Column as S;
    let ended =
        session::Entity::delete_many().filter(S::Id.eq(id)).filter(S::AccountId.eq(account)).exec(tx).await?;
    Ok(ended.rows_affected > 0)
}

/// Ends every session of an account but one.
///
/// # Errors
/// What the database says.
pub(super) async fn end_others(
    tx: &impl ConnectionTrait,
    account: i64,
    but: Option<i64>,
) -> Result<(), DbErr> {
    use session::Column as S;
    let all = session::Entity::delete_many().filter(S::AccountId.eq(account));
    all.filter(S::Id.ne(but.unwrap_or(0))).exec(tx).await.map(|_| ())
}

/// The sessions of an account that live, the last used first.
///
/// # Errors
/// What the database says.
pub(super) async fn of_account(app: &App, account: i64) -> Result<Vec<session::Model>, DbErr> {
    use session::Column as S;
    let all = session::Entity::find()
        .filter(S::AccountId.eq(account))
        .order_by_desc(S::SeenAt)
        .order_by_desc(S::Id)
        .all(app.db.read())
        .await?;
    let now = app.clock.now();
    Ok(all.into_iter().filter(|one| lives(one.created_at, one.seen_at, now, &app.config.accounts)).collect())
}

/// Throws away sessions that have run out.
///
/// # Errors
/// What the database says.
pub(super) async fn tidy(tx: &impl ConnectionTrait, now: i64, limits: &Accounts) -> Result<(), DbErr> {
    use session::Column as S;
    let before =
        |limit: std::time::Duration| now.saturating_sub(i64::try_from(limit.as_secs()).unwrap_or(i64::MAX));
    let out = S::SeenAt
        .lte(before(limits.session_idle.get()))
        .or(S::CreatedAt.lte(before(limits.session_longest.get())));
    session::Entity::delete_many().filter(out).exec(tx).await.map(|_| ())
}

/// Has the browser keep the session, for as long as it can live.
pub(super) fn keep(app: &App, mut response: Response, token: &Token) -> Response {
    let longest = i64::try_from(app.config.accounts.session_longest.get().as_secs()).unwrap_or(i64::MAX);
    Jar::Session.put(&mut response, token, longest, app.is_https());
    response
}
