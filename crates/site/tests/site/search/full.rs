//! A disk without room for the index: what was found is found, and the site goes on by itself when there is room.

use std::{
    env,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
    process::Command,
};

use db::{TestDb, testing};
use site::index::{Keeper, step};

use super::clinic;
use crate::harness::Site;

/// Where the small disk is, for the process that has it.
const DISK: &str = "CONSILIUM_TEST_SMALL_DISK";

#[test]
fn a_full_disk_leaves_what_is_found_and_the_site_goes_on_when_there_is_room() {
    let unshare = || {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
        command
    };
    if !unshare().arg("true").status().is_ok_and(|status| status.success()) {
        eprintln!("skipped: this system lets nobody mount a disk of their own");
        return;
    }
    let disk = tempfile::tempdir().unwrap();
    let script =
        "mount -t tmpfs -o size=2m disk \"$1\" && exec \"$2\" --exact --ignored search::full::inside";
    let mut run = unshare();
    run.args([script, "sh"]).arg(disk.path()).arg(env::current_exe().unwrap()).env(DISK, disk.path());
    let done = run.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "is run by the test above, on a small disk"]
fn inside() {
    testing::on_sqlite(fills_up);
    testing::on_postgres(fills_up);
}

async fn fills_up(test: TestDb) {
    let first = clinic(&test).await;
    let folder = tempfile::tempdir_in(env::var_os(DISK).unwrap()).unwrap();
    let site = Site::with(&test, |config| config.storage.data_dir = folder.path().to_owned()).await;
    let mut keeper = Keeper::default();
    step(&site.app, &mut keeper).await;
    let found = async |word: &str| {
        let page = site.get(&format!("/search?q={word}")).await;
        assert_eq!(page.status, 200);
        page.text().contains("Does a turban help?")
    };
    fill(&folder.path().join("filler"));
    let now = site.app.clock.now();
    site.sql("UPDATE question SET title = 'Does a turban help?' WHERE id = 2").await;
    site.sql(&format!("INSERT INTO content_change (id, tag, at) VALUES (1, 8, {now})")).await;
    for _ in 0..3 {
        step(&site.app, &mut keeper).await;
        assert!(found("eyebrows").await && !found("turban").await, "what was committed is searched");
    }
    // One that starts now finds what there is, too.
    let mut other = Keeper::default();
    step(&site.app, &mut other).await;
    assert!(found("eyebrows").await);
    drop(other);
    fs::remove_file(folder.path().join("filler")).unwrap();
    step(&site.app, &mut keeper).await;
    assert!(found("turban").await, "it goes on when there is room");
    drop(first);
}

/// Takes all the room that is left.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    let full = loop {
        if let Err(error) = file.write(&[b'.'; 512]) {
            break error;
        }
    };
    assert_eq!(full.kind(), ErrorKind::StorageFull);
}
