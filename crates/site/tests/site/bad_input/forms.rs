//! Nonsense in every form: never a fault of ours, never done what was not asked for, and what was written is there again.

use db::TestDb;
use serde_html_form::to_string as encoded;

use super::{
    changed, everything,
    stage::{Stage, Who, site},
    table::{Empty, FORMS, Form},
    unclear,
};
use crate::harness::Answered;

const FORM: &str = "application/x-www-form-urlencoded";
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Nothing that anybody could see.
const INVISIBLE: &str = "\u{200b}\u{3164}\u{2800}\u{202e}\u{2060} \u{feff}\u{ad}\r\n\t\u{e0041}\u{115f}";

/// The same in every field.
fn filled(form: &Form, value: &str) -> String {
    let fields: Vec<(&str, &str)> = form.words.iter().chain(form.others).map(|name| (*name, value)).collect();
    encoded(fields).unwrap()
}

/// The same, as it is, in every field.
fn raw(form: &Form, value: &str) -> Vec<u8> {
    let fields = form.words.iter().chain(form.others).map(|name| format!("{name}={value}"));
    fields.collect::<Vec<_>>().join("&").into_bytes()
}

async fn send(stage: &Stage<'_>, form: &Form, body: impl Into<Vec<u8>>) -> Answered {
    send_as(stage, form, FORM, body).await
}

async fn send_as(stage: &Stage<'_>, form: &Form, kind: &str, body: impl Into<Vec<u8>>) -> Answered {
    let browser = stage.of(form.who);
    browser.throw(&stage.address(form.at), &[OWN, ("content-type", kind)], body.into()).await
}

/// What is wrong with the answer to a form that may do nothing, or with its not being one.
fn acted(form: &Form, answered: &Answered) -> Option<String> {
    let refused = answered.status.is_client_error();
    let said = || format!("{}: {:.300}", answered.status, String::from_utf8_lossy(&answered.bytes));
    (form.empty == Empty::Refused && !refused).then(said)
}

