//! `/answers/{id}/agreement`.

use db::{
    TestDb,
    entity::{credential, doctor, notice},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr},
    value::Verdict,
};
use site::app::Tag;

use super::{QUESTION, changes, colleagues, counts, mark, marks, order};
use crate::harness::{NOW, Site};

#[db::test]
async fn one_click_agrees_and_every_reader_sees_it_at_once(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let before = site.get(QUESTION).await.text();
    assert_eq!(order(&before), [1, 2, 3, 4]);
    assert!(!before.contains("colleague agrees") && !before.contains("I agree"), "readers see no form");
    let doctor = site.doctor("d1").await;
    let page = doctor.get(QUESTION).await.text();
    assert!(page.contains("action=\"/answers/3/agreement\"") && page.contains("/assets/desk"), "{page}");
    assert!(!page.contains("action=\"/answers/2/agreement\""), "nobody marks their own answer");

    mark(&doctor, 3, "agree", "").await;

    let after = site.get(QUESTION).await.text();
    assert_eq!(order(&after), [3, 1, 2, 4]);
    assert!(after.contains("1 colleague agrees"), "{after}");
    assert!(doctor.get(QUESTION).await.text().contains("You agree with this answer."));
}

#[db::test]
async fn a_mark_can_be_changed_and_taken_back_and_nothing_is_lost(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    mark(&doctor, 1, "caveat", "Only in people under forty.").await;
    let page = site.get(QUESTION).await.text();
    assert!(
        page.contains("1 agrees with a caveat") && page.contains("Only in people under forty."),
        "{page}"
    );
    assert_eq!(order(&page), [1, 2, 3, 4]);

    mark(&doctor, 1, "disagree", "The trials of last year say otherwise.").await;
    let page = site.get(QUESTION).await.text();
    assert!(page.contains("1 disagrees") && !page.contains("under forty"), "{page}");
    assert_eq!(order(&page), [2, 3, 4, 1]);
    let form = doctor.get("/answers/1/agreement").await.text();
    assert!(form.contains("The trials of last year say otherwise.") && form.contains("take back"), "{form}");

    mark(&doctor, 1, "none", "").await;
    let page = site.get(QUESTION).await.text();
    assert!(!page.contains("disagrees") && !page.contains("trials of last year"), "{page}");
    assert_eq!((order(&page), counts(&site, 1).await), (vec![1, 2, 3, 4], (0, 0, 0)));

    let history: Vec<_> =
        changes(&site, 1).await.into_iter().map(|row| (row.before, row.after, row.text)).collect();
    let (caveat, disagree) = (Some(Verdict::Caveat), Some(Verdict::Disagree));
    let words = |text: &str| Some(text.to_owned());
    assert_eq!(
        history,
        [
            (None, caveat, None),
            (caveat, disagree, words("Only in people under forty.")),
            (disagree, None, words("The trials of last year say otherwise.")),
        ]
    );
}

#[db::test]
async fn nobody_marks_their_own_practices_answer(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    for (doctor, answer, said) in
        [("d0", 1, "This is your own answer."), ("d4", 1, "A colleague of your own practice")]
    {
        let browser = site.doctor(doctor).await;
        let path = format!("/answers/{answer}/agreement");
        assert!(browser.get(&path).await.text().contains(said));
        let answered = browser.post(&path, &[("verdict", "agree")]).await;
        assert_eq!(answered.status, 422, "{doctor}");
        assert!(answered.text().contains(said), "{doctor}: {}", answered.text());
    }
    assert!(marks(&site, 1).await.is_empty() && changes(&site, 1).await.is_empty());
    assert_eq!(counts(&site, 1).await, (0, 0, 0));
}

#[db::test]
async fn an_objection_needs_words_and_keeps_those_that_were_given(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let long = "x".repeat(501);
    for (verdict, text, said) in [
        ("", "", "Please choose one."),
        ("maybe", "So it may well be.", "Please choose one."),
        ("caveat", "", "Please write something here."),
        ("disagree", "\u{200b}\u{2060} \u{202e}\u{feff}", "Please write something here."),
        ("disagree", "No.", "Please write at least 10 characters."),
        ("caveat", &long, "Please use at most 500 characters."),
    ] {
        let answered = doctor.post("/answers/1/agreement", &[("verdict", verdict), ("text", text)]).await;
        assert_eq!(answered.status, 422, "{verdict} {text}");
        let page = answered.text();
        assert!(page.contains(said) && page.contains(text), "{said} is missing in {page}");
    }
    assert!(marks(&site, 1).await.is_empty());
    let hebrew = "זה לא נכון לכל החולים";
    mark(&doctor, 1, "disagree", hebrew).await;
    assert!(site.get(QUESTION).await.text().contains(&format!("dir=\"auto\">{hebrew}</p>")));
    let script = "<script>alert(1)</script> is no reason";
    mark(&doctor, 1, "disagree", script).await;
    assert!(!site.get(QUESTION).await.text().contains("<script>alert"));
}

