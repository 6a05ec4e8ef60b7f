//! The letters of this feature. A subject says nothing of anybody's health.

use db::{
    Statements,
    value::{Cadence, NoticeKind},
};
use jobs::{Fault, Job};
use locale::{Locale, Text};
use mail::Address;
use serde::{Deserialize, Serialize};

use super::{
    News,
    rules::{self, Digest, Letters},
    store::{self, Notice, Person},
    unsubscribe,
};
use crate::{
    app::{App, Write, chance},
    error::Failure,
    letter::Letter,
};

/// Seconds for which a letter that told of something stands for more of the same.
const ONE_LETTER: i64 = 600;
/// Seconds after which what no letter has told of is no news any more.
const STALE: i64 = 14 * 24 * 3600;
/// Most lines of a digest; the rest stands on the site.
const LINES: usize = 30;

/// Has people told at once: of which notice, and what it says.
pub(super) async fn at_once(
    write: &mut Write<impl Statements>,
    all: &[(i64, i64, News<'_>)],
) -> Result<(), Failure> {
    let now = write.now();
    let letter = |(notice, account, news): &(i64, i64, News<'_>)| {
        // One that waits tells of the others as well.
        let key = format!("{account}:{}:{}:{}", news.kind.word(), news.path, news.reason.unwrap_or_default());
        (NewsLetter { notice: *notice }, key, now)
    };
    write.enqueue_each_once(&all.iter().map(letter).collect::<Vec<_>>()).await
}

/// Has people told with everything else of their day or week.
pub(super) async fn in_digests(
    write: &mut Write<impl Statements>,
    all: &[(i64, Digest)],
) -> Result<(), Failure> {
    let (now, hour) = (write.now(), write.app().config.mail.digest_hour.get());
    let letter = |(account, digest): &(i64, Digest)| {
        let at = digest.next(now, hour);
        let key = format!("{account}:{}:{at}", digest.cadence().word());
        (DigestLetter { account: *account, digest: *digest }, key, at)
    };
    write.enqueue_each_once(&all.iter().map(letter).collect::<Vec<_>>()).await
}

/// Tells somebody of one piece of news, and of all that say the same.
#[derive(Serialize, Deserialize)]
pub(super) struct NewsLetter {
    pub(super) notice: i64,
}

impl Job for NewsLetter {
    type Context = App;
    const KIND: &'static str = "notification.news_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let (db, now) = (app.db.read(), app.clock.now());
        let found = store::by_id(db, self.notice).await?.filter(|news| news.mailed_at.is_none());
        let Some(news) = found else { return Ok(()) };
        let Some(person) = reader(&app, news.account_id, rules::reaches_suspended(news.kind)).await? else {
            return Ok(());
        };
        // They may have chosen otherwise since.
        match store::cadence(db, person.id, news.kind).await? {
            Cadence::AtOnce => {}
            Cadence::Off => return Ok(()),
            later => return put_off(&app, person.id, later).await,
        }
        let all = store::same(db, &news).await?;
        if !store::told_since(db, &news, now - ONE_LETTER).await? {
            let first = all.first().copied().unwrap_or(news.id);
            let letter = Letter::new(&app, &person.lang, |l| l.t("News for you").to_string())
                .named(name("notice", first, person.id));
            let l = letter.l;
            let letter = letter.say(said(l, &news)).link(l.t("See it"), &news.path);
            let letters = rules::line_of(news.kind).map(Letters::Of);
            send(&app, letter, &person, letters).await?;
        }
        note(&app, &all).await
    }
}

/// Tells somebody of everything that waits for the end of their day or week.
#[derive(Serialize, Deserialize)]
pub(super) struct DigestLetter {
    account: i64,
    digest: Digest,
}

impl Job for DigestLetter {
    type Context = App;
    const KIND: &'static str = "notification.digest_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let (db, now) = (app.db.read(), app.clock.now());
        let Some(person) = reader(&app, self.account, false).await? else { return Ok(()) };
        let cadences = store::cadences(db, person.id).await?;
        let kinds = cadences.into_iter().filter(|(_, cadence)| *cadence == self.digest.cadence());
        let kinds = kinds.map(|(kind, _)| kind).collect();
        let waiting = store::unsent(db, person.id, kinds, now - STALE).await?;
        let Some(first) = waiting.first() else { return Ok(()) };
        let letters = Letters::Digest(self.digest);
        let mut letter = Letter::new(&app, &person.lang, |l| l.t(letters.label()).to_string())
            .named(name("digest", first.id, person.id));
        let l = letter.l;
        let told = counted(&waiting);
        for (news, times) in told.iter().take(LINES) {
            letter = if *times > 1 {
                letter.say(l.t("{news} ({n} times)").with("news", said(l, news)).with("n", l.number(*times)))
            } else {
                letter.say(said(l, news))
            };
            letter = letter.link(l.t("See it"), &news.path);
        }
        if told.len() > LINES {
            letter = letter.link(l.t("All your notices"), "/account/notices");
        }
        send(&app, letter, &person, Some(letters)).await?;
        note(&app, &waiting.iter().map(|news| news.id).collect::<Vec<_>>()).await
    }
}

