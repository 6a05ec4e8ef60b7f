//! `/ask`: writing, drafts, and the way of a first visitor.

use db::{
    TestDb,
    entity::draft,
    sea_orm::{EntityTrait, PaginatorTrait},
};
use site::config::Within;

use super::{FORM, asked_here, form_with};
use crate::harness::{Clinic, Site};

async fn drafts(site: &Site) -> u64 {
    draft::Entity::find().count(site.app.db.read()).await.unwrap()
}

/// Whether every word of the form stands on the page.
fn has_every_word(text: &str) -> bool {
    let typed =
        FORM.iter().filter(|(name, value)| !value.is_empty() && !["scope", "country", "sex"].contains(name));
    typed.clone().count() > 4
        && typed.clone().all(|(_, value)| text.contains(value))
        && ["value=\"about_me\" checked", "value=\"NL\" selected", "value=\"female\" selected"]
            .iter()
            .all(|part| text.contains(part))
}

#[db::test]
async fn a_first_visitor_loses_no_word_on_the_way_to_an_account(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    let form = ann.get("/ask").await;
    assert_eq!((form.status.as_u16(), form.header("cache-control")), (200, "private, no-store"));
    assert_eq!(ann.sent("/ask", FORM).await, "/ask/preview");
    let page = ann.get("/ask/preview").await.text();
    assert!(
        page.contains("Can stress make my hair fall out?") && page.contains("<strong>hard</strong>"),
        "{page}"
    );
    assert!(page.contains("/sign-up?next=/ask/preview") && !page.contains("action=\"/ask/send\""));
    assert!(has_every_word(&ann.get("/ask").await.text()), "the form can be gone back to");
    ann.sent("/sign-up", &[("email", "ann@example.org"), ("next", "/ask/preview")]).await;
    let link = site.link_to("ann@example.org").await;
    // The letter is opened on a telephone.
    let telephone = site.browser();
    assert_eq!(telephone.sent(&link, &[]).await, "/ask/preview");
    assert!(telephone.get("/ask/preview").await.text().contains("action=\"/ask/send\""));
    let again = telephone.get("/ask").await.text();
    assert!(has_every_word(&again), "{again}");
    assert_eq!(drafts(&site).await, 1);
    assert_eq!(
        ann.get("/ask/preview").await.status,
        303,
        "it is the account's now, and no longer this browser's"
    );
    let path = telephone.sent("/ask/send", &[("version", "1")]).await;
    let page = telephone.get(&path).await;
    assert!(
        page.status == 200 && page.text().contains("a moderator reads the first question"),
        "{}",
        page.text()
    );
    assert_eq!(drafts(&site).await, 0);
}

#[db::test]
async fn somebody_with_an_account_signs_in_at_the_end(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", "a sentence of my own").await;
    ann.sent("/sign-out", &[]).await;
    ann.sent("/ask", FORM).await;
    let fields =
        [("email", "ann@example.org"), ("password", "a sentence of my own"), ("next", "/ask/preview")];
    assert_eq!(ann.sent("/sign-in", &fields).await, "/ask/preview");
    assert!(ann.get("/ask/preview").await.text().contains("Can stress make my hair fall out?"));
    assert!(has_every_word(&ann.get("/ask").await.text()));
}

#[db::test]
async fn of_what_was_written_before_and_after_signing_in_one_is_chosen(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", "a sentence of my own").await;
    ann.sent("/ask", &form_with("title", "What I began last week, signed in")).await;
    ann.sent("/sign-out", &[]).await;
    ann.sent("/ask", &form_with("title", "What I wrote today, before signing in")).await;
    let fields =
        [("email", "ann@example.org"), ("password", "a sentence of my own"), ("next", "/ask/preview")];
    ann.sent("/sign-in", &fields).await;
    assert_eq!(ann.get("/ask/preview").await.header("location"), "/ask");
    let choice = ann.get("/ask").await.text();
    assert!(choice.contains("two versions") && choice.contains("value=\"What I wrote today"), "{choice}");
    assert!(choice.contains("<p>What I began last week, signed in</p>") && !choice.contains("data-draft"));
    let other = ann.get("/ask?other=yes").await.text();
    assert!(other.contains("value=\"What I began last week") && other.contains("data-draft=\"/ask/draft\""));
    let mut chosen = form_with("title", "What I wrote today, before signing in");
    chosen.push(("version", "1"));
    assert_eq!(ann.sent("/ask", &chosen).await, "/ask/preview");
    assert!(ann.get("/ask/preview").await.text().contains("What I wrote today"));
    assert_eq!(drafts(&site).await, 1, "the other one is gone once one was chosen");
}

#[db::test]
async fn of_two_windows_none_overwrites_the_other(test: TestDb) {
    let site = Site::of(&test).await;
    for (name, ann) in [("a visitor", site.browser()), ("a member", site.member("ann").await)] {
        let saved = ann.post("/ask/draft", FORM).await;
        assert_eq!((saved.status.as_u16(), saved.text().as_str()), (200, "1"), "{name}");
        let mut newer = form_with("title", "What the second window says");
        newer.push(("version", "1"));
        assert_eq!(ann.post("/ask/draft", &newer).await.text(), "2", "{name}");
        let mut older = form_with("title", "What the first window says");
        older.push(("version", "1"));
        assert_eq!(ann.post("/ask/draft", &older).await.status, 409, "{name}");
        let again = ann.post("/ask", &older).await;
        let text = again.text();
        assert_eq!(again.status, 422, "{name}");
        assert!(
            text.contains("value=\"What the first window says\"") && text.contains("two versions"),
            "{text}"
        );
        assert!(
            text.contains("<p>What the second window says</p>")
                && text.contains("name=\"version\" value=\"2\"")
        );
        assert!(
            ann.get("/ask").await.text().contains("value=\"What the second window says\""),
            "it still stands"
        );
        older.pop();
        older.push(("version", "2"));
        assert_eq!(ann.sent("/ask", &older).await, "/ask/preview", "{name}");
        assert!(ann.get("/ask").await.text().contains("value=\"What the first window says\""));
        // The same form sent twice is no second window.
        assert_eq!(ann.sent("/ask", &older).await, "/ask/preview", "{name}");
    }
}

