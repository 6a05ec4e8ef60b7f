//! The index follows the database.

use std::{fs, os::unix::fs::FileExt};

use db::TestDb;
use db::value::AccountRole;
use site::index::{Keeper, Looked, Standing, look, root, step};

use super::{Indexed, clinic};
use crate::harness::Site;

#[db::test]
async fn an_index_is_built_where_there_is_none_and_the_site_says_so_meanwhile(test: TestDb) {
    let indexed = clinic(&test).await;
    // Three questions, two doctors, two topics.
    assert_eq!(indexed.standing(), Standing::Ready { entries: 7 });
    let told = indexed.site.app.gauges.render();
    assert!(told.contains("\nconsilium_search_entries 7\n"), "{told}");
    let now = indexed.site.app.clock.now();
    assert!(told.contains(&format!("\nconsilium_search_kept_timestamp_seconds {now}\n")), "{told}");
    let folder = root(&indexed.site.app.config);
    assert_eq!(look(&test.db, &folder).await.unwrap(), Looked::Ready { entries: 7, behind: Some(0) });

    let bare = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    let page = bare.get("/search?q=hair").await;
    assert!(page.status == 200 && page.text().contains("getting ready"), "{}", page.text());
    let page = bare.get("/search?q=hair&topic=hair-loss").await.text();
    assert!(page.contains("value=\"hair-loss\" selected"), "what was chosen stays chosen: {page}");
    assert_eq!(bare.get("/questions").await.status, 200);
    assert_eq!(bare.get("/search/suggest?q=hair").await.text().trim(), "");
    step(&bare.app, &mut Keeper::default()).await;
    assert!(
        bare.get("/search?q=hair").await.text().contains("Can it make"),
        "each node has an index of its own"
    );
}

#[db::test]
async fn what_changes_is_found_after_a_step_and_what_goes_is_not(test: TestDb) {
    let mut indexed = clinic(&test).await;
    assert!(!indexed.search("tortoiseshell").await.contains("Can it make"));
    let doctor = indexed.site.doctor("d1").await;
    let answer = [
        ("version", "0"),
        ("headline", "A tortoiseshell comb does no harm"),
        ("text", "Comb as you like."),
        ("stance", "no"),
        ("see_someone", "it hurts"),
        ("interests", ""),
        ("citations", ""),
        ("accepted", "yes"),
        ("act", "publish"),
    ];
    doctor.sent("/questions/3/answer", &answer).await;
    indexed.steps().await;
    let page = indexed.search("tortoiseshell").await;
    assert!(page.contains("How often may I wash?") && page.contains("<mark>tortoiseshell</mark>"), "{page}");

    let moderator = indexed.site.person("mo", AccountRole::Moderator).await;
    let form = moderator.get("/moderation/question/3/remove").await;
    assert_eq!(form.status, 200);
    moderator.sent("/moderation/question/3/remove", &[("reason", "spam"), ("seen", "0"), ("note", "")]).await;
    // The index may not know yet; the page goes by the database.
    let before = indexed.search("tortoiseshell").await;
    assert!(!before.contains("How often may I wash?"), "{before}");
    assert!(!indexed.site.get("/search/suggest?q=how+often").await.text().contains("wash"));
    indexed.steps().await;
    assert_eq!(indexed.standing(), Standing::Ready { entries: 6 });
    assert!(!indexed.search("tortoiseshell").await.contains("How often may I wash?"));
}

#[db::test]
async fn a_damaged_index_and_one_that_is_too_far_behind_are_built_anew(test: TestDb) {
    let mut indexed = clinic(&test).await;
    let folder = root(&indexed.site.app.config);
    // Everything that was told since is gone but the last, as after a long time away.
    indexed.site.sql("INSERT INTO content_change (tag, at) VALUES (4, 0), (8, 0), (12, 0)").await;
    indexed.site.sql("DELETE FROM content_change WHERE tag <> 12").await;
    indexed.site.sql("UPDATE question SET title = 'Does a wig help?' WHERE id = 2").await;
    assert_eq!(look(&test.db, &folder).await.unwrap(), Looked::Ready { entries: 7, behind: None });
    indexed.steps().await;
    assert!(indexed.search("wig").await.contains("Does a wig help?"));
    assert_eq!(look(&test.db, &folder).await.unwrap(), Looked::Ready { entries: 7, behind: Some(0) });

    std::fs::write(folder.join("current"), "nonsense").unwrap();
    let again = Site::of(&test).await;
    step(&again.app, &mut Keeper::default()).await;
    assert!(again.get("/search?q=wig").await.text().contains("Does a wig help?"));
}

