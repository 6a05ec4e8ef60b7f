//! Telling people what happened to what is theirs: a line on the site, and a letter as they wish.

mod letters;

use db::{
    entity::notice,
    sea_orm::{
        ActiveValue::{NotSet, Set},
        EntityTrait,
    },
    value::NoticeKind,
};
use jobs::Runner;

use crate::{
    app::{App, Write},
    error::Failure,
};

/// News for somebody. It says what happened and where to look; the words themselves stay on the site.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    /// What happened.
    pub kind: NoticeKind,
    /// Where to see it, within the site and without a language.
    pub path: &'a str,
    /// The code of the reason, where there is one.
    pub reason: Option<&'a str>,
}

/// Tells somebody, in the transaction of the cause: with it or not at all.
///
/// # Errors
/// What the database says.
pub async fn tell(write: &mut Write, account: i64, news: News<'_>) -> Result<(), Failure> {
    let row = notice::ActiveModel {
        id: NotSet,
        account_id: Set(account),
        kind: Set(news.kind),
        path: Set(news.path.to_owned()),
        reason: Set(news.reason.map(ToOwned::to_owned)),
        made_at: Set(write.now()),
        read_at: Set(None),
        mailed_at: Set(None),
    };
    let notice = notice::Entity::insert(row).exec(&**write).await?.last_insert_id;
    write.enqueue(&letters::NewsLetter { notice }).await
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner.with::<letters::NewsLetter>()
}