#[db::test]
async fn what_is_to_be_mended_is_named_as_its_field_is_in_the_order_of_the_form(test: TestDb) {
    let site = Site::of(&test).await;
    let again = site.browser().post("/ask", &[("title", ""), ("body", "Short."), ("sex", "<b>")]).await;
    let text = again.text();
    let mut at = 0;
    for line in [
        "<a href=\"#title\">“Your question in one sentence”: Please write something here.</a>",
        "<a href=\"#body\">“Tell the doctors more”: Please write at least 20 characters.</a>",
        "<a href=\"#sex\">“Sex”: Please choose one of the list.</a>",
    ] {
        let there = text.find(line).unwrap_or_else(|| panic!("{line} is missing in {text}"));
        assert!(there > at, "{line} stands too early");
        at = there;
    }
}

#[db::test]
async fn a_form_that_is_not_right_comes_back_with_what_was_written(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    let long = "word ".repeat(2001);
    let title = "word ".repeat(40);
    for (field, value, says) in [
        ("title", "", "Please write something here."),
        (
            "title",
            "\u{200b}\u{200d}\u{3164}\u{2060}\u{feff} \u{200b}\u{200b}\u{200b}",
            "Please write something here.",
        ),
        ("title", "Hair?", "at least 10 characters"),
        ("title", &title, "at most 150 characters"),
        ("body", " \u{200b}\n", "Please write something here."),
        ("body", &long, "at most 10,000 characters"),
        ("country", "XX", "Please choose one of the list."),
        ("age_band", "31", "Please choose one of the list."),
        ("sex", "<b>", "Please choose one of the list."),
        ("scope", "other", "Please choose one of the list."),
        ("duration", &title, "at most 100 characters"),
    ] {
        let version = ann.get("/ask").await.text();
        let version =
            version.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let mut form = form_with(field, value);
        form.push(("version", &version));
        let again = ann.post("/ask", &form).await;
        assert_eq!(again.status, 422, "{field}: {value:?}");
        assert!(again.text().contains(says), "{says} is missing for {field}: {value:?}");
        assert!(again.text().contains("A shampoo with caffeine."), "{field}: the rest is kept");
    }
    assert_eq!(ann.post("/ask", &[]).await.status, 422);
    assert_eq!(ann.get("/ask/preview").await.header("location"), "/ask?check=yes");
    assert!(ann.get("/ask?check=yes").await.text().contains("Please mend one thing"));
    // A spoilt number is none: what was written beside it is not lost by it.
    assert_eq!(ann.post("/ask", &[("version", "x")]).await.status, 422);
}

#[db::test]
async fn text_from_right_to_left_is_taken_and_none_that_turns_the_rest(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/ask", &form_with("title", "هل يسبب التوتر تساقط الشعر؟\u{202e}")).await;
    let path = ann.sent("/ask/send", &[("version", "1")]).await;
    let question = asked_here(&site).await.pop().unwrap();
    assert_eq!(question.title, "هل يسبب التوتر تساقط الشعر؟");
    assert_eq!(ann.get(&path).await.status, 200);
}

#[db::test]
async fn topics_are_suggested_from_the_words(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.question("q1", "What of my hair loss?");
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/ask", &form_with("body", "My grandmother had ALOPÉCIA as well, and much else.")).await;
    let page = ann.get("/ask/preview").await.text();
    let topic = page
        .split("name=\"topics\" value=\"")
        .nth(1)
        .expect("a topic is suggested")
        .split('"')
        .next()
        .unwrap();
    assert!(page.contains("checked> Hair loss"), "{page}");
    let sent = [("version", "1"), ("topics", topic), ("topics", topic), ("topics", "987654")];
    let path = ann.sent("/ask/send", &sent).await;
    assert!(ann.get(&path).await.text().contains("href=\"/topics/hair-loss\">Hair loss</a>"));
    let topics = site.get("/topics").await.text();
    assert!(topics.contains("2 questions"), "{topics}");
    assert!(site.get("/topics/hair-loss").await.text().contains("Can stress make my hair fall out?"));
}

#[db::test]
async fn whoever_begins_text_after_text_is_stopped(test: TestDb) {
    let site = Site::with(&test, |config| config.asking.drafts_by_network = Within::nearest(2)).await;
    for expected in [200, 200, 429] {
        assert_eq!(site.browser().post("/ask/draft", FORM).await.status, expected);
    }
    assert_eq!(site.browser().post("/ask/draft", &[]).await.status, 200, "nothing written, nothing kept");
    assert_eq!(drafts(&site).await, 2);
}

#[db::test]
async fn the_form_speaks_the_visitors_language(test: TestDb) {
    let site = Site::of(&test).await;
    for (path, country, first) in
        [("/ask", "Netherlands", "Afghanistan"), ("/es/ask", "Países Bajos", "Afganistán")]
    {
        let page = site.get(path).await.text();
        let countries = page.split("id=\"country\"").nth(1).unwrap();
        assert!(countries.contains(&format!("<option value=\"NL\">{country}</option>")), "{path}");
        let place = |name: &str| countries.find(&format!(">{name}</option>")).unwrap();
        assert!(
            place(first) < place("Albania") && place("Albania") < place(country),
            "{path}: by their names"
        );
    }
}