/// Overwrites the middle of every file of words, as a failing disk does: neither longer nor shorter.
fn spoil(site: &Site) {
    let generation = fs::read_dir(root(&site.app.config)).unwrap().map(|file| file.unwrap().path());
    for folder in generation.filter(|path| path.is_dir()) {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        for path in files.filter(|path| path.extension().is_some_and(|end| end == "term")) {
            let length = fs::metadata(&path).unwrap().len();
            let file = fs::OpenOptions::new().write(true).open(path).unwrap();
            file.write_all_at(&vec![0xfe; length as usize / 2], length / 4).unwrap();
        }
    }
}

#[db::test]
async fn damage_within_the_files_is_mended_and_keeps_nobody_from_asking(test: TestDb) {
    let mut indexed = clinic(&test).await;
    let asker = indexed.site.member("pat").await;
    let words =
        [("scope", "general"), ("title", "Will my hair grow again?"), ("body", "It fell out after a cure.")];
    assert_eq!(asker.sent("/ask", &words).await, "/ask/preview");
    let folder = root(&indexed.site.app.config);
    spoil(&indexed.site);
    assert_eq!(indexed.site.get("/search?q=hair").await.status, 500);
    assert_eq!(asker.get("/ask/preview").await.status, 200);
    indexed.steps().await;
    assert!(indexed.search("hair").await.contains("Can it make"));
    // Likewise where it happened before the start.
    spoil(&indexed.site);
    drop(indexed);
    assert!(matches!(look(&test.db, &folder).await.unwrap(), Looked::Damaged(_)));
    let indexed = Indexed::of(&test).await;
    assert!(indexed.search("hair").await.contains("Can it make"));
}

#[db::test]
async fn a_second_process_reads_what_the_first_writes(test: TestDb) {
    let mut first = clinic(&test).await;
    let second = Site::of(&test).await;
    let mut reader = Keeper::default();
    step(&second.app, &mut reader).await;
    assert!(second.get("/search?q=eyebrows").await.text().contains("Frown lines"));
    first.site.sql("UPDATE question SET title = 'Does a wig help?' WHERE id = 2").await;
    first.site.sql("INSERT INTO content_change (tag, at) VALUES (8, 0)").await;
    first.steps().await;
    step(&second.app, &mut reader).await;
    assert!(second.get("/search?q=wig").await.text().contains("Does a wig help?"));
}

#[db::test]
async fn operators_words_are_known_and_a_broken_file_changes_nothing(test: TestDb) {
    let words = test.folder.path().join("words");
    std::fs::create_dir_all(&words).unwrap();
    let mut indexed = clinic(&test).await;
    let folder = words.display().to_string();
    let site = Site::with(&test, |config| config.search.vocabulary = Some(folder)).await;
    indexed = Indexed { site, ..indexed };
    std::fs::write(words.join("own.txt"), "# Language: en\n# Source: our own practice.\n# Licence: our own.\nglabellar grumps | > frown lines\n")
        .unwrap();
    site::index::wordings(&indexed.site.app.config).unwrap();
    indexed.steps().await;
    assert!(indexed.search("glabellar grumps").await.contains("Frown lines"));
    std::fs::write(
        words.join("own.txt"),
        "# Language: en\n# Source: our own practice.\n# Licence: our own.\nglabellar grumps | > frown lines\nalone\n",
    )
    .unwrap();
    indexed.steps().await;
    assert!(indexed.search("glabellar grumps").await.contains("Frown lines"), "the old words stay");
    let refused = site::index::wordings(&indexed.site.app.config).unwrap_err();
    assert!(refused.contains("own.txt") && refused.contains(":5"), "{refused}");
    std::fs::remove_file(words.join("own.txt")).unwrap();
    // What can't be opened is named, and read as soon as it can be.
    let elsewhere = test.folder.path().join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, words.join("linked.txt")).unwrap();
    indexed.steps().await;
    let refused = site::index::wordings(&indexed.site.app.config).unwrap_err();
    assert!(refused.contains("linked.txt"), "{refused}");
    let own = "# Language: en\n# Source: our own practice.\n# Licence: our own.\nscowly | > frown lines\n";
    std::fs::write(&elsewhere, own).unwrap();
    indexed.steps().await;
    assert!(indexed.search("scowly").await.contains("Frown lines"));
    std::fs::remove_file(words.join("linked.txt")).unwrap();
    std::fs::create_dir(words.join("folder.txt")).unwrap();
    let refused = site::index::wordings(&indexed.site.app.config).unwrap_err();
    assert!(refused.contains("folder.txt") && refused.contains("no file"), "{refused}");
}
