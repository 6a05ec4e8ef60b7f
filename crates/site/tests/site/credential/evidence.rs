//! Documents: sent by the claimant, seen by editors alone, thrown away in the end.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, UNIX_EPOCH},
};

use db::{TestDb, value::AccountRole};

use super::{LICENCE, but, clinic, desk, granted, last, site};
use crate::harness::{NOW, Site};

const HOUR: u64 = 3600;

const PDF: &[u8] = b"%PDF-1.7 a licence";

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join("evidence")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[db::test]
async fn a_document_is_seen_by_editors_alone_and_thrown_away_in_the_end(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let address = format!("/account/credentials/{}", last(&site).await.id);
    assert!(ann.get(&address).await.text().contains("multipart/form-data"));
    assert_eq!(ann.send_file(&address, "licence.pdf", PDF).await.status, 303);
    let [kept] = &files(folder.path())[..] else { panic!("one document is kept") };
    assert_eq!(std::fs::metadata(kept).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!kept.to_str().unwrap().contains("licence"));

    let evidence = format!("{}/evidence", desk(&site).await);
    assert_eq!(site.get(&evidence).await.status, 303, "to sign in");
    assert_eq!(ann.get(&evidence).await.status, 403);
    assert_eq!(site.person("mo", AccountRole::Moderator).await.get(&evidence).await.status, 403);
    let editor = site.person("ed", AccountRole::Editor).await;
    let shown = editor.get(&evidence).await;
    assert_eq!((shown.status.as_u16(), &*shown.bytes), (200, PDF));
    assert_eq!(shown.header("content-type"), "application/pdf");
    assert!(shown.header("content-disposition").starts_with("attachment; "));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("cache-control").contains("no-store"));

    let png = b"\x89PNG\r\n\x1a\n and so on";
    assert_eq!(ann.send_file(&address, "licence.png", png).await.status, 303);
    assert_eq!(files(folder.path()).len(), 1, "another takes the place of the first");
    assert_eq!(editor.get(&evidence).await.bytes, png);

    granted(&site, &editor).await;
    assert_eq!(ann.send_file(&address, "licence.pdf", PDF).await.header("location"), "/account/credentials");
    assert_eq!(files(folder.path()).len(), 1, "it was decided");
    site.later(89 * 24 * 3600);
    site.letters().await;
    assert_eq!(files(folder.path()).len(), 1);
    site.later(3 * 24 * 3600);
    site.letters().await;
    assert!(files(folder.path()).is_empty());
    let editor = site.person("edna", AccountRole::Editor).await;
    assert_eq!(editor.get(&evidence).await.status, 404);
}

#[db::test]
async fn what_is_no_document_is_not_kept(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let address = format!("/account/credentials/{}", last(&site).await.id);
    let large = [PDF, &vec![b'x'; 5_000_001]].concat();
    for (bytes, said) in [
        (&b""[..], "Please choose a PDF, JPEG or PNG file."),
        (b"<script>alert(1)</script>", "Please choose a PDF, JPEG or PNG file."),
        (&large, "This file is larger than 5 MB."),
    ] {
        let again = ann.send_file(&address, "licence.pdf", bytes).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains(said));
    }
    assert_eq!(ann.post(&address, &[("file", "x")]).await.status, 415);
    assert!(files(folder.path()).is_empty());
    assert_eq!(last(&site).await.file, None);
    let eve = site.member("eve").await;
    assert_eq!(eve.send_file(&address, "licence.pdf", PDF).await.status, 404);
    assert_eq!(eve.get(&address).await.status, 404);
}

/// Puts a file into the folder, as old as this at the site's time.
fn put(folder: &Path, name: &str, age: u64) -> std::path::PathBuf {
    std::fs::create_dir_all(folder.join("evidence")).unwrap();
    let path = folder.join("evidence").join(name);
    std::fs::write(&path, PDF).unwrap();
    let at = UNIX_EPOCH + Duration::from_secs(u64::try_from(NOW).unwrap() - age);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
    path
}

#[db::test]
async fn what_a_crash_left_is_swept_and_what_is_being_sent_is_not(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let address = format!("/account/credentials/{}", last(&site).await.id);
    ann.send_file(&address, "licence.pdf", PDF).await;
    let kept = files(folder.path()).pop().unwrap();
    put(folder.path(), kept.file_name().unwrap().to_str().unwrap(), 40 * HOUR);
    let stray = put(folder.path(), &"a".repeat(64), 30 * HOUR);
    let young = put(folder.path(), &"b".repeat(64), HOUR);
    let other = put(folder.path(), "read-me.txt", 90 * HOUR);
    let found = look(&site).await;
    assert_eq!((found.kept, found.stray.len(), found.lost()), (1, 1, 0));
    site.letters().await;
    assert!(stray.exists() && young.exists(), "not on the first look after a start");
    swept(&site, 1).await;
    assert!(!stray.exists(), "no row names it");
    assert!(young.exists(), "seen for the first time");
    swept(&site, 1).await;
    assert!(!young.exists(), "nobody is sending it any more");
    assert!(kept.exists() && other.exists(), "a row names it; and what is not ours is left alone");
    let aside = folder.path().join("evidence/stray");
    assert_eq!(std::fs::metadata(&aside).unwrap().permissions().mode() & 0o777, 0o700);
    let lying = || files_in(&aside).iter().filter(|name| name.len() == 64).count();
    assert_eq!(lying(), 2);
    swept(&site, 28).await;
    assert_eq!(lying(), 2, "there is time to notice");
    swept(&site, 5).await;
    assert_eq!(lying(), 0);
    assert!(kept.exists() && other.exists());
}

