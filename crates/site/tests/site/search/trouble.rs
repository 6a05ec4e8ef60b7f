//! Searches that nobody waits for any more, and indexes that cannot be built.

use std::{fs, sync::mpsc, time::Duration};

use db::TestDb;
use site::{
    config::Within,
    index::{Finder, Keeper, Standing, root, step},
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
    let letter = format!("{} hair", "頭".repeat(most.parse::<usize>().unwrap() - 5));
    assert!(indexed.search(&letter).await.contains("Can it make hair fall out?"));
}
