//! Searches that nobody waits for any more, and indexes that cannot be built.

use std::{fs, sync::mpsc, time::Duration};

use db::{TestDb, value::AccountRole};
use site::{
    config::Within,
    index::{Finder, Keeper, Looked, Standing, look, root, step},
};

use super::clinic;
use crate::harness::Site;

#[db::test]
async fn a_search_keeps_its_turn_when_nobody_waits_for_it_any_more(test: TestDb) {
    drop(clinic(&test).await);
    let site = Site::with(&test, |config| config.search.at_once = Within::nearest(1)).await;
    step(&site.app, &mut Keeper::default()).await;
    let finder = Finder::of(&site.app);
    let soon = Duration::from_millis(200);
    let (begin, begun) = mpsc::channel();
    let (end, ended) = mpsc::channel::<()>();
    let slow = finder.ask(move |_, _| {
        begin.send(()).unwrap();
        // Until the other end is dropped.
        let _none = ended.recv();
        Ok(())
    });
    assert!(tokio::time::timeout(soon, slow).await.is_err(), "it is given up");
    begun.recv().unwrap();
    let mut next = std::pin::pin!(finder.ask(|view, _| Ok(view.entries())));
    assert!(tokio::time::timeout(soon, &mut next).await.is_err(), "the other one is still at work");
    drop(end);
    assert_eq!(next.await.ok().flatten(), Some(7));
}

#[db::test]
async fn an_index_that_could_not_be_built_is_tried_again_after_a_minute(test: TestDb) {
    drop(clinic(&test).await);
    let site = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    let (mut keeper, folder) = (Keeper::default(), root(&site.app.config));
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    // A link to what is not there: no index, and no place for one.
    std::os::unix::fs::symlink(folder.with_file_name("gone"), &folder).unwrap();
    let standing = || Finder::of(&site.app).standing();
    step(&site.app, &mut keeper).await;
    assert!(matches!(standing(), Standing::Warming { .. }));
    fs::remove_file(&folder).unwrap();
    site.later(59);
    step(&site.app, &mut keeper).await;
    assert!(matches!(standing(), Standing::Warming { .. }), "it rests");
    assert_eq!(site.get("/questions").await.status, 200);
    site.later(1);
    step(&site.app, &mut keeper).await;
    assert_eq!(standing(), Standing::Ready { entries: 7 });
}

#[db::test]
async fn the_longest_letter_that_the_box_takes_is_answered(test: TestDb) {
    let indexed = clinic(&test).await;
    let page = indexed.site.get("/search").await.text();
    let most = page.split("maxlength=\"").nth(1).unwrap().split('"').next().unwrap();
    // Nothing takes more of an address for its length in a box.
    let letter = format!("hair {}", "頭".repeat(most.parse::<usize>().unwrap() - 5));
    assert!(indexed.search(&letter).await.contains("Can it make hair fall out?"));
}

#[db::test]
async fn a_change_that_is_seen_later_than_one_after_it_is_taken_in(test: TestDb) {
    let first = clinic(&test).await;
    let site = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    let now = site.app.clock.now();
    let change = async |row: i64, title: &str| {
        site.sql(&format!("UPDATE question SET title = '{title}' WHERE id = 2")).await;
        site.sql(&format!("INSERT INTO content_change (id, tag, at) VALUES ({row}, 8, {now})")).await;
    };
    let mut keeper = Keeper::default();
    site.sql("INSERT INTO content_change (id, tag, at) VALUES (600, 4, 0)").await;
    change(900, "Does a wig help?").await;
    // One that was begun before, and ends after the index was built.
    step(&site.app, &mut keeper).await;
    change(800, "Does a turban help?").await;
    step(&site.app, &mut keeper).await;
    assert!(site.get("/search?q=turban").await.text().contains("Does a turban help?"));
    // And one that ends after later ones were taken in.
    change(700, "Does a bonnet help?").await;
    step(&site.app, &mut keeper).await;
    assert!(site.get("/search?q=bonnet").await.text().contains("Does a bonnet help?"));
    drop(first);
}

#[db::test]
async fn each_node_follows_what_any_of_them_changed_and_catches_up(test: TestDb) {
    let mut first = clinic(&test).await;
    let second = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    let mut keeper = Keeper::default();
    for _ in 0..2 {
        step(&second.app, &mut keeper).await;
    }
    let moderator = first.site.person("mo", AccountRole::Moderator).await;
    let spam = [("reason", "spam"), ("seen", "0"), ("note", "")];
    moderator.sent("/moderation/question/3/remove", &spam).await;
    moderator.sent("/moderation/question/2/remove", &spam).await;
    first.steps().await;
    assert_eq!(first.standing(), Standing::Ready { entries: 5 });
    let standing = || Finder::of(&second.app).standing();
    assert_eq!(standing(), Standing::Ready { entries: 7 });
    let folder = root(&second.app.config);
    let behind = async || look(&test.db, &folder).await.unwrap();
    assert!(matches!(behind().await, Looked::Ready { behind: Some(1..), .. }));
    step(&second.app, &mut keeper).await;
    assert_eq!(standing(), Standing::Ready { entries: 5 });
    assert_eq!(behind().await, Looked::Ready { entries: 5, behind: Some(0) });
}