#[db::test]
async fn two_clicks_at_once_count_once(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let (one, other) = (site.doctor("d5").await, site.doctor("d1").await);
    let path = "/answers/1/agreement";
    let (agree, caveat) =
        ([("verdict", "agree")], [("verdict", "caveat"), ("text", "Not in every case, though.")]);
    let (a, b, c, d) = tokio::join!(
        one.post(path, &agree),
        one.post(path, &caveat),
        other.post(path, &agree),
        one.post(path, &agree)
    );
    assert_eq!([a.status, b.status, c.status, d.status].map(|status| status.as_u16()), [303; 4]);
    assert_eq!(marks(&site, 1).await.len(), 2);
    let (agreed, caveats, disagreed) = counts(&site, 1).await;
    assert_eq!((agreed + caveats, disagreed), (2, 0));
    // Each change begins where the one before it ended.
    let mut standing = std::collections::HashMap::new();
    for change in changes(&site, 1).await {
        assert_eq!(standing.insert(change.doctor_id, change.after).flatten(), change.before);
        assert_ne!(change.before, change.after);
    }
}

#[db::test]
async fn the_author_is_told_once_for_each_change_of_mind(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let (_author, doctor) = (site.doctor("d0").await, site.doctor("d5").await);
    mark(&doctor, 1, "agree", "").await;
    mark(&doctor, 1, "agree", "").await;
    mark(&doctor, 1, "disagree", "I have seen it happen twice.").await;
    mark(&doctor, 1, "disagree", "I have seen it happen three times.").await;
    mark(&doctor, 1, "none", "").await;
    // Nobody owns the profile of this one's author.
    mark(&doctor, 3, "agree", "").await;
    let told = notice::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    let letters = site.letters().await;
    assert_eq!(letters.len(), 1, "what happened within minutes makes one letter: {letters:?}");
    for letter in letters {
        assert_eq!(letter.to.to_string(), "d0@example.org");
        assert!(letter.text.contains("/questions/1#answer-1"), "{}", letter.text);
        assert!(!letter.text.contains("seen it happen"));
    }
}

#[db::test]
async fn a_mark_outlives_the_credential_that_ran_out_and_not_the_one_that_was_revoked(test: TestDb) {
    use credential::Column as C;
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    mark(&doctor, 1, "agree", "").await;
    let id = doctor_id(&site, "d5").await;
    for (column, expected) in [(C::ExpiresAt, (1, 0, 0)), (C::RevokedAt, (0, 0, 0))] {
        let mut write = site.app.write().await.unwrap();
        let credentials = credential::Entity::update_many().filter(C::DoctorId.eq(id));
        credentials.col_expr(column, Expr::val(NOW - 1)).exec(&*write).await.unwrap();
        let questions = site::agreement::recount_marks_of(&write, id).await.unwrap();
        assert_eq!(questions, [1].into());
        write.changes(Tag::Question(1));
        write.commit().await.unwrap();
        assert_eq!(counts(&site, 1).await, expected, "{column:?}");
        assert_eq!(site.get(QUESTION).await.text().contains("1 colleague agrees"), expected.0 > 0);
        // Whoever is not verified now gives no new marks.
        assert_eq!(doctor.post("/answers/2/agreement", &[("verdict", "agree")]).await.status, 403);
        assert!(!doctor.get(QUESTION).await.text().contains("I agree"));
    }
}

#[db::test]
async fn forged_answers_are_not_there(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    for id in ["999", "0", "-1"] {
        assert_eq!(
            doctor.post(&format!("/answers/{id}/agreement"), &[("verdict", "agree")]).await.status,
            404
        );
    }
    assert_eq!(doctor.get("/answers/x/agreement").await.status, 400);
    let sent = site.browser().get("/answers/1/agreement").await;
    assert_eq!(sent.header("location"), "/sign-in?next=/answers/1/agreement");
}

pub(super) async fn doctor_id(site: &Site, id: &str) -> i64 {
    let found = doctor::Entity::find().filter(doctor::Column::ExternalId.eq(id));
    found.one(site.app.db.read()).await.unwrap().unwrap().id
}
