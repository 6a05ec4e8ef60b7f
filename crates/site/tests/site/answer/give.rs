//! A doctor answers a question.

use db::{
    TestDb,
    entity::{doctor, question},
    sea_orm::{ConnectionTrait, EntityTrait, QueryOrder},
};

use super::{SOUND, answered, answers, asked_by, clinic, sql, with};
use crate::harness::{NOW, Site, link_in};

const PAGE: &str = "/questions/1/can-it-make-hair-fall-out";

#[db::test]
async fn an_answer_is_published_at_once_and_the_asker_gets_a_letter(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    site.member("asker").await;
    asked_by(&site, 1, site.account("asker").await).await;
    let page = site.get(PAGE).await.text();
    assert!(page.contains("No doctor has answered yet") && !page.contains("Answer this question"));
    assert!(ann.get(PAGE).await.text().contains("/questions/1/answer\""), "a doctor is led to the form");
    let form = ann.get("/questions/1/answer").await.text();
    assert!(form.contains("data-draft=\"/questions/1/answer/draft\"") && form.contains("I agree to this"));
    let id = answered(&ann).await;
    let page = site.get(PAGE).await.text();
    for part in [
        "1 doctor answer",
        "Not that anybody has shown",
        "<strong>as before</strong>",
        "Says no",
        "the hair falls out in patches",
        "Interests: not stated",
        "PMID 27843928",
        "https://example.org/study",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("/edit\""), "readers are not shown what is the author's");
    assert!(ann.get(PAGE).await.text().contains(&format!("/answers/{id}/edit")));
    let letters = site.letters().await;
    let told: Vec<_> = letters.iter().filter(|l| l.to.to_string() == "asker@example.org").collect();
    assert_eq!(told.len(), 1, "{letters:?}");
    assert_eq!(link_in(told[0]), format!("/questions/1#answer-{id}"), "no word of the question");
    let doctor = doctor::Entity::find_by_id(1).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!(doctor.answer_count, 1);
    assert!(site.get("/questions?sort=answered").await.text().contains("1 answer"));
}

#[db::test]
async fn what_is_missing_or_wrong_is_said_by_field_and_nothing_typed_is_lost(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let refused = async |others: &[(&str, &str)], said: &[&str]| {
        let answered = ann.post("/questions/1/answer", &with(others)).await;
        let text = answered.text();
        assert_eq!(answered.status, 422, "{others:?}: {text}");
        for part in said {
            assert!(text.contains(part), "{part:?} is not in the answer to {others:?}: {text}");
        }
        assert!(text.contains("Hair grows on **as before**.") || others[0].0 == "text");
    };
    refused(&[("see_someone", "")], &["Say when readers should see someone in person"]).await;
    refused(&[("no_see_someone", "It is harmless")], &["Fill in only one", "It is harmless"]).await;
    refused(&[("headline", "Too short")], &["at least 10 characters"]).await;
    refused(&[("headline", &"long ".repeat(40))], &["at most 150 characters"]).await;
    refused(&[("stance", "")], &["Choose what your answer comes to"]).await;
    refused(&[("accepted", "")], &["Please agree to this"]).await;
    refused(&[("interests", "I sell it"), ("no_interests", "yes")], &["not both"]).await;
    refused(&[("citations", "27843928\nSmith 2016\n\nNCT1")], &["Lines 2, 4 are no sources", "Smith 2016"])
        .await;
    refused(&[("citations", "http://example.org/x")], &["Line 1 is no source"]).await;
    let many: String = (1..=11).map(|n| format!("PMID {n}\n")).collect();
    refused(&[("citations", &many)], &["at most 10 sources"]).await;
    refused(&[("text", "\u{200b}\u{2060} \u{202e}\u{ad}")], &["Write your answer."]).await;
    refused(
        &[("headline", "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{200b}\u{200c}\u{200d}\u{2060}\u{200b}")],
        &["at least 10"],
    )
    .await;
    refused(&[("text", &"x".repeat(20_001))], &["at most 20,000 characters"]).await;
    assert!(answers(&site).await.is_empty());
    ann.sent(
        "/questions/2/answer",
        &with(&[
            ("stance", ""),
            ("see_someone", ""),
            ("no_see_someone", "Nothing to see"),
            ("no_interests", "yes"),
        ]),
    )
    .await;
    let page = site.get("/questions/2/how-long-does-it-take-to-grow-back").await.text();
    assert!(page.contains("Nothing to see") && page.contains("Interests: none"), "{page}");
}

