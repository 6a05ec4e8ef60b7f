//! `/reviews/{id}/reply`.

use db::TestDb;

use super::{ANN, all, practice, reviews};
use crate::harness::Site;

const REPLY: &str = "We cannot speak of any visit. Please call the practice.";

#[db::test]
async fn the_doctor_replies_once_after_a_warning(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, patient) = (site.doctor("ann").await, site.member("pat").await);
    let id = reviews(&patient, "1").await;
    site.letters().await;
    let path = format!("/reviews/{id}/reply");
    assert!(ann.get(&format!("{ANN}/reviews")).await.text().contains(&format!("href=\"{path}\"")));
    assert!(ann.get(&path).await.text().contains("whether the writer is or was your patient"));
    let unwarned = ann.post(&path, &[("reply", REPLY)]).await;
    assert_eq!(unwarned.status, 422);
    assert!(unwarned.text().contains(REPLY) && unwarned.text().contains("tick the box"));
    let fields = [("reply", REPLY), ("warned", "yes")];
    let (a, b) = tokio::join!(ann.post(&path, &fields), ann.post(&path, &fields));
    let later = ann.post(&path, &fields).await;
    assert_eq!([a, b, later].map(|answer| answer.status.as_u16()), [303, 303, 303]);
    for page in [ANN.to_owned(), format!("{ANN}/reviews"), format!("/reviews/{id}")] {
        let page = site.get(&page).await.text();
        assert!(page.contains("The doctor’s reply") && page.contains("Please call the practice."), "{page}");
    }
    let again = ann.post(&path, &[("reply", "And another thing to say."), ("warned", "yes")]).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("A doctor replies once."));
    let letters = site.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.to.to_string() == "pat@example.org").collect();
    assert_eq!(told.len(), 1, "{letters:?}");
    assert!(!told[0].text.contains("practice"));
}

#[db::test]
async fn a_reply_has_words_and_only_the_doctors_own(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, bo, patient) = (site.doctor("ann").await, site.doctor("bo").await, site.member("pat").await);
    let id = reviews(&patient, "2").await;
    let path = format!("/reviews/{id}/reply");
    let long = "x".repeat(2001);
    for reply in ["", "No.", "\u{200b}\u{2060}\u{feff}", &long] {
        assert_eq!(ann.post(&path, &[("reply", reply), ("warned", "yes")]).await.status, 422, "{reply}");
    }
    let fields = [("reply", REPLY), ("warned", "yes")];
    assert_eq!(bo.post(&path, &fields).await.status, 404, "it is not a review of theirs");
    assert_eq!(patient.post(&path, &fields).await.status, 403);
    assert_eq!(ann.post("/reviews/999/reply", &fields).await.status, 404);
    assert_eq!(all(&site).await[0].reply, None);
}
