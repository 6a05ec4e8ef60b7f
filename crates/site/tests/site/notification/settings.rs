//! `/account/notices/settings`

use db::{TestDb, value::NoticeKind};

use crate::harness::{Clinic, Site};

/// What a line of the form says, of those that the page has.
fn chosen(page: &str, line: &str) -> Option<String> {
    let select = page.split(&format!("name=\"{line}\"")).nth(1)?.split("</select>").next()?;
    let option = select.split("<option value=\"").find(|option| option.contains(" selected"))?;
    Some(option.split('"').next()?.to_owned())
}

#[db::test]
async fn each_chooses_from_what_concerns_them(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.doctor("d0", Some("Ann Ash"));
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let (member, doctor) = (site.member("ann").await, site.doctor("d0").await);
    let (mine, theirs) = (
        member.get("/account/notices/settings").await.text(),
        doctor.get("/account/notices/settings").await.text(),
    );
    assert_eq!(chosen(&mine, "answers").as_deref(), Some("at_once"));
    assert_eq!(chosen(&mine, "asked"), None);
    for (line, cadence) in
        [("asked", "daily"), ("thanks", "weekly"), ("marks", "at_once"), ("answers", "at_once")]
    {
        assert_eq!(chosen(&theirs, line).as_deref(), Some(cadence), "{line}");
    }
    // What is no choice of theirs changes nothing.
    member.sent("/account/notices/settings", &[("asked", "off"), ("security", "off")]).await;
    doctor.sent("/account/notices/settings", &[("asked", "weekly")]).await;
    let page = doctor.get("/account/notices/settings").await.text();
    assert_eq!(
        (chosen(&page, "asked").as_deref(), chosen(&page, "thanks").as_deref()),
        (Some("weekly"), Some("weekly"))
    );
}

#[db::test]
async fn no_letters_means_none_and_the_news_stand_on_the_site(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    site.letters().await;
    for _ in 0..2 {
        ann.sent("/account/notices/settings", &[("answers", "off"), ("replies", "off")]).await;
    }
    site.tells("ann", NoticeKind::Answered, "/questions/1").await;
    site.tells("ann", NoticeKind::AnswerChanged, "/questions/1").await;
    site.later(8 * 24 * 3600);
    assert!(site.letters().await.is_empty());
    assert!(ann.get("/account/notices").await.text().contains("2 new notices"));
    site.tells("ann", NoticeKind::Security, "/account").await;
    assert_eq!(site.letters().await.len(), 1, "what nobody may miss");
    ann.sent("/account/notices/settings", &[("answers", "at_once")]).await;
    site.tells("ann", NoticeKind::Answered, "/questions/1").await;
    assert_eq!(site.letters().await.len(), 1);
}

#[db::test]
async fn what_is_no_choice_is_shown_again(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let again = ann.post("/account/notices/settings", &[("answers", "hourly"), ("replies", "weekly")]).await;
    assert_eq!(again.status, 422);
    let page = again.text();
    assert!(page.contains("Please choose one of these."));
    assert_eq!(chosen(&page, "replies").as_deref(), Some("weekly"), "the rest is kept");
    let page = ann.get("/account/notices/settings").await.text();
    assert_eq!(chosen(&page, "replies").as_deref(), Some("at_once"), "and nothing was changed");
}
