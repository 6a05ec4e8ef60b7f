//! Telling people what happened to what is theirs: a line on the site, and a letter as they wish.
//!
//! A letter goes out at least once. It is noted as sent after the mail server took it; a process that dies in between sends
//! it again, under the same Message-ID, by which mail programs show it once.

mod letters;
mod pages;
mod rules;
mod settings;
mod store;
mod unsubscribe;

use db::value::{Cadence, NoticeKind};
use jobs::Runner;

use crate::{
    app::{App, Write},
    error::Failure,
    web::Routes,
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
    if store::person(&**write, account).await?.is_none() {
        // Gone, with all that was theirs.
        return Ok(());
    }
    let notice = store::add(&**write, account, news, write.now()).await?;
    match store::cadence(&**write, account, news.kind).await? {
        Cadence::AtOnce => letters::at_once(write, notice, account, news).await,
        Cadence::Daily => letters::in_digest(write, account, rules::Digest::Daily).await,
        Cadence::Weekly => letters::in_digest(write, account, rules::Digest::Weekly).await,
        Cadence::Off => Ok(()),
    }
}

/// `/account/notices`, what one is told of, and the end of letters.
pub fn routes() -> Routes {
    Routes::new()
        .get("/account/notices", pages::list)
        .post("/account/notices/read", pages::read_all)
        .post("/account/notices/{id}/read", pages::read)
        .get("/account/notices/settings", settings::show)
        .post("/account/notices/settings", settings::keep)
        .get("/unsubscribe/{token}", unsubscribe::ask)
        .post("/unsubscribe/{token}", unsubscribe::end)
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner.with::<letters::NewsLetter>().with::<letters::DigestLetter>()
}
