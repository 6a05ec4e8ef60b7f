//! Queries for notices, and for what people chose of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use db::{
    FromRow, Statements,
    entity::{account, notice, notice_preference as preference, unsubscribe},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, OnConflict},
    },
    value::{Cadence, NoticeKind},
};

pub(super) use account::Model as Person;
pub(super) use notice::Model as Notice;

use super::{News, rules};
use crate::web::Cursor;

/// Most notices of one digest; what is beyond stands on the site.
const MOST_AT_ONCE: u64 = 200;

/// Adds notices and gives their identities, in the same order.
pub(super) async fn add(tx: &impl Statements, all: &[(i64, News<'_>)], now: i64) -> Result<Vec<i64>, DbErr> {
    let row = |(account, news): &(i64, News<'_>)| notice::ActiveModel {
        id: NotSet,
        account_id: Set(*account),
        kind: Set(news.kind),
        path: Set(news.path.to_owned()),
        reason: Set(news.reason.map(ToOwned::to_owned)),
        made_at: Set(now),
        read_at: Set(None),
        mailed_at: Set(None),
    };
    tx.added(QueryTrait::into_query(notice::Entity::insert_many(all.iter().map(row)))).await
}

/// Which of these accounts there are.
pub(super) async fn there(db: &impl Statements, accounts: BTreeSet<i64>) -> Result<BTreeSet<i64>, DbErr> {
    use account::Column as A;
    #[derive(FromRow)]
    struct There {
        id: i64,
    }
    let found = account::Entity::find().select_only().column(A::Id).filter(A::Id.is_in(accounts));
    let found: Vec<There> = db.rows(&QueryTrait::into_query(found)).await?;
    Ok(found.into_iter().map(|account| account.id).collect())
}

/// What these people chose, of those kinds for which they chose anything.
pub(super) async fn chosen(
    db: &impl Statements,
    accounts: BTreeSet<i64>,
) -> Result<HashMap<(i64, NoticeKind), Cadence>, DbErr> {
    let chosen = preference::Entity::find().filter(preference::Column::AccountId.is_in(accounts));
    let chosen: Vec<preference::Model> = db.rows(&QueryTrait::into_query(chosen)).await?;
    Ok(chosen.into_iter().map(|row| ((row.account_id, row.kind), row.cadence)).collect())
}

/// A notice by its identity.
pub(super) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Notice>, DbErr> {
    notice::Entity::find_by_id(id).one(db).await
}

/// Whom letters go to.
pub(super) async fn person(db: &impl ConnectionTrait, account: i64) -> Result<Option<Person>, DbErr> {
    account::Entity::find_by_id(account).one(db).await
}

/// Somebody's notices, newest first; one more than `size` tells that there are more.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    account: i64,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Notice>, DbErr> {
    use notice::Column as N;
    let mut query = notice::Entity::find().filter(N::AccountId.eq(account));
    if let Some(after) = after {
        query = query.filter(N::Id.lt(after.id));
    }
    query.order_by_desc(N::Id).limit(size + 1).all(db).await
}

/// One of somebody's own notices.
pub(super) async fn own(db: &impl ConnectionTrait, account: i64, id: i64) -> Result<Option<Notice>, DbErr> {
    notice::Entity::find_by_id(id).filter(notice::Column::AccountId.eq(account)).one(db).await
}

/// Notes that a notice was read.
pub(super) async fn read(tx: &impl ConnectionTrait, id: i64, now: i64) -> Result<(), DbErr> {
    use notice::Column as N;
    let update = notice::Entity::update_many().col_expr(N::ReadAt, Expr::val(now));
    update.filter(N::Id.eq(id)).filter(N::ReadAt.is_null()).exec(tx).await.map(|_| ())
}

/// Notes that all of somebody's notices up to this one were read.
pub(super) async fn read_until(
    tx: &impl ConnectionTrait,
    account: i64,
    last: i64,
    now: i64,
) -> Result<(), DbErr> {
    use notice::Column as N;
    let update = notice::Entity::update_many().col_expr(N::ReadAt, Expr::val(now));
    let update = update.filter(N::AccountId.eq(account)).filter(N::ReadAt.is_null());
    update.filter(N::Id.lte(last)).exec(tx).await.map(|_| ())
}

/// Notices that say the same as this one, this one among them, and that no letter has told of; oldest first.
pub(super) async fn same(db: &impl ConnectionTrait, news: &Notice) -> Result<Vec<i64>, DbErr> {
    use notice::Column as N;
    alike(news).filter(N::MailedAt.is_null()).order_by_asc(N::Id).into_tuple().all(db).await
}

/// Whether a letter told of the same since this time, and its reader has not come by yet.
pub(super) async fn told_since(db: &impl ConnectionTrait, news: &Notice, since: i64) -> Result<bool, DbErr> {
    use notice::Column as N;
    let found: Option<i64> =
        alike(news).filter(N::ReadAt.is_null()).filter(N::MailedAt.gt(since)).into_tuple().one(db).await?;
    Ok(found.is_some())
}

fn alike(news: &Notice) -> db::sea_orm::Select<notice::Entity> {
    use notice::Column as N;
    let reason = match &news.reason {
        Some(reason) => N::Reason.eq(reason.as_str()),
        None => N::Reason.is_null(),
    };
    let all = notice::Entity::find().select_only().column(N::Id).filter(N::AccountId.eq(news.account_id));
    all.filter(N::Kind.eq(news.kind)).filter(N::Path.eq(news.path.as_str())).filter(reason)
}

/// What somebody has not read and no letter has told of since this time, of these kinds; oldest first.
pub(super) async fn unsent(
    db: &impl ConnectionTrait,
    account: i64,
    kinds: Vec<NoticeKind>,
    since: i64,
) -> Result<Vec<Notice>, DbErr> {
    use notice::Column as N;
    notice::Entity::find()
        .filter(N::AccountId.eq(account))
        .filter(N::ReadAt.is_null())
        .filter(N::MailedAt.is_null())
        .filter(N::Kind.is_in(kinds))
        .filter(N::MadeAt.gte(since))
        .order_by_asc(N::Id)
        .limit(MOST_AT_ONCE)
        .all(db)
        .await
}

/// Notes that a letter told of these.
pub(super) async fn mailed(tx: &impl ConnectionTrait, ids: &[i64], now: i64) -> Result<(), DbErr> {
    use notice::Column as N;
    let update = notice::Entity::update_many().col_expr(N::MailedAt, Expr::val(now));
    update.filter(N::Id.is_in(ids.iter().copied())).exec(tx).await.map(|_| ())
}

/// How somebody is told of everything.
pub(super) async fn cadences(
    db: &impl ConnectionTrait,
    account: i64,
) -> Result<BTreeMap<NoticeKind, Cadence>, DbErr> {
    let chosen = preference::Entity::find().filter(preference::Column::AccountId.eq(account)).all(db).await?;
    let chosen: BTreeMap<_, _> = chosen.into_iter().map(|row| (row.kind, row.cadence)).collect();
    Ok(NoticeKind::ALL.iter().map(|kind| (*kind, rules::cadence(*kind, chosen.get(kind).copied()))).collect())
}

/// How somebody is told of one kind of news.
pub(super) async fn cadence(
    db: &impl ConnectionTrait,
    account: i64,
    kind: NoticeKind,
) -> Result<Cadence, DbErr> {
    use preference::Column as P;
    let chosen = preference::Entity::find().filter(P::AccountId.eq(account)).filter(P::Kind.eq(kind));
    Ok(rules::cadence(kind, chosen.one(db).await?.map(|row| row.cadence)))
}

/// Keeps how somebody wishes to be told of these kinds.
pub(super) async fn prefer(
    tx: &impl ConnectionTrait,
    account: i64,
    chosen: impl IntoIterator<Item = (NoticeKind, Cadence)>,
) -> Result<(), DbErr> {
    use preference::Column as P;
    let row = |(kind, cadence)| preference::ActiveModel {
        id: NotSet,
        account_id: Set(account),
        kind: Set(kind),
        cadence: Set(cadence),
    };
    let rows: Vec<_> = chosen.into_iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let instead = OnConflict::columns([P::AccountId, P::Kind]).update_column(P::Cadence).to_owned();
    preference::Entity::insert_many(rows).on_conflict(instead).exec_without_returning(tx).await.map(|_| ())
}

/// The token that ends letters of this sort for somebody, if there is one yet.
pub(super) async fn token(
    db: &impl ConnectionTrait,
    account: i64,
    letters: &str,
) -> Result<Option<String>, DbErr> {
    use unsubscribe::Column as U;
    let found = unsubscribe::Entity::find().filter(U::AccountId.eq(account)).filter(U::Letters.eq(letters));
    Ok(found.one(db).await?.map(|row| row.token))
}

/// Keeps a token that ends letters of this sort, unless there is one.
pub(super) async fn keep_token(
    tx: &impl ConnectionTrait,
    account: i64,
    letters: &str,
    token: &str,
) -> Result<(), DbErr> {
    use unsubscribe::Column as U;
    let row = unsubscribe::ActiveModel {
        id: NotSet,
        account_id: Set(account),
        letters: Set(letters.to_owned()),
        token: Set(token.to_owned()),
    };
    let unless_there = OnConflict::columns([U::AccountId, U::Letters]).do_nothing().to_owned();
    let added = unsubscribe::Entity::insert(row).on_conflict(unless_there).try_insert();
    added.exec_without_returning(tx).await.map(|_| ())
}

/// Whose letters, and which, a token ends.
pub(super) async fn by_token(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<unsubscribe::Model>, DbErr> {
    unsubscribe::Entity::find().filter(unsubscribe::Column::Token.eq(token)).one(db).await
}