#[db::test]
async fn what_turns_the_direction_of_reading_stays_out_of_a_headline(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    ann.sent("/questions/1/answer", &with(&[("headline", "  Not\u{202e} that\nanybody  has shown ")])).await;
    assert_eq!(answers(&site).await[0].headline, "Not that anybody has shown");
}

#[db::test]
async fn the_preview_shows_it_as_readers_will_see_it_and_publishes_nothing(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let seen = ann.post("/questions/1/answer", &with(&[("act", "preview")])).await;
    let text = seen.text();
    assert_eq!(seen.status, 200, "{text}");
    assert!(
        text.contains("<strong>as before</strong>") && text.contains("Ann Ash") && text.contains("Says no")
    );
    assert!(text.contains("name=\"version\" value=\"1\""), "what was typed is kept: {text}");
    assert!(answers(&site).await.is_empty());
    let form = ann.get("/questions/1/answer").await.text();
    assert!(
        form.contains("Not that anybody has shown")
            && !form.contains("name=\"accepted\" value=\"yes\" checked")
    );
    let place = ann.sent("/questions/1/answer", &with(&[("version", "1")])).await;
    assert!(place.contains("#answer-"));
}

#[db::test]
async fn a_draft_is_safe_against_two_windows(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let draft = "/questions/1/answer/draft";
    let first = ann.post(draft, &[("version", "0"), ("text", "first window")]).await;
    assert_eq!((first.status.as_u16(), first.text().as_str()), (200, "1"));
    let second = ann.post(draft, &[("version", "0"), ("text", "second window")]).await;
    assert_eq!(second.status, 409);
    assert!(ann.get("/questions/1/answer").await.text().contains("first window"));
    // Publishing from the second window shows both texts, and nothing is gone.
    let both = ann.post("/questions/1/answer", SOUND).await;
    let text = both.text();
    assert_eq!(both.status, 422);
    assert!(
        text.contains("first window") && text.contains("as before") && text.contains("value=\"1\""),
        "{text}"
    );
    assert!(answers(&site).await.is_empty());
    assert!(ann.sent("/questions/1/answer", &with(&[("version", "1")])).await.contains("#answer-"));
    let bo = site.doctor("d1").await;
    assert!(!bo.get("/questions/1/answer").await.text().contains("first window"), "nobody else's draft");
}

#[db::test]
async fn a_doctor_answers_once_however_often_they_click(test: TestDb) {
    let site = clinic(&test).await;
    let (ann, bo) = (site.doctor("d0").await, site.doctor("d1").await);
    let (one, two, other) = tokio::join!(
        ann.post("/questions/1/answer", SOUND),
        ann.post("/questions/1/answer", SOUND),
        bo.post("/questions/1/answer", SOUND)
    );
    assert_eq!(
        (one.status.as_u16(), two.status.as_u16(), other.status.as_u16()),
        (303, 303, 303),
        "{}",
        two.text()
    );
    assert_eq!(one.header("location"), two.header("location"), "both clicks lead to the one answer");
    assert_eq!(answers(&site).await.len(), 2);
    let asked = question::Entity::find_by_id(1).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((asked.answer_count, asked.stance_no), (2, 2), "two at once are both counted");
    let again = ann.get("/questions/1/answer").await;
    let edit = again.header("location").to_owned();
    assert!(edit.starts_with("/answers/") && edit.ends_with("/edit"), "{edit}");
    // Another text is neither lost nor put in the place of the first unasked.
    let instead = ann.post("/questions/1/answer", &with(&[("text", "On second thoughts, perhaps.")])).await;
    let text = instead.text();
    assert_eq!(instead.status, 422);
    assert!(text.contains("On second thoughts") && text.contains(&format!("action=\"{edit}\"")), "{text}");
}