fn all_well(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[db::test]
async fn what_says_nothing_is_refused_with_a_clear_page(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    let before = everything(&test).await;
    for form in FORMS.iter().filter(|form| form.empty == Empty::Refused) {
        for (what, body) in [
            ("nothing", Vec::new()),
            ("empty fields", filled(form, "").into_bytes()),
            ("what nobody sees", filled(form, INVISIBLE).into_bytes()),
            ("control characters", filled(form, "\u{1}\u{7}\u{8}\u{b}\u{1b}\u{7f}\u{85}").into_bytes()),
            ("a NUL", raw(form, "a%00b")),
            ("a bare NUL", b"a=\0".to_vec()),
            ("only other fields", (0..1000).map(|i| format!("f{i}=x&")).collect::<String>().into_bytes()),
        ] {
            let answered = send(&stage, form, body).await;
            let said = unclear(&answered).or_else(|| acted(form, &answered));
            wrong.extend(said.map(|said| format!("{} with {what}: {said}", form.at)));
        }
    }
    // A draft is kept as it is written.
    let kept = |name: &String| !name.starts_with("draft.") && !name.starts_with("sqlite_");
    wrong.extend(changed(&before, &everything(&test).await).into_iter().filter(kept));
    all_well(&wrong);
}

#[db::test]
async fn what_nobody_would_write_gets_a_clear_page(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    let turned = "\u{202e}\u{2067}\u{5e9}\u{5dc}\u{5d5}\u{5dd} drow \u{202c}\u{2069}".repeat(4);
    for form in FORMS {
        for (what, body) in [
            ("bytes that are no text", raw(form, "%ff%fe%80%c3")),
            ("bytes that are no text, bare", b"a=\xff\xfe&\xc3=\x80".to_vec()),
            ("half an escape", raw(form, "%zz%4")),
            ("text turned round", filled(form, &turned).into_bytes()),
            ("markup", filled(form, "<script>alert(1)</script><h1>\"'{{7*7}}").into_bytes()),
            ("a minus", filled(form, "-1").into_bytes()),
            ("a number too long", filled(form, "99999999999999999999999").into_bytes()),
            ("the greatest number", filled(form, &i64::MAX.to_string()).into_bytes()),
            ("the least number", filled(form, &i64::MIN.to_string()).into_bytes()),
            ("another kind of number", filled(form, "1e9").into_bytes()),
            ("every field twice", [raw(form, "1"), b"&".to_vec(), raw(form, "2")].concat()),
            ("a thousand of each field", vec![raw(form, "1"); 1000].join(&b"&"[..])),
            ("a thousand others", (0..1000).map(|i| format!("f{i}=x&")).collect::<String>().into_bytes()),
        ] {
            let answered = send(&stage, form, body).await;
            wrong.extend(unclear(&answered).map(|said| format!("{} with {what}: {said}", form.at)));
        }
    }
    all_well(&wrong);
}

#[db::test]
async fn what_is_no_form_is_refused(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    for form in FORMS {
        for kind in [
            "application/json",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "x",
            "",
        ] {
            let answered = send_as(&stage, form, kind, "{\"email\": \"a@example.org\"}").await;
            let files = form.route == "/account/credentials/{id}";
            let said = unclear(&answered).or_else(|| if files { None } else { acted(form, &answered) });
            wrong.extend(said.map(|said| format!("{} as {kind}: {said}", form.at)));
        }
    }
    all_well(&wrong);
}

#[db::test]
async fn a_hundred_thousand_characters_are_too_many_for_any_field(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let (mut wrong, long) = (Vec::new(), "abcdefgh ".repeat(11_112));
    for form in FORMS {
        for name in form.words.iter().chain(form.others) {
            let answered = send(&stage, form, encoded([(name, &long)]).unwrap()).await;
            let said = unclear(&answered).or_else(|| acted(form, &answered));
            wrong.extend(said.map(|said| format!("{} with a long {name}: {said}", form.at)));
            let (kept, page) = (form.words.contains(name), answered.status == 422);
            if kept && page && !answered.text().contains("abcdefgh abcdefgh abcdefgh") {
                wrong.push(format!("{}: {name} is not there again", form.at));
            }
        }
    }
    all_well(&wrong);
}

#[db::test]
async fn a_form_that_is_not_right_comes_back_with_everything_that_was_written(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let (mut wrong, mut again) = (Vec::new(), 0);
    for form in FORMS.iter().filter(|form| form.empty == Empty::Refused && !form.words.is_empty()) {
        let written: Vec<(String, String)> =
            form.words.iter().map(|name| ((*name).to_owned(), format!("zebra <{name}>"))).collect();
        let chosen = form.others.iter().map(|name| ((*name).to_owned(), "zebra".to_owned()));
        let fields: Vec<_> = written.iter().cloned().chain(chosen).collect();
        for without in [None, Some("version")] {
            let fields: Vec<_> = fields.iter().filter(|(name, _)| Some(name.as_str()) != without).collect();
            let answered = send(&stage, form, encoded(fields).unwrap()).await;
            wrong.extend(unclear(&answered).map(|said| format!("{}: {said}", form.at)));
            // Where nothing is chosen there is nothing to choose wrong, and the words may be right.
            if form.others.is_empty() && answered.status != 422 {
                continue;
            }
            if answered.status != 422 {
                wrong.push(format!("{}, without {without:?}: {}", form.at, answered.status));
                continue;
            }
            again += 1;
            let text = answered.text();
            for name in form.words {
                if !text.contains(&format!("zebra &#60;{name}&#62;")) {
                    wrong.push(format!("{}: {name} is not there again: {text}", form.at));
                }
            }
        }
    }
    assert!(again > 30, "{again} forms came back");
    all_well(&wrong);
}

#[db::test]
async fn forged_numbers_in_addresses_lead_nowhere(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let before = everything(&test).await;
    let mut wrong = Vec::new();
    for form in FORMS.iter().filter(|form| form.at.contains('{') && form.who != Who::Nobody) {
        for odd in [
            "0", "-1", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "abc", "1.5",
            "0x1", "%20", "%ff", "%00", "..", "%2e%2e%2f", "1%2f2", "\u{663}",
        ] {
            let start = form.at.find('{').unwrap();
            let end = form.at.find('}').unwrap() + 1;
            let odd: String =
                odd.chars().map(|c| if c.is_ascii() { c.to_string() } else { "%D9%A3".into() }).collect();
            let path = stage.address(&format!("{}{odd}{}", &form.at[..start], &form.at[end..]));
            let headers = [OWN, ("content-type", FORM)];
            let answered = stage.of(form.who).throw(&path, &headers, filled(form, "1")).await;
            let refused = answered.status.is_client_error();
            let said = unclear(&answered).or_else(|| (!refused).then(|| answered.status.to_string()));
            wrong.extend(said.map(|said| format!("{path}: {said}")));
        }
    }
    wrong.extend(changed(&before, &everything(&test).await));
    all_well(&wrong);
}

#[db::test]
async fn rubbish_after_the_question_mark_shows_the_page_or_says_so(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    for path in [
        "/questions",
        "/doctors",
        "/topics",
        "/topics/hair-loss",
        "/specialties/dermatology",
        "/doctors/ann-ash-utrecht",
        "/doctors/ann-ash-utrecht/reviews",
        "/reviews/disputes",
        "/inbox",
        "/moderation",
        "/appeals",
        "/transparency",
        "/account/notices",
        "/account/questions",
        "/account/record",
        "/account/credentials",
        "/credentials",
        "/ask",
        "/ask/preview",
        "/sign-in",
        "/sign-in/step",
        "/sign-up",
        "/feeds/questions.atom",
        "/questions/{answered}/answer",
    ] {
        for query in [
            "after=x",
            "after=1~2~3",
            "after=-1~-1~-1",
            "after=9223372036854775807~9223372036854775807~9223372036854775807",
            "after=-9223372036854775808~-9223372036854775808~-9223372036854775808",
            "after=%ff",
            "after=1&after=2",
            "version=x",
            "page=-1",
            "sort=%F0%9F%92%A9",
            "next=//evil.example",
            "&&==&",
            "reason=x&kind=y",
        ] {
            let address = format!("{}?{query}", stage.address(path));
            for who in [Who::Nobody, Who::Pat, Who::Ann, Who::Moderator, Who::Editor] {
                let answered = stage.of(who).get(&address).await;
                let feed = answered.header("content-type").starts_with("application/atom");
                let said = if feed { None } else { unclear(&answered) };
                wrong.extend(said.map(|said| format!("{address} as {who:?}: {said}")));
            }
        }
    }
    all_well(&wrong);
}
