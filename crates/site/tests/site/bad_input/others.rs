//! What belongs to others is not there: no number that is guessed tells whether there is anything behind it.

use db::{
    TestDb,
    entity::{decision, draft, notice, session},
    sea_orm::EntityTrait,
};

use super::stage::{Stage, Who, site};
use crate::harness::Answered;

/// All that somebody is told, without what tells one request from another and one address from another.
fn told(answered: &Answered, path: &str) -> (u16, Vec<(String, String)>, String) {
    let headers = answered.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let headers =
        headers.map(|(name, value)| (name.to_string(), format!("{value:?}").replace(path, "…"))).collect();
    (answered.status.as_u16(), headers, answered.text().replace(path, "…"))
}

#[db::test]
async fn what_is_anothers_is_told_of_as_what_is_not_there(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    for (method, path, people) in [
        ("GET", "/decisions/{decision}", &[Who::Eve, Who::Cy, Who::Bo][..]),
        ("POST", "/decisions/{decision}/appeal", &[Who::Eve, Who::Cy, Who::Bo]),
        ("POST", "/account/notices/{notice}/read", &[Who::Eve, Who::Ann, Who::Moderator]),
        ("POST", "/account/sessions/{session}/end", &[Who::Eve, Who::Ann, Who::Moderator]),
        ("GET", "/account/credentials/{proof}", &[Who::Eve, Who::Ann, Who::Bo]),
        ("POST", "/account/credentials/{proof}", &[Who::Eve, Who::Ann, Who::Bo]),
        ("GET", "/credentials/{claim}", &[Who::Pat, Who::Cy, Who::Moderator]),
        ("GET", "/credentials/{claim}/{proof}/evidence", &[Who::Pat, Who::Cy, Who::Moderator, Who::Nobody]),
        ("POST", "/questions/{pats}/details", &[Who::Eve, Who::Cy]),
        ("POST", "/questions/{pats}/found", &[Who::Eve, Who::Cy]),
        ("GET", "/questions/{pats}/withdraw", &[Who::Eve, Who::Cy]),
        ("POST", "/questions/{pats}/withdraw", &[Who::Eve, Who::Cy]),
        ("GET", "/answers/{anns}/edit", &[Who::Bo]),
        ("POST", "/answers/{anns}/edit", &[Who::Bo]),
        ("GET", "/answers/{anns}/withdraw", &[Who::Bo]),
        ("POST", "/answers/{anns}/withdraw", &[Who::Bo]),
        ("GET", "/reviews/{review}/reply", &[Who::Bo]),
        ("POST", "/reviews/{review}/reply", &[Who::Bo]),
        ("GET", "/reviews/{review}/dispute", &[Who::Bo]),
        ("POST", "/reviews/{review}/dispute", &[Who::Bo]),
        ("GET", "/appeals/{appeal}", &[Who::Pat, Who::Eve, Who::Ann]),
    ] {
        let (start, end) = (path.find('{').unwrap(), path.find('}').unwrap() + 1);
        let nothing = stage.address(&format!("{}987654321{}", &path[..start], &path[end..]));
        let theirs = stage.address(path);
        for who in people {
            let mut both = Vec::new();
            for path in [&theirs, &nothing] {
                let answered = match method {
                    "GET" => stage.of(*who).get(path).await,
                    _ => stage.of(*who).post(path, &[("details", "mine"), ("reason", "mine")]).await,
                };
                both.push(told(&answered, path));
            }
            if both[0] != both[1] || both[0].0 < 300 {
                wrong.push(format!("{method} {path} as {who:?}: {:?}, and else {:?}", both[0], both[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let db = test.db.read();
    let read =
        notice::Entity::find().all(db).await.unwrap().iter().filter(|one| one.read_at.is_some()).count();
    assert_eq!((read, session::Entity::find().all(db).await.unwrap().len()), (0, 8));
    assert_eq!(decision::Entity::find().all(db).await.unwrap().len(), 2);
}

#[db::test]
async fn drafts_are_their_writers_alone(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let secret = "zebra crossings at night";
    for who in [Who::Nobody, Who::Pat] {
        stage.of(who).post("/ask/draft", &[("title", secret), ("version", "0")]).await;
        assert!(stage.of(who).get("/ask").await.text().contains(secret));
    }
    let answer = stage.address("/questions/{open}/answer");
    stage.of(Who::Ann).post(&format!("{answer}/draft"), &[("text", secret), ("version", "0")]).await;
    assert!(stage.of(Who::Ann).get(&answer).await.text().contains(secret));
    assert_eq!(draft::Entity::find().all(test.db.read()).await.unwrap().len(), 3);
    for who in [Who::Eve, Who::Bo, Who::Moderator, Who::Editor] {
        for path in ["/ask", "/ask/preview", &answer, "/account/data.zip"] {
            let answered = stage.of(who).get(path).await;
            let bytes = String::from_utf8_lossy(&answered.bytes);
            assert!(!bytes.contains(secret), "{path} as {who:?}");
        }
        // A version that was seen elsewhere opens nothing.
        for version in ["1", "2"] {
            stage.of(who).post("/ask/draft", &[("title", "mine"), ("version", version)]).await;
        }
    }
    let stranger = site.browser();
    stranger.take_cookie("__Host-draft", &"ab".repeat(32));
    assert!(!stranger.get("/ask").await.text().contains(secret));
    for who in [Who::Nobody, Who::Pat] {
        assert!(stage.of(who).get("/ask").await.text().contains(secret), "still there for {who:?}");
    }
}

/// Somebody signs in, in the browser of somebody else who wrote without an account, or who has signed out of one.
#[db::test]
async fn a_sign_in_takes_no_draft_but_this_browsers_own(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let write = |who: &'static str| [("title", who), ("body", "Something private."), ("version", "0")];
    let (one, other) = (site.browser(), site.browser());
    one.post("/ask/draft", &write("Of one browser")).await;
    other.post("/ask/draft", &write("Of another browser")).await;
    stage.of(Who::Pat).post("/ask/draft", &write("Of Pat's account")).await;
    one.sent("/sign-in/link", &[("email", "eve@example.org")]).await;
    let link = site.link_to("eve@example.org").await;
    one.sent(&link, &[]).await;
    let eves = one.get("/ask").await.text();
    assert!(
        eves.contains("Of one browser") && !eves.contains("Of another") && !eves.contains("Pat"),
        "{eves}"
    );
    assert!(other.get("/ask").await.text().contains("Of another browser"));
    assert!(stage.of(Who::Pat).get("/ask").await.text().contains("Of Pat&#39;s account"));
    // Eve is out, and Cy sits down: what Eve took with her is not in this browser any more.
    one.sent("/sign-out", &[]).await;
    assert!(!one.get("/ask").await.text().contains("Of one browser"));
    one.sent("/sign-in/link", &[("email", "cy@example.org")]).await;
    let link = site.link_to("cy@example.org").await;
    one.sent(&link, &[]).await;
    assert!(!one.get("/ask").await.text().contains("Of one browser"));
    assert!(stage.of(Who::Eve).get("/ask").await.text().contains("Of one browser"));
    // Over what an account was writing nothing is put: both are shown.
    let third = site.browser();
    third.post("/ask/draft", &write("Of a third browser")).await;
    third.sent("/sign-in/link", &[("email", "pat@example.org")]).await;
    let link = site.link_to("pat@example.org").await;
    third.sent(&link, &[]).await;
    assert!(stage.of(Who::Pat).get("/ask").await.text().contains("Of Pat&#39;s account"));
    let both = third.get("/ask").await.text();
    assert!(both.contains("Of a third browser") && both.contains("Of Pat&#39;s account"), "{both}");
}