#[db::test]
async fn answers_that_come_at_once_are_all_taken_and_counted(test: TestDb) {
    let site = clinic(&test).await;
    let doctors = [site.doctor("d0").await, site.doctor("d1").await];
    let all = doctors.iter().flat_map(|doctor| [1, 2, 1].map(|question| (doctor, question)));
    let sent = all.map(|(doctor, question)| {
        let path = format!("/questions/{question}/answer");
        async move { doctor.post(&path, SOUND).await }
    });
    let sent = futures_util::future::join_all(sent).await;
    for reply in &sent {
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(reply.header("location").contains("#answer-"), "{}", reply.header("location"));
    }
    assert_eq!(sent[0].header("location"), sent[2].header("location"), "the second click leads to the first");
    assert_eq!(answers(&site).await.len(), 4);
    for id in [1, 2] {
        let asked = question::Entity::find_by_id(id).one(test.db.read()).await.unwrap().unwrap();
        assert_eq!(asked.answer_count, 2, "of question {id}");
    }
}

#[db::test]
async fn what_a_new_answer_raises_is_what_a_recount_finds(test: TestDb) {
    let site = clinic(&test).await;
    let doctors = [site.doctor("d0").await, site.doctor("d1").await];
    let said = [("1", "yes", "no"), ("2", "depends", "none")];
    for (question, one, other) in said {
        for (doctor, stance) in doctors.iter().zip([one, other]) {
            doctor.sent(&format!("/questions/{question}/answer"), &with(&[("stance", stance)])).await;
        }
    }
    let counted = || async {
        let all =
            question::Entity::find().order_by_asc(question::Column::Id).all(test.db.read()).await.unwrap();
        let counts = |q: question::Model| {
            [q.answer_count, q.stance_yes, q.stance_no, q.stance_depends, q.stance_unknown, q.stance_inferred]
        };
        all.into_iter().map(counts).collect::<Vec<_>>()
    };
    let raised = counted().await;
    assert_eq!(raised, [[2, 1, 1, 0, 0, 0], [2, 0, 0, 1, 0, 0]]);
    // Whatever happens to answers later has all of a question's counted anew.
    sql(
        &site,
        "UPDATE question SET answer_count = 9, stance_yes = 9, stance_depends = 9, stance_inferred = 9",
    )
    .await;
    for (answer, (_, one, _)) in answers(&site).await.iter().filter(|one| one.doctor_id == 1).zip(said) {
        let other = [("stance", one), ("text", "Hair grows on."), ("version", "0")];
        doctors[0].sent(&format!("/answers/{}/edit", answer.id), &with(&other)).await;
    }
    assert_eq!(counted().await, raised);
    let listed = doctor::Entity::find().order_by_asc(doctor::Column::Id).all(test.db.read()).await.unwrap();
    assert_eq!(listed.iter().map(|doctor| doctor.answer_count).collect::<Vec<_>>(), [2, 2, 0]);
}

#[db::test]
async fn what_the_database_refuses_takes_no_other_answer_with_it(test: TestDb) {
    let site = clinic(&test).await;
    let (ann, bo) = (site.doctor("d0").await, site.doctor("d1").await);
    let refuse = match test.db.kind() {
        "SQLite" => {
            "CREATE TRIGGER refuse BEFORE INSERT ON answer WHEN NEW.headline = 'Refused by the database' \
             BEGIN SELECT RAISE(ABORT, 'refused'); END"
        }
        _ => "ALTER TABLE answer ADD CONSTRAINT refuse CHECK (headline <> 'Refused by the database')",
    };
    sql(&site, refuse).await;
    let refused = with(&[("headline", "Refused by the database")]);
    let (one, two, three) = tokio::join!(
        ann.post("/questions/1/answer", SOUND),
        bo.post("/questions/1/answer", &refused),
        ann.post("/questions/2/answer", SOUND)
    );
    assert_eq!((one.status.as_u16(), three.status.as_u16()), (303, 303), "{}", one.text());
    assert!(two.status.is_server_error(), "{}", two.status);
    assert_eq!(answers(&site).await.len(), 2);
}