/// Whom a letter goes to: nobody when the account is gone, or suspended and the letter can wait.
async fn reader(app: &App, account: i64, also_suspended: bool) -> Result<Option<Person>, Fault> {
    let person = store::person(app.db.read(), account).await?;
    let now = app.clock.now();
    Ok(person.filter(|one| also_suspended || one.suspended_until.is_none_or(|until| until <= now)))
}

async fn put_off(app: &App, account: i64, cadence: Cadence) -> Result<(), Fault> {
    let Some(digest) = Digest::of(cadence) else { return Ok(()) };
    let mut write = app.write().await?;
    in_digests(&mut write, &[(account, digest)]).await?;
    Ok(write.commit().await?)
}

/// The same name for every attempt, which nobody can count notices by.
fn name(what: &str, first: i64, account: i64) -> String {
    chance::digest(&format!("{what} {first} of {account}"))[..32].to_owned()
}

async fn send(app: &App, letter: Letter, person: &Person, letters: Option<Letters>) -> Result<(), Fault> {
    let to =
        Address::parse(&person.email).map_err(|_| Fault::GiveUp("what was stored is no address".into()))?;
    let letter = match letters {
        Some(letters) => letter.ended_at(&unsubscribe::path(app, person.id, letters).await?),
        None => letter,
    };
    letter.send(app, &to).await
}

async fn note(app: &App, ids: &[i64]) -> Result<(), Fault> {
    let write = app.write().await?;
    store::mailed(&*write, ids, write.now()).await?;
    Ok(write.commit().await?)
}

/// Each piece of news once, with how often it came.
fn counted(all: &[Notice]) -> Vec<(&Notice, usize)> {
    let mut told: Vec<(&Notice, usize)> = Vec::new();
    for news in all {
        let like = |one: &Notice| (one.kind, &one.path, &one.reason) == (news.kind, &news.path, &news.reason);
        match told.iter_mut().find(|(one, _)| like(one)) {
            Some((_, times)) => *times += 1,
            None => told.push((news, 1)),
        }
    }
    told
}

/// What happened, in a sentence that tells nothing of anybody's health.
pub(super) fn said(l: Locale, news: &Notice) -> Text<'static> {
    match news.kind {
        NoticeKind::Answered => l.t("A doctor answered your question."),
        NoticeKind::AnswerChanged => l.t("A doctor changed an answer to your question."),
        NoticeKind::Detail => l.t("A patient added details to a question that you answered."),
        NoticeKind::Asked => l.t("New questions wait in your inbox."),
        NoticeKind::Marked => l.t("A colleague said what they think of your answer."),
        NoticeKind::Thanked => l.t("Somebody said that your answer helped them."),
        NoticeKind::Reviewed => l.t("Somebody reviewed you."),
        NoticeKind::Replied => l.t("A doctor replied to your review."),
        NoticeKind::Credential => l.t("There is news of your credentials."),
        NoticeKind::Decision => decided(l, news.reason.as_deref().unwrap_or_default()),
        NoticeKind::Appeal => l.t("There is news of your appeal."),
        NoticeKind::Security => secured(l, news.reason.as_deref().unwrap_or_default()),
    }
}

/// What moderators decided: that something was published is all there is to say of it. The codes are those that `moderation`
/// gives.
fn decided(l: Locale, reason: &str) -> Text<'static> {
    match reason {
        "published_question" => l.t("Your question was published."),
        "published_answer" => l.t("Your answer was published."),
        "published_review" => l.t("Your review was published."),
        _ => l.t("The moderators decided on something that concerns you."),
    }
}

/// What changed of an account. The codes are those that `account` gives.
fn secured(l: Locale, reason: &str) -> Text<'static> {
    match reason {
        "password" => l.t("The password of your account was changed."),
        "address" => l.t("The mail address of your account was changed."),
        "second_step_on" => l.t("The second step of your account was turned on."),
        "second_step_off" => l.t("The second step of your account was turned off."),
        "recovery_codes" => l.t("The codes for the day when you lose your phone were replaced."),
        "wrong_codes" => l.t(
            "Somebody who knows your password, or reads your mail, entered ten wrong codes in a row. No code is taken for an hour. If it was not you, choose a new password.",
        ),
        _ => l.t("Something about your account changed."),
    }
}
