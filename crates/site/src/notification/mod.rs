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

use db::{
    Statements,
    value::{Cadence, NoticeKind},
};
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
    tell_all(write, &[(account, news)]).await
}

/// The same for many.
///
/// # Errors
/// What the database says.
pub async fn tell_all(write: &mut Write<impl Statements>, all: &[(i64, News<'_>)]) -> Result<(), Failure> {
    let there = store::there(&**write, all.iter().map(|(account, _)| *account).collect()).await?;
    // Who is gone, with all that was theirs, is told nothing.
    let all: Vec<_> = all.iter().copied().filter(|(account, _)| there.contains(account)).collect();
    if all.is_empty() {
        return Ok(());
    }
    let notices = store::add(&**write, &all, write.now()).await?;
    let chosen = store::chosen(&**write, there).await?;
    let (mut letters, mut digests) = (Vec::new(), Vec::new());
    for (notice, (account, news)) in notices.into_iter().zip(all) {
        match rules::cadence(news.kind, chosen.get(&(account, news.kind)).copied()) {
            Cadence::AtOnce => letters.push((notice, account, news)),
            Cadence::Daily => digests.push((account, rules::Digest::Daily)),
            Cadence::Weekly => digests.push((account, rules::Digest::Weekly)),
            Cadence::Off => {}
        }
    }
    if !letters.is_empty() {
        letters::at_once(write, &letters).await?;
    }
    if !digests.is_empty() {
        letters::in_digests(write, &digests).await?;
    }
    Ok(())
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