#[db::test]
async fn only_a_verified_doctor_answers_and_only_what_is_open(test: TestDb) {
    let site = clinic(&test).await;
    let (ann, lapsed) = (site.doctor("d0").await, site.doctor("d2").await);
    assert_eq!(lapsed.post("/questions/1/answer", SOUND).await.status, 403);
    assert_eq!(site.member("mem").await.get("/questions/1/answer").await.status, 403);
    assert_eq!(ann.get("/questions/77/answer").await.status, 404);
    sql(&site, "UPDATE question SET locked = 'spam' WHERE id = 1").await;
    let (shown, sent) = (ann.get("/questions/1/answer").await, ann.post("/questions/1/answer", SOUND).await);
    assert_eq!((shown.status.as_u16(), sent.status.as_u16()), (200, 422));
    for page in [shown.text(), sent.text()] {
        assert!(page.contains("This question is closed for answers."), "{page}");
    }
    assert!(sent.text().contains("Hair grows on **as before**."), "what was written is still there");
    assert!(answers(&site).await.is_empty());
}

#[db::test]
async fn what_somebody_accepted_is_kept_by_its_digest(test: TestDb) {
    let site: Site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    let terms = db::entity::answer_terms::Entity::find_by_id(id).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((terms.digest.len(), terms.at), (64, crate::harness::NOW));
}

#[db::test]
async fn what_only_this_site_asks_for_goes_out_with_an_archive(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    answered(&ann).await;
    let mut out = Vec::new();
    site::archive::export(&site.app.db, &mut out, &mut |_| {}).await.unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("\"see_someone\":\"the hair falls out in patches\""), "{text}");
}

/// An answer is looked at, and then waits for its turn: what its author loses meanwhile is lost in time.
#[db::test]
async fn who_may_no_longer_answer_when_it_is_their_turn_does_not(test: TestDb) {
    let site = clinic(&test).await;
    let (ann, bo, _) = (site.doctor("d0").await, site.doctor("d1").await, site.member("spare").await);
    let (doctor, account) = ("SELECT id FROM doctor WHERE external_id = 'd0'", site.account("d0").await);
    for (what, loss, back) in [
        (
            "left",
            format!(
                "UPDATE doctor_account SET account_id = {} WHERE account_id = {account}",
                site.account("spare").await
            ),
            format!("UPDATE doctor_account SET account_id = {account} WHERE doctor_id IN ({doctor})"),
        ),
        (
            "was suspended",
            format!("UPDATE account SET suspended_until = 4000000000 WHERE id = {account}"),
            format!("UPDATE account SET suspended_until = NULL WHERE id = {account}"),
        ),
        (
            "lost the credential",
            format!("UPDATE credential SET revoked_at = {NOW} WHERE doctor_id IN ({doctor})"),
            format!("UPDATE credential SET revoked_at = NULL WHERE doctor_id IN ({doctor})"),
        ),
    ] {
        // Nobody sees it before it is through, and everybody who would answer waits until then.
        let meanwhile = site.app.db.begin().await.unwrap();
        for statement in ["UPDATE question SET locked = NULL", &loss] {
            meanwhile.execute_unprepared(statement).await.unwrap();
        }
        let ending = async {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            meanwhile.commit().await.unwrap();
        };
        let both = async {
            tokio::join!(ann.post("/questions/1/answer", SOUND), bo.post("/questions/1/answer", SOUND))
        };
        let ((anns, bos), ()) = tokio::join!(both, ending);
        assert_eq!(bos.status, 303, "{what}: {}", bos.text());
        assert_eq!(anns.status, 403, "who {what}: {}", anns.text());
        assert!(anns.text().contains("Hair grows on **as before**."), "what was written is given back");
        assert_eq!(answers(&site).await.len(), 1, "the other doctor's");
        sql(&site, &back).await;
    }
    assert_eq!(ann.post("/questions/1/answer", SOUND).await.status, 303);
}