/// The same site, started anew.
async fn anew(test: &TestDb, folder: &Path) -> Site {
    Site::with(test, |config| config.storage.data_dir = folder.to_owned()).await
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[db::test]
async fn a_site_that_is_started_every_day_sweeps_as_well(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    ann.send_file(&format!("/account/credentials/{}", last(&site).await.id), "licence.pdf", PDF).await;
    let kept = files(folder.path()).pop().unwrap();
    let stray = put(folder.path(), &"a".repeat(64), 30 * HOUR);
    let mut now = site.app.clock.now();
    let aside = folder.path().join("evidence/stray").join("a".repeat(64));
    for (day, there, lies_aside) in [(1, true, false), (2, false, true), (3, false, true), (34, false, true)]
    {
        now += if day > 3 { 31 * 24 * 3600 } else { 24 * 3600 + 1 };
        let again = anew(&test, folder.path()).await;
        again.app.clock.set(now);
        again.letters().await;
        assert_eq!((stray.exists(), aside.exists()), (there, lies_aside), "day {day}");
    }
    // What lies aside for long is thrown away at a later look than the first that finds it so.
    let again = anew(&test, folder.path()).await;
    again.app.clock.set(now + 24 * 3600 + 1);
    again.letters().await;
    assert!(!aside.exists() && kept.exists());
}

/// Has the broom come so many days in a row.
async fn swept(site: &Site, days: usize) {
    for _ in 0..days {
        site.later(24 * 3600 + 1);
        site.letters().await;
    }
}

#[db::test]
async fn with_the_wrong_database_no_document_goes(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let documents = ["a", "b"].map(|name| put(folder.path(), &name.repeat(64), 30 * HOUR));
    swept(&site, 40).await;
    assert!(documents.iter().all(|document| document.exists()), "no row names any of them");
}

#[db::test]
async fn a_document_whose_row_comes_back_returns_to_its_place(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let degree = but(LICENCE, &[("kind", "degree"), ("issuer", "Example University"), ("link", "")]);
    ann.sent("/account/credentials", &degree).await;
    let second = last(&site).await.id;
    for id in [second - 1, second] {
        ann.send_file(&format!("/account/credentials/{id}"), "licence.pdf", PDF).await;
    }
    // A backup from before the second was sent.
    let name = last(&site).await.file.unwrap();
    let document = put(folder.path(), &name, 30 * HOUR);
    let row = format!("WHERE id = {second}");
    site.sql(&format!("UPDATE claimed_credential SET file = NULL {row}")).await;
    swept(&site, 2).await;
    assert!(!document.exists() && folder.path().join("evidence/stray").join(&name).exists());
    site.sql(&format!("UPDATE claimed_credential SET file = '{name}' {row}")).await;
    let found = look(&site).await;
    assert_eq!((found.kept, found.aside.len(), found.lost()), (1, 1, 0));
    swept(&site, 1).await;
    assert!(document.exists());
    assert_eq!(last(&site).await.file, Some(name), "nobody is asked for it again");
    assert_eq!(look(&site).await.kept, 2);
}

#[db::test]
async fn a_document_that_is_lost_is_asked_for_again(test: TestDb) {
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let degree = but(LICENCE, &[("kind", "degree"), ("issuer", "Example University"), ("link", "")]);
    ann.sent("/account/credentials", &degree).await;
    let second = last(&site).await.id;
    for id in [second - 1, second] {
        ann.send_file(&format!("/account/credentials/{id}"), "licence.pdf", PDF).await;
    }
    let lost = folder.path().join("evidence").join(last(&site).await.file.unwrap());
    let aside = folder.path().join("aside");
    std::fs::rename(folder.path().join("evidence"), &aside).unwrap();
    site.letters().await;
    assert_eq!(look(&site).await.lost(), 2);
    assert!(last(&site).await.file.is_some(), "it is the folder that is missing, and may come back");
    std::fs::rename(&aside, folder.path().join("evidence")).unwrap();
    std::fs::remove_file(lost).unwrap();
    site.later(25 * 3600);
    site.letters().await;
    assert_eq!(look(&site).await.lost(), 0);
    let shown = ann.get("/account/credentials").await.text();
    assert_eq!(shown.matches("Missing: a document").count(), 1, "{shown}");
    assert!(ann.get("/account/notices").await.text().contains("There is news of your credentials."));
    let again = ann.send_file(&format!("/account/credentials/{second}"), "licence.pdf", PDF).await;
    assert_eq!((again.status.as_u16(), look(&site).await.kept), (303, 2));
}

async fn look(site: &Site) -> site::credential::Evidence {
    let (app, now) = (&site.app, site.app.clock.now());
    site::credential::look_at_evidence(&app.db, &app.config.storage.data_dir, now).await.unwrap()
}
