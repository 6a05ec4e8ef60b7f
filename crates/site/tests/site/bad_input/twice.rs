//! Everything sent twice, in a row and at once; and forms that are too late.

use db::{
    TestDb,
    entity::{
        agreement, answer, appeal, claimed_credential, draft, question, question_detail, report, review,
        review_dispute, thanks,
    },
    sea_orm::{EntityTrait, PaginatorTrait},
};
use futures_util::future::join_all;

use super::{
    stage::{Stage, Who, site},
    unclear,
};
use crate::{
    answer::SOUND,
    credential::{GRANT, LICENCE},
    question::FORM,
};

/// How often each is sent at once.
const AT_ONCE: usize = 8;

/// What somebody sends to an address: fields with their values.
type Sent = (Who, &'static str, Vec<(&'static str, &'static str)>);

/// Forms that make something, with what is to be sent.
fn making() -> Vec<Sent> {
    vec![
        (Who::Ann, "/questions/{open}/answer", SOUND.to_vec()),
        (Who::Pat, "/doctors/bo-birch-utrecht/review", crate::review::form("4", ("title", "Kind"))),
        (Who::Ann, "/reviews/{review}/reply", vec![("reply", "Thank you for coming."), ("warned", "yes")]),
        (
            Who::Ann,
            "/reviews/{review}/dispute",
            vec![("reason", "not_a_review"), ("words", "They were never here.")],
        ),
        (Who::Pat, "/report/answer/{bos}", vec![("reason", "rude"), ("words", "It is.")]),
        (Who::Pat, "/decisions/{decision}/appeal", vec![("words", "It was fine.")]),
        (Who::Pat, "/questions/{pats}/details", vec![("details", "It itches at night.")]),
        (Who::Pat, "/questions/{pats}/found", vec![("found", "yes")]),
        (Who::Pat, "/answers/{anns}/thanks", vec![("thanks", "yes")]),
        (Who::Bo, "/answers/{anns}/agreement", vec![("verdict", "agree")]),
        (Who::Eve, "/doctors/di-dogwood-utrecht/claim", LICENCE.to_vec()),
        (Who::Cy, "/account/credentials", crate::credential::but(LICENCE, &[("number", "EM-4712")])),
        (Who::Moderator, "/moderation/question/{taken}/lock", vec![("reason", "settled")]),
        (Who::Moderator, "/moderation/question/{taken}/claim", vec![]),
        (Who::Max, "/appeals/{appeal}", vec![("outcome", "overturned"), ("reason", "You were right.")]),
        (
            Who::Moderator,
            "/reviews/{disputed}/dispute/decision",
            vec![("outcome", "words"), ("reason", "not_a_review")],
        ),
        (Who::Editor, "/credentials/{claim}/{proof}", GRANT.to_vec()),
        (Who::Ann, "/answers/{back}/withdraw", vec![("reason", "It was too short.")]),
        (Who::Pat, "/account/notices/settings", vec![("answers", "weekly"), ("replies", "off")]),
        (Who::Ann, "/inbox/{open}/pass", vec![("what", "pass")]),
        (Who::Ann, "/inbox/snooze", vec![]),
    ]
}

/// How many there are of everything that forms make.
async fn counts(test: &TestDb) -> [u64; 11] {
    let db = test.db.read();
    [
        answer::Entity::find().count(db).await.unwrap(),
        review::Entity::find().count(db).await.unwrap(),
        review_dispute::Entity::find().count(db).await.unwrap(),
        report::Entity::find().count(db).await.unwrap(),
        appeal::Entity::find().count(db).await.unwrap(),
        question_detail::Entity::find().count(db).await.unwrap(),
        thanks::Entity::find().count(db).await.unwrap(),
        agreement::Entity::find().count(db).await.unwrap(),
        claimed_credential::Entity::find().count(db).await.unwrap(),
        question::Entity::find().count(db).await.unwrap(),
        db::entity::decision::Entity::find().count(db).await.unwrap(),
    ]
}

/// 3 answers, 2 reviews, 1 dispute, 1 appeal, 1 credential, 6 questions and 2 decisions were there; each form makes one more.
const AFTER: [u64; 11] = [4, 3, 2, 1, 2, 1, 1, 1, 3, 6, 5];

#[db::test]
async fn what_is_sent_twice_in_a_row_is_done_once(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    for (who, path, fields) in making() {
        let path = stage.address(path);
        let first = stage.of(who).post(&path, &fields).await;
        assert_eq!(first.status, 303, "{path}: {}", first.text());
        let second = stage.of(who).post(&path, &fields).await;
        wrong.extend(unclear(&second).map(|said| format!("{path}: {said}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(counts(&test).await, AFTER);
    site.letters().await;
}

#[db::test]
async fn what_is_sent_many_times_at_once_is_done_once(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let mut wrong = Vec::new();
    for (who, path, fields) in making() {
        let path = stage.address(path);
        let sent = (0..AT_ONCE).map(|_| stage.of(who).post(&path, &fields));
        let answers = join_all(sent).await;
        let statuses: Vec<u16> = answers.iter().map(|answered| answered.status.as_u16()).collect();
        assert!(statuses.contains(&303), "{path}: {statuses:?}: {}", answers[0].text());
        for answered in &answers {
            wrong.extend(unclear(answered).map(|said| format!("{path}: {said}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(counts(&test).await, AFTER);
    site.letters().await;
}

#[db::test]
async fn one_draft_becomes_one_question_however_often_it_is_sent(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let pat = stage.of(Who::Pat);
    let drafts = join_all((0..AT_ONCE).map(|_| pat.post("/ask", FORM))).await;
    assert!(drafts.iter().all(|answered| answered.header("location") == "/ask/preview"));
    assert_eq!(draft::Entity::find().count(test.db.read()).await.unwrap(), 1);
    let sent = join_all((0..AT_ONCE).map(|_| pat.post("/ask/send", &[("version", "1")]))).await;
    let made: Vec<&str> = sent
        .iter()
        .map(|answered| answered.header("location"))
        .filter(|to| to.starts_with("/questions/"))
        .collect();
    assert_eq!(made.len(), 1, "{made:?}");
    for answered in &sent {
        assert!(unclear(answered).is_none(), "{}", answered.text());
    }
    assert_eq!(question::Entity::find().count(test.db.read()).await.unwrap(), 7);
    assert_eq!(pat.sent("/ask/send", &[("version", "1")]).await, "/account/questions");
}

#[db::test]
async fn two_windows_with_one_draft_lose_nothing(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let answer = stage.address("/questions/{open}/answer");
    for (who, save, page) in
        [(Who::Pat, "/ask/draft", "/ask"), (Who::Ann, &*format!("{answer}/draft"), answer.as_str())]
    {
        let text = if who == Who::Pat { "body" } else { "text" };
        let one = [(text, "What the first window says."), ("version", "0")];
        let other = [(text, "What the second window says."), ("version", "0")];
        let (first, second) = (stage.of(who).post(save, &one).await, stage.of(who).post(save, &other).await);
        assert_eq!((first.status.as_u16(), first.text().as_str()), (200, "1"), "{save}");
        assert_eq!(second.status, 409, "{save}");
        // The whole form of the second window shows both, and throws neither away.
        let both = stage.of(who).post(page, &other).await;
        assert!(both.status == 422 || both.status == 200 || both.status == 409, "{page}: {}", both.status);
        assert!(both.text().contains("What the first window says."), "{page}: {}", both.text());
        assert!(both.text().contains("What the second window says."), "{page}");
        assert!(stage.of(who).get(page).await.text().contains("What the first window says."), "{page}");
    }
    assert_eq!(answer::Entity::find().count(test.db.read()).await.unwrap(), 3);
}

#[db::test]
async fn forms_that_are_sent_after_signing_out_ask_to_sign_in_and_keep_what_was_kept(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let words = "It itches at night, and nobody knows why.";
    let answer = stage.address("/questions/{open}/answer");
    stage.of(Who::Ann).post(&format!("{answer}/draft"), &[("text", words), ("version", "0")]).await;
    stage.of(Who::Pat).post("/ask/draft", &[("body", words), ("version", "0")]).await;
    for who in [Who::Pat, Who::Ann, Who::Moderator, Who::Editor] {
        stage.of(who).sent("/sign-out", &[]).await;
    }
    let before = counts(&test).await;
    for (who, path, fields) in
        making().into_iter().filter(|row| [Who::Pat, Who::Ann, Who::Moderator].contains(&row.0))
    {
        let path = stage.address(path);
        let sent = stage.of(who).post(&path, &fields).await;
        if sent.status == 401 {
            // What somebody wrote is there to be sent again.
            assert!(sent.text().contains("Send again"), "{path}: {}", sent.text());
        } else {
            assert_eq!(sent.header("location"), "/sign-in?next=/account", "{path}");
        }
    }
    assert_eq!(counts(&test).await, before);
    // A question may be written by anybody: the words are there for whoever signs in here.
    let pat = stage.of(Who::Pat);
    assert_eq!(pat.sent("/ask", FORM).await, "/ask/preview");
    assert_eq!(pat.sent("/ask/send", &[("version", "1")]).await, "/sign-in?next=/ask/preview");
    assert!(pat.get("/ask").await.text().contains("after a **hard** year"));
    // What was kept before is there after signing in again.
    let ann = site.person("ann", db::value::AccountRole::Doctor).await;
    assert!(ann.get(&answer).await.text().contains(words));
    assert!(site.member("pat").await.get("/ask").await.text().contains(words));
}
