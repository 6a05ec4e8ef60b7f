//! What somebody wrote is given back to them, whatever keeps a form from being taken: a database that can't be reached or is
//! busy, a session that ended, a suspension, too many tries. Secrets are not, and other sites' forms aren't.

use std::{collections::BTreeSet, path::Path, time::Duration};

use db::{Db, Limits, TestDb};
use site::config::{Setting, Wait, Within};

use super::{
    stage::{Stage, Who, site},
    table::{FORMS, Form},
    unclear,
};
use crate::{
    answer::{SOUND, with},
    harness::{Answered, Browser, Site},
};

/// Fields that people fill in and nobody gets back: there are no words in them.
const NO_WORDS: &[&str] = &["email"];

fn text_of(name: &str) -> String {
    format!("What <i>I</i> wrote & meant in {name}")
}

fn shown(name: &str) -> String {
    text_of(name).replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;")
}

/// Everything that is written into a form, and beside it what nobody may see.
fn filled(form: &Form) -> Vec<(&'static str, String)> {
    let words = form.words.iter().map(|name| (*name, text_of(name)));
    let others = form.others.iter().map(|name| (*name, format!("chosen-{name}")));
    words.chain(others).collect()
}

async fn send(stage: &Stage<'_>, form: &Form) -> Answered {
    let fields = filled(form);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    stage.of(form.who).post(&stage.address(form.at), &fields).await
}

/// What is missing on a page that gives back what was written, or is there and must not be.
fn lost(form: &Form, answered: &Answered) -> Vec<String> {
    let page = answered.text();
    let words = form.words.iter().filter(|name| !NO_WORDS.contains(*name));
    let missing = words.filter(|name| !page.contains(&shown(name))).map(|name| format!("without {name}"));
    let secret = |name: &&&str| ["password", "code", "secret", "token"].contains(*name);
    let told = form.others.iter().filter(secret).filter(|name| page.contains(&format!("chosen-{name}")));
    let told = told.map(|name| format!("tells {name}"));
    let mut wrong: Vec<String> = missing.chain(told).collect();
    if !answered.header("cache-control").contains("no-store") {
        wrong.push(format!("may be kept: {}", answered.header("cache-control")));
    }
    wrong.extend(page.contains("<i>").then(|| "not escaped".to_owned()));
    wrong.into_iter().map(|wrong| format!("{}: {} {wrong}", form.at, answered.status)).collect()
}

/// The forms into which people write.
fn written() -> impl Iterator<Item = &'static Form> {
    FORMS.iter().filter(|form| form.words.iter().any(|name| !NO_WORDS.contains(name)))
}

