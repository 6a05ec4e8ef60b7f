//! Pages that are kept: which changes drop them, also those of other programs that are heard of late.

use std::time::Duration;

use db::{
    TestDb,
    entity::{content_change, question},
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::{NotSet, Set},
        EntityTrait,
    },
};
use site::app::Tag;

use crate::harness::{Site, six_answers};

const PAGE: &str = "/questions/1/can-it-make-hair-fall-out";

/// The tag of question 1, as the table has it.
const QUESTION_1: i64 = 1 << 2;

/// Another program changes the words of question 1, and says so at this time, if at all.
async fn elsewhere(test: &TestDb, words: &str, at: Option<i64>) {
    let tx = test.db.begin().await.unwrap();
    let html = Set(format!("<p>{words}</p>"));
    question::ActiveModel { id: Set(1), body_html: html, ..Default::default() }.update(&tx).await.unwrap();
    if let Some(at) = at {
        let row =
            content_change::ActiveModel { id: NotSet, tag: Set(QUESTION_1), at: Set(at), node: Set(None) };
        content_change::Entity::insert(row).exec_without_returning(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A site on which nothing but a change makes a page out of date.
async fn lasting(test: &TestDb) -> Site {
    six_answers(test, "no").await;
    Site::with(test, |config| config.caching.fresh = Duration::from_secs(1 << 40)).await
}

async fn refresh(site: &Site) {
    site.app.content.refresh(&site.app.db, site.app.clock.now()).await.unwrap();
}

#[db::test]
async fn a_change_of_nothing_that_pages_show_leaves_them_as_they_are(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    assert!(site.get(PAGE).await.text().contains("I wonder about this."));
    elsewhere(&test, "Other words.", None).await;
    let made = site.app.content.now();
    site.app.write().await.unwrap().commit().await.unwrap();
    assert!(site.app.content.unchanged(made, None), "also pages that depend on everything");
    let ann = site.member("ann").await;
    ann.sent("/sign-out", &[]).await;
    refresh(&site).await;
    assert!(site.get(PAGE).await.text().contains("I wonder about this."), "it was kept");
    let mut write = site.app.write().await.unwrap();
    write.changes(Tag::Question(2));
    write.commit().await.unwrap();
    assert!(site.get(PAGE).await.text().contains("I wonder about this."), "another question's change");
    let mut write = site.app.write().await.unwrap();
    write.changes(Tag::Question(1));
    write.commit().await.unwrap();
    assert!(site.get(PAGE).await.text().contains("Other words."), "its own");
}

#[db::test]
async fn a_change_that_was_given_up_leaves_pages_as_they_are(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    site.get(PAGE).await;
    elsewhere(&test, "Other words.", None).await;
    let mut write = site.app.write().await.unwrap();
    write.changes(Tag::Question(1));
    drop(write);
    refresh(&site).await;
    assert!(site.get(PAGE).await.text().contains("I wonder about this."));
}

#[db::test]
async fn a_late_look_hears_of_everything_that_changed_meanwhile(test: TestDb) {
    let site = lasting(&test).await;
    let mut before = "I wonder about this.".to_owned();
    for (number, late, told) in [
        (1, 1, 1),
        (2, 600, 599),
        (3, 3_500, 1),
        // Told by a clock that is a little behind, or by a change that took a while.
        (4, 10, -40),
        (5, 7_200, 1),
        // Rows of more than a day ago are not read any more: then everything counts as changed.
        (6, 400 * 24 * 3600, 1),
    ] {
        let words = format!("Words number {number}.");
        let started = site.app.clock.now();
        refresh(&site).await;
        let page = site.get(PAGE).await.text();
        assert!(page.contains(&before), "{number}: {before}");
        elsewhere(&test, &words, Some(started + told)).await;
        site.later(late);
        refresh(&site).await;
        assert!(site.get(PAGE).await.text().contains(&words), "{number}: heard {late} seconds later");
        before = words;
    }
}

#[db::test]
async fn rows_that_were_thrown_away_unheard_make_everything_new(test: TestDb) {
    let site = lasting(&test).await;
    site.get(PAGE).await;
    elsewhere(&test, "Other words.", Some(site.app.clock.now() + 1)).await;
    site.sql("DELETE FROM content_change").await;
    site.later(30 * 3600);
    refresh(&site).await;
    assert!(site.get(PAGE).await.text().contains("Other words."));
}

#[db::test]
async fn a_change_while_a_page_is_made_is_not_lost(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    let moment = site.app.content.now();
    let mut write = site.app.write().await.unwrap();
    write.changes(Tag::Question(1));
    write.commit().await.unwrap();
    assert!(!site.app.content.unchanged(moment, Some(&[Tag::Question(1)])), "what was begun before is old");
    assert!(site.app.content.unchanged(moment, Some(&[Tag::Question(2), Tag::Doctor(1)])));
    // What this program did itself is not heard of a second time.
    let made = site.app.content.now();
    refresh(&site).await;
    assert!(site.app.content.unchanged(made, None));
}
