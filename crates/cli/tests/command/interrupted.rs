//! An import that is stopped, kindly or not, and run again ends as if it had never been stopped.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use db::TestDb;

use crate::harness::{Site, long_archive, questions};

/// Enough for several batches.
const QUESTIONS: usize = 2_000;

/// Starts an import and waits until a part of it is in.
async fn half_way(test: &TestDb, site: &Site, file: &str) -> Child {
    let mut command = site.command(&["import", "jsonl", file]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // When nothing is in after ten seconds, what the callers count will tell.
    for _ in 0..2_000 {
        if questions(test).await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// What the same archive gives in one go.
fn undisturbed(test: &TestDb, file: &str) -> String {
    let other = Site::nowhere(test.folder.path());
    other.does(&["import", "jsonl", file]);
    other.does(&["export", "jsonl"])
}

#[db::test]
async fn killed_in_the_middle_it_goes_on(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", long_archive(QUESTIONS));
    for _ in 0..2 {
        let mut child = half_way(&test, &site, &file).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!((1..QUESTIONS).contains(&questions(&test).await), "it was killed too late to tell");
    site.does(&["import", "jsonl", &file]);
    assert_eq!(site.does(&["export", "jsonl"]), undisturbed(&test, &file));
    assert_eq!(site.run(&["check"]).out.matches("no damage found").count(), 1);
}

#[db::test]
async fn asked_to_stop_it_says_how_far_it_is_and_goes_on_later(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", long_archive(QUESTIONS));
    let child = half_way(&test, &site, &file).await;
    signal(&child, "-INT");
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("stopped after ") && said.contains("run it again to go on"), "{said}");
    assert!(!String::from_utf8(ended.stdout).unwrap().is_empty());
    assert!((1..QUESTIONS).contains(&questions(&test).await));
    site.does(&["import", "jsonl", &file]);
    assert_eq!(site.does(&["export", "jsonl"]), undisturbed(&test, &file));
}

#[db::test]
async fn a_second_signal_ends_it_at_once(test: TestDb) {
    let site = Site::of(&test);
    // It waits for more on its standard input, which never comes.
    let mut command = site.command(&["import", "jsonl", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    signal(&child, "-INT");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(child.try_wait().unwrap().is_none(), "it waits for what is in hand");
    signal(&child, "-INT");
    let kept_open = child.stdin.take();
    let ended = child.wait_with_output().unwrap();
    drop(kept_open);
    assert_eq!(ended.status.code(), Some(1), "{}", String::from_utf8_lossy(&ended.stderr));
}