#[db::test]
async fn nothing_is_lost_when_the_database_is_away(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    test.db.clone().close().await.unwrap();
    let (mut wrong, mut given_back) = (Vec::new(), 0);
    for form in FORMS {
        let answered = send(&stage, form).await;
        if answered.status == 503 {
            wrong.extend(lost(form, &answered));
            given_back += usize::from(answered.text().contains("What you wrote"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(given_back >= written().count(), "each form with words in it: {given_back}");
}

#[db::test]
async fn nothing_is_lost_when_the_session_has_ended(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    site.sql("DELETE FROM session").await;
    let mut wrong = Vec::new();
    for form in written().filter(|form| form.who != Who::Nobody) {
        let answered = send(&stage, form).await;
        // What is somebody else's, or nobody's, is not told of to who is not signed in.
        if answered.status != 404 {
            assert_eq!(answered.status, 401, "{}: {}", form.at, answered.text());
            assert!(answered.text().contains("href=\"/sign-in\" target=\"_blank\""), "{}", answered.text());
        }
        wrong.extend(lost(form, &answered).into_iter().chain(unclear(&answered)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[db::test]
async fn nothing_is_lost_when_somebody_was_suspended_meanwhile(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    site.sql("UPDATE account SET suspended_until = 4000000000").await;
    let (mut wrong, mut refused) = (Vec::new(), 0);
    for form in written().filter(|form| form.who != Who::Nobody) {
        let answered = send(&stage, form).await;
        let page = answered.text();
        if answered.status == 403 {
            refused += 1;
            assert!(!page.contains("Send again") && page.contains("Copy what you want to keep"), "{page}");
        }
        // Appeals go on, and say what is wrong with them.
        wrong.extend(lost(form, &answered).into_iter().filter(|_| answered.status.is_client_error()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 9, "{refused}");
}

/// What the page would send when its button is pressed.
fn fields(page: &str) -> Vec<(String, String)> {
    let part = |text: &str, from: &str, to: &str| {
        let start = text.find(from).unwrap_or_else(|| panic!("{from} in {text}")) + from.len();
        text[start..start + text[start..].find(to).unwrap()].to_owned()
    };
    let plain = |text: String| {
        let signs = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
        signs.iter().fold(text, |text, (from, to)| text.replace(from, to))
    };
    let form = part(page, "<section class=\"part\"><h2>What you wrote</h2>", "</section>");
    let areas = form.split("<textarea ").skip(1).map(|area| {
        assert!(area.contains(" readonly>"), "{area}");
        (part(area, "name=\"", "\""), plain(part(area, ">\n", "</textarea>")))
    });
    let hidden = form.split("<input type=\"hidden\" ").skip(1);
    let hidden = hidden.map(|input| (part(input, "name=\"", "\""), plain(part(input, "value=\"", "\">"))));
    areas.chain(hidden).collect()
}

/// Presses the button of the page.
async fn send_again(browser: &Browser<'_>, page: &Answered, to: &str) -> Answered {
    let text = page.text();
    assert!(text.contains(&format!("<form class=\"form\" method=\"post\" action=\"{to}\">")), "{text}");
    let fields = fields(&text);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(to, &fields).await
}

#[db::test]
async fn who_was_signed_out_signs_in_and_sends_the_same_again(test: TestDb) {
    let site = crate::answer::clinic(&test).await;
    let doctor = site.doctor("d1").await;
    let text = "Hair & nails grow on \"as before\" <b>.\n\nIt's so.";
    let sound = with(&[("text", text)]);
    let session = doctor.cookie("__Host-session").unwrap();
    doctor.sent("/account/sessions/end-others", &[]).await;
    site.sql("UPDATE session SET token_hash = 'x' || token_hash").await;
    let page = doctor.post("/es/questions/1/answer", &sound).await;
    assert_eq!(page.status, 401);
    assert!(page.text().contains("action=\"/es/questions/1/answer\"") && page.text().contains("lang=\"es\""));
    let page = doctor.post("/questions/1/answer", &sound).await;
    site.sql("UPDATE session SET token_hash = substr(token_hash, 2)").await;
    doctor.take_cookie("__Host-session", &session);
    let sent = send_again(&doctor, &page, "/questions/1/answer").await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let answers = test.column("answer", "body").await;
    assert!(answers.contains(text), "{answers}");
}

/// A site whose patience with its database is short, and somebody who keeps everything to themselves for a while.
async fn hasty(test: &mut TestDb) -> Site {
    let limits = Limits { busy: Duration::from_millis(200), ..Limits::default() };
    test.db = Db::open(&test.target, limits).await.unwrap();
    Site::with(test, |config| config.server.request_timeout = Wait::parse("2s").unwrap()).await
}

/// Who sends which form where.
type Sending<'a> = (&'a Browser<'a>, &'a str, &'a [(&'a str, &'a str)]);

#[db::test]
async fn what_a_busy_database_kept_from_being_saved_is_sent_again(test: TestDb) {
    let mut test = test;
    crate::harness::six_answers(&test, "no").await;
    let site = hasty(&mut test).await;
    let (doctor, mo) = (site.doctor("d1").await, site.person("mo", db::value::AccountRole::Moderator).await);
    let ann = site.member("ann").await;
    let ask = [
        ("title", "Does coffee make hair fall out?"),
        ("body", "I drink six cups of it a day, and wonder whether that is why."),
        ("scope", "general"),
        ("version", "0"),
    ];
    let review = crate::review::form("4", ("title", "On time and kind"));
    let decision = [("reason", "spam"), ("note", "It sells something.")];
    let all: [Sending<'_>; 4] = [
        (&doctor, "/questions/2/answer", SOUND),
        (&ann, "/ask", &ask),
        (&ann, "/doctors/bo-birch-utrecht/review", &review),
        (&mo, "/moderation/question/1/remove", &decision),
    ];
    let other = Db::open(&test.target, Limits::default()).await.unwrap();
    let busy = other.begin().await.unwrap();
    if other.kind() == "PostgreSQL" {
        let lock = "LOCK TABLE draft, answer, question, review, decision IN EXCLUSIVE MODE";
        db::sea_orm::ConnectionTrait::execute_unprepared(&busy, lock).await.unwrap();
    }
    let mut pages = Vec::new();
    for (browser, path, form) in all {
        let page = browser.post(path, form).await;
        assert!([503, 504].contains(&page.status.as_u16()), "{path}: {} {}", page.status, page.text());
        assert_eq!(page.header("cache-control"), "private, no-store");
        let mut given: Vec<_> = fields(&page.text());
        let mut sent: Vec<_> = form.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        given.sort();
        sent.sort();
        assert_eq!(given, sent, "{path}");
        pages.push(page);
    }
    busy.rollback().await.unwrap();
    for ((browser, path, _), page) in all.into_iter().zip(&pages) {
        let sent = send_again(browser, page, path).await;
        assert_eq!(sent.status, 303, "{path}: {}", sent.text());
    }
    for (table, column, words) in [
        ("answer", "headline", "Not that anybody has shown"),
        ("draft", "content", "Does coffee make hair fall out?"),
        ("review", "title", "On time and kind"),
        ("decision", "note", "It sells something."),
    ] {
        assert!(test.column(table, column).await.contains(words), "{table}");
    }
}

#[db::test]
async fn a_form_that_was_not_read_before_somebody_was_turned_away_is_given_back_from_any_address(
    test: TestDb,
) {
    let site = Site::with(&test, |config| config.asking.drafts_by_network = Within::nearest(1)).await;
    let browser = site.browser();
    let ask = [("title", "Does coffee make hair fall out?"), ("body", "I wonder.")];
    for _ in 0..9 {
        browser.post("/ask/draft", &ask).await;
    }
    // Nothing at this address, and an address that a browser would read as another site's.
    for (path, status) in [("/nowhere", 404), ("//evil.example/ask", 404)] {
        let page = browser.post(path, &ask).await;
        assert_eq!(page.status, status);
        let text = page.text();
        assert!(text.contains("Does coffee make hair fall out?"), "{path}: {text}");
        assert!(!text.contains("<form") && !text.contains("evil.example\""), "{path}: {text}");
    }
    // Another site's form is not shown on a page of ours, to be sent from here.
    let own = ("content-type", "application/x-www-form-urlencoded");
    let foreign =
        browser.throw("/ask", &[own, ("sec-fetch-site", "cross-site")], "title=Send+me&body=now").await;
    assert_eq!(foreign.status, 403);
    assert!(!foreign.text().contains("Send me") && !foreign.text().contains("<form"), "{}", foreign.text());
    // Nor does a page that is only asked for have anything to give back.
    assert!(!browser.get("/nowhere").await.text().contains("What you wrote"));
    test.db.clone().close().await.unwrap();
    let other = site.browser();
    other.take_cookie("__Host-session", &"ab".repeat(32));
    let page = other.post("//evil.example/ask", &ask).await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("I wonder.") && !page.text().contains("<form"), "{}", page.text());
}

/// Every field of every form, as templates and pages write it: its name, and whether it is a text, a secret, or neither.
fn fields_of_the_site(folder: &Path, found: &mut BTreeSet<(String, &'static str)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fields_of_the_site(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for part in text.split("field(\"").skip(1) {
            let end = part.find([';', '}']).unwrap_or(part.len());
            let (name, made) = part[..end].split_once('"').unwrap();
            let is = |kinds: &[&str]| kinds.iter().any(|kind| made.contains(&format!(".{kind}(")));
            if is(&["password", "new_password", "code"]) {
                found.insert((name.to_owned(), "secret"));
            } else if is(&["t"]) && !is(&["radio", "select", "check", "file", "email", "month", "date"]) {
                found.insert((name.to_owned(), "text"));
            }
        }
    }
}

#[db::test]
async fn every_field_that_people_write_into_is_given_back_and_no_secret_is(test: TestDb) {
    let site = Site::of(&test).await;
    let mut fields = BTreeSet::new();
    fields_of_the_site(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut fields);
    let of = |kind: &str| -> Vec<String> {
        fields.iter().filter(|field| field.1 == kind).map(|field| field.0.clone()).collect()
    };
    let (texts, secrets) = (of("text"), of("secret"));
    assert!(texts.len() > 20 && secrets.contains(&"password".to_owned()), "{texts:?} {secrets:?}");
    for name in texts {
        // What staff look for in a list is no form that is sent.
        if ["id", "country", "scope"].contains(&name.as_str()) {
            continue;
        }
        let page = site.browser().post("/nowhere", &[(&name, &text_of(&name))]).await.text();
        assert!(page.contains(&shown(&name)), "{name} is missing in web/written.rs");
    }
    for name in secrets {
        let page = site.browser().post("/nowhere", &[("text", "Words."), (&name, "heron")]).await.text();
        assert!(page.contains("Words.") && !page.contains("heron"), "{name}");
    }
}
