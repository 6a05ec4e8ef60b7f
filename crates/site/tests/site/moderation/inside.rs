//! What stands inside something: a colleague's words, details that were added, a doctor's reply.

use db::{
    TestDb,
    entity::{agreement, answer as answers, decision, question_detail, review as reviews, reworded},
    sea_orm::{EntityTrait, QueryOrder},
    value::{AccountRole, Matter},
};

use super::{audited, decide, decision_for, report};
use crate::{
    agreement::{QUESTION, colleagues, mark},
    harness::{Browser, Clinic, Site},
    question::{asks, number},
    review::{ANN, practice, reviews as writes},
};

const CAVEAT: &str = "Only where the dose is low, I would say.";

/// A caveat on the first answer.
async fn caveat(site: &Site, by: &Browser<'_>) -> i64 {
    mark(by, 1, "caveat", CAVEAT).await;
    agreement::Entity::find().one(site.app.db.read()).await.unwrap().unwrap().id
}

/// Appeals against the last decision on something of theirs, which somebody else undoes.
async fn appealed(site: &Site, test: &TestDb, who: (&Browser<'_>, &str), max: &Browser<'_>) {
    let path = decision_for(site, test, who.1).await;
    who.0.sent(&format!("{path}/appeal"), &[("words", "It was right.")]).await;
    let open = db::entity::appeal::Entity::find()
        .order_by_desc(db::entity::appeal::Column::Id)
        .one(test.db.read())
        .await
        .unwrap()
        .unwrap();
    let fields = [("outcome", "overturned"), ("reason", "So it was.")];
    assert_eq!(max.sent(&format!("/appeals/{}", open.id), &fields).await, "/appeals");
}

#[db::test]
async fn a_colleagues_words_go_and_the_mark_counts_on(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let (doctor, author, eve) = (site.doctor("d5").await, site.doctor("d0").await, site.member("eve").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let id = caveat(&site, &doctor).await;
    let (thing, link) = (format!("agreement/{id}"), format!("/report/agreement/{id}"));
    assert!(site.get(QUESTION).await.text().contains(&link));
    assert!(!doctor.get(QUESTION).await.text().contains(&link), "nobody is asked to report their own");
    report(&eve, &thing, "unsafe").await;
    assert!(mo.get("/moderation").await.text().contains(CAVEAT));
    decide(&mo, &thing, "remove", &[("reason", "unsafe"), ("note", "Please cite something.")]).await;
    let page = site.get(QUESTION).await.text();
    assert!(
        !page.contains(CAVEAT) && page.contains("The words were removed. Reason: The advice was unsafe.")
    );
    assert!(page.contains("1 agrees with a caveat") && !page.contains(&link), "{page}");
    let row = answers::Entity::find_by_id(1).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!(row.caveat_count, 1);
    let path = decision_for(&site, &test, "d5").await;
    assert!(doctor.get(&path).await.text().contains("Please cite something."));
    assert_eq!(author.get(&path).await.status, 404);
    assert_eq!(eve.get(&link).await.status, 403, "what is gone is not reported");
    // The same words with another verdict stay away; others are shown.
    mark(&doctor, 1, "disagree", CAVEAT).await;
    assert!(!site.get(QUESTION).await.text().contains(CAVEAT));
    mark(&doctor, 1, "caveat", CAVEAT).await;
    appealed(&site, &test, (&doctor, "d5"), &max).await;
    assert!(site.get(QUESTION).await.text().contains(CAVEAT));
    audited(&test, 3).await;
}

#[db::test]
async fn changed_words_of_a_colleague_say_so_and_an_appeal_gives_them_back(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let thing = format!("agreement/{}", caveat(&site, &doctor).await);
    let long = "x".repeat(501);
    for text in ["", "\u{200b}", &long, CAVEAT] {
        let fields = [("reason", "rude"), ("text", text)];
        assert_eq!(mo.post(&format!("/moderation/{thing}/edit"), &fields).await.status, 422, "{text}");
    }
    assert!(!mo.get(&format!("/moderation/{thing}/edit")).await.text().contains("name=\"title\""));
    decide(&mo, &thing, "edit", &[("reason", "rude"), ("text", "Only with a low dose.")]).await;
    let page = site.get(QUESTION).await.text();
    assert!(!page.contains(CAVEAT) && page.contains("Only with a low dose."), "{page}");
    assert!(page.contains("Edited by a moderator. Reason: It was rude or hurt people."), "{page}");
    assert_eq!(reworded::Entity::find().one(test.db.read()).await.unwrap().unwrap().text, CAVEAT);
    appealed(&site, &test, (&doctor, "d5"), &max).await;
    let page = site.get(QUESTION).await.text();
    assert!(page.contains(CAVEAT) && !page.contains("Edited by a moderator."), "{page}");
}

#[db::test]
async fn details_are_removed_by_themselves(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.doctor("d0", Some("Ann Ash"));
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let (ann, eve) = (site.member("ann").await, site.member("eve").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let path = asks(&ann, "Can stress make hair fall out?").await;
    let details = [("details", "My neighbour Bea Brook has it too.")];
    ann.sent(&format!("/questions/{}/details", number(&path)), &details).await;
    let id = question_detail::Entity::find().one(test.db.read()).await.unwrap().unwrap().id;
    let (thing, link) = (format!("detail/{id}"), format!("/report/detail/{id}"));
    assert!(eve.get(&path).await.text().contains(&link) && !ann.get(&path).await.text().contains(&link));
    report(&eve, &thing, "personal_data").await;
    decide(&mo, &thing, "remove", &[("reason", "personal_data")]).await;
    let page = site.get(&path).await.text();
    assert!(!page.contains("Bea Brook"), "also not for machines: {page}");
    assert!(page.contains("What was added here was removed. Reason: It showed who somebody is."), "{page}");
    assert!(page.contains("Can stress make hair fall out?"));
    appealed(&site, &test, (&ann, "ann"), &max).await;
    assert!(site.get(&path).await.text().contains("Bea Brook"));
    let fields = [("reason", "personal_data"), ("text", "A neighbour has it too.")];
    decide(&mo, &thing, "edit", &fields).await;
    let page = site.get(&path).await.text();
    assert!(page.contains("A neighbour has it too.") && !page.contains("Bea Brook"), "{page}");
    decide(&mo, &format!("question/{}", number(&path)), "remove", &[("reason", "spam")]).await;
    assert!(matches!(eve.get(&link).await.status.as_u16(), 403 | 404), "nor inside what is gone");
}

#[db::test]
async fn a_doctors_reply_is_removed_and_the_review_stays(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (doctor, pat) = (site.doctor("ann").await, site.member("pat").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let id = writes(&pat, "2").await;
    let said = "We remember your three visits well.";
    doctor.sent(&format!("/reviews/{id}/reply"), &[("reply", said), ("warned", "yes")]).await;
    let (list, thing) = (format!("{ANN}/reviews"), format!("reply/{id}"));
    assert!(pat.get(&list).await.text().contains(&format!("/report/{thing}")));
    report(&pat, &thing, "personal_data").await;
    decide(&mo, &thing, "remove", &[("reason", "personal_data")]).await;
    let page = site.get(&list).await.text();
    assert!(!page.contains(said) && page.contains("The doctor’s reply was removed."), "{page}");
    assert!(page.contains("2 out of 5 stars"), "{page}");
    let again = doctor.post(&format!("/reviews/{id}/reply"), &[("reply", said), ("warned", "yes")]).await;
    assert_eq!(again.status, 422, "a doctor replies once");
    appealed(&site, &test, (&doctor, "ann"), &max).await;
    assert!(site.get(&list).await.text().contains(said));
    decide(&mo, &thing, "edit", &[("reason", "personal_data"), ("text", "We are sorry to hear that.")]).await;
    let page = site.get(&list).await.text();
    assert!(!page.contains(said) && page.contains("We are sorry to hear that."), "{page}");
    assert!(page.contains("Edited by a moderator."), "{page}");
    let row = reviews::Entity::find_by_id(id).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!(row.edited_for, None, "the review itself was not changed");
    let kept = reworded::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.matter_kind, kept.text.as_str()), (Matter::Reply, said));
    // While the review's words are away its reply is as well.
    doctor
        .sent(&format!("/reviews/{id}/dispute"), &[("reason", "false"), ("words", "It was otherwise.")])
        .await;
    assert_eq!(pat.get(&format!("/report/{thing}")).await.status, 404);
}

#[db::test]
async fn removed_words_do_not_come_back_by_taking_the_mark_back_or_by_agreeing(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let thing = format!("agreement/{}", caveat(&site, &doctor).await);
    decide(&mo, &thing, "remove", &[("reason", "unsafe")]).await;
    for (verdict, words) in [("none", ""), ("agree", ""), ("caveat", "Not where the dose is high.")] {
        mark(&doctor, 1, verdict, words).await;
        assert!(words.is_empty() || site.get(QUESTION).await.text().contains(words), "others are shown");
        mark(&doctor, 1, "disagree", CAVEAT).await;
        let page = site.get(QUESTION).await.text();
        assert!(!page.contains(CAVEAT) && page.contains("The words were removed."), "{verdict}: {page}");
    }
    let thing = agreement::Entity::find().one(test.db.read()).await.unwrap().unwrap().id;
    decide(&mo, &format!("agreement/{thing}"), "restore", &[("reason", "fine")]).await;
    mark(&doctor, 1, "none", "").await;
    mark(&doctor, 1, "caveat", CAVEAT).await;
    assert!(site.get(QUESTION).await.text().contains(CAVEAT), "what was put back stays");
}

#[db::test]
async fn with_a_mark_goes_what_a_moderator_kept_of_it(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let thing = format!("agreement/{}", caveat(&site, &doctor).await);
    let fields = [("reason", "rude"), ("note", "You named Bea Brook."), ("text", "Only with a low dose.")];
    decide(&mo, &thing, "edit", &fields).await;
    mark(&doctor, 1, "none", "").await;
    assert_eq!(reworded::Entity::find().all(test.db.read()).await.unwrap(), []);
    let decided = decision::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((decided.note, decided.undo), (None, None));
}

#[db::test]
async fn nothing_that_moderators_write_turns_the_direction_or_hides(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let thing = format!("agreement/{}", caveat(&site, &doctor).await);
    let (note, text) = ("Do\u{202e} cite\u{200b} it.", "\u{2067}Only with\u{7} a low dose.");
    decide(&mo, &thing, "edit", &[("reason", "rude"), ("note", note), ("text", text)]).await;
    let mark = agreement::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!(mark.text.as_deref(), Some("Only with a low dose."));
    let decided = decision::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!(decided.note.as_deref(), Some("Do cite it."));
}
