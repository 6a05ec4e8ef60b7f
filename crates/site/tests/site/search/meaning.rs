//! Questions are found by what they mean, where a model is installed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use db::{TestDb, value::AccountRole};
use meaning::installed;
use site::{
    app::App,
    index::meant::{Left, Reader, Understood, look, step},
};

use super::{Indexed, clinic};
use crate::harness::Site;

/// Shares no word with the question on falling hair.
const BALD: &str = "going bald";
const FALLING: &str = "Can it make";

/// The folder of a real model, or why a test is left out.
fn model() -> Option<PathBuf> {
    let folder = std::env::var_os("CONSILIUM_TEST_MODEL").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: CONSILIUM_TEST_MODEL names no model");
    }
    folder
}

fn data(app: &App) -> &Path {
    &app.config.storage.data_dir
}

/// Steps until there is nothing left to do.
async fn read(app: &App, reader: &mut Reader) {
    while step(app, reader).await == Left::More {}
}

/// The clinic with a model that has read everything.
async fn understood(test: &TestDb, model: &Path) -> (Indexed, Reader) {
    let (indexed, mut reader) = (clinic(test).await, Reader::default());
    installed::install(model, data(&indexed.site.app)).unwrap();
    read(&indexed.site.app, &mut reader).await;
    (indexed, reader)
}

/// How many questions were read by the model in use.
fn known(app: &App) -> usize {
    match look(data(app)) {
        Understood::Wholly(_, count) => count,
        other => panic!("{other:?}"),
    }
}

/// Bytes of the one file of vectors.
fn size(app: &App) -> u64 {
    let mut files = fs::read_dir(data(app).join("meaning")).unwrap().map(|file| file.unwrap().path());
    fs::metadata(files.find(|path| path.extension().is_none()).unwrap()).unwrap().len()
}

impl Indexed {
    /// Gives the second question other words, as an edit does.
    async fn change(&mut self, title: &str, body: &str) {
        self.site.sql(&format!("UPDATE question SET title = '{title}', body = '{body}' WHERE id = 2")).await;
        self.site.sql("INSERT INTO content_change (tag, at) VALUES (8, 0)").await;
        self.steps().await;
    }

    /// A moderator removes the second question.
    async fn remove(&self) {
        let moderator = self.site.person("mo", AccountRole::Moderator).await;
        let form = [("reason", "spam"), ("seen", "0"), ("note", "")];
        moderator.sent("/moderation/question/2/remove", &form).await;
    }
}

#[db::test]
async fn what_means_the_same_is_found_without_a_shared_word(test: TestDb) {
    let Some(model) = model() else { return };
    let (indexed, mut reader) = (clinic(&test).await, Reader::default());
    let app = &indexed.site.app;
    assert_eq!((step(app, &mut reader).await, look(data(app))), (Left::Nothing, Understood::NoModel));
    assert!(!indexed.search(BALD).await.contains(FALLING));
    // A site that runs takes a model into use by itself, once it has read everything.
    let name = installed::install(&model, data(app)).unwrap().name;
    assert_eq!(look(data(app)), Understood::Partly(name.clone(), 0));
    assert_eq!(step(app, &mut reader).await, Left::More);
    assert_eq!(look(data(app)), Understood::Partly(name.clone(), 3));
    assert!(!indexed.search(BALD).await.contains(FALLING));
    read(app, &mut reader).await;
    assert_eq!(look(data(app)), Understood::Wholly(name, 3));
    let page = indexed.search(BALD).await;
    assert!(page.contains(FALLING) && !page.contains("Frown lines"), "{page}");
    // What has to do with nothing here is still not found, and words and filters count as before.
    assert!(indexed.search("a timetable of trains to the coast").await.contains("Nothing was found"));
    assert!(indexed.search("eyebrows").await.contains("Frown lines"));
    assert!(!indexed.search("answered:no going bald").await.contains(FALLING));
    assert!(!indexed.search("\"going bald\"").await.contains(FALLING));
    // Without it, words alone count again.
    installed::remove(data(app)).unwrap();
    read(app, &mut reader).await;
    assert!(!indexed.search(BALD).await.contains(FALLING));
    assert_eq!(fs::read_dir(data(app).join("meaning")).unwrap().count(), 0);
}

#[db::test]
async fn what_changes_is_read_again_and_what_goes_is_forgotten(test: TestDb) {
    let Some(model) = model() else { return };
    let (mut indexed, mut reader) = understood(&test, &model).await;
    indexed.change("Is it safe to swim?", "In the sea.").await;
    read(&indexed.site.app, &mut reader).await;
    assert!(indexed.search("bathing at the beach").await.contains("Is it safe to swim?"));

    let before = size(&indexed.site.app);
    indexed.remove().await;
    read(&indexed.site.app, &mut reader).await;
    assert_eq!(known(&indexed.site.app), 2);
    assert!(size(&indexed.site.app) > before, "what goes is struck out");
    // An erasure is another matter: nothing of it stays in the file.
    let counted = "INSERT INTO site_state (key, value) VALUES ('search_erasures', 1)";
    indexed.site.sql(counted).await;
    read(&indexed.site.app, &mut reader).await;
    assert!(size(&indexed.site.app) < before);
    assert_eq!(known(&indexed.site.app), 2);
}

#[db::test]
async fn a_site_that_starts_again_goes_on_where_it_was(test: TestDb) {
    let Some(model) = model() else { return };
    let (indexed, reader) = understood(&test, &model).await;
    let mut later = Reader::default();
    let again = Site::of(&test).await;
    // Two processes do not write the same file: the other one keeps it.
    assert_eq!(step(&again.app, &mut later).await, Left::Nothing);
    drop((indexed, reader));
    let mut again = Indexed::of(&test).await;
    let mut reader = Reader::default();
    again.change("Is it safe to swim?", "In the sea.").await;
    assert_eq!(step(&again.site.app, &mut reader).await, Left::Nothing, "not everything is read again");
    assert!(again.search(BALD).await.contains(FALLING));
    assert!(again.search("bathing at the beach").await.contains("Is it safe to swim?"));
    // Nor when everything may have changed: what is as it was is known by its sum.
    again.site.sql("DELETE FROM content_change").await;
    again.site.sql("UPDATE question SET title = 'Where may I ski?', body = '' WHERE id = 2").await;
    read(&again.site.app, &mut reader).await;
    again.steps().await;
    assert!(again.search("winter sports").await.contains("Where may I ski?"));
    assert_eq!(known(&again.site.app), 3);
}

#[db::test]
async fn another_model_is_taken_into_use_when_it_has_read_everything(test: TestDb) {
    let Some(model) = model() else { return };
    let (indexed, mut reader) = understood(&test, &model).await;
    let app = &indexed.site.app;
    let other = shorter(&model, test.folder.path());
    let installed = installed::install(&other, data(app)).unwrap();
    assert_eq!(installed.tokens, 64);
    assert_eq!(step(app, &mut reader).await, Left::More);
    // Meanwhile the one before is asked.
    assert!(indexed.search(BALD).await.contains(FALLING));
    read(app, &mut reader).await;
    assert!(indexed.search(BALD).await.contains(FALLING));
    assert_eq!(known(app), 3);
    let files: Vec<_> = fs::read_dir(data(app).join("meaning")).unwrap().collect();
    assert_eq!(files.len(), 2, "the vectors and their lock, of the new model alone: {files:?}");
}

#[db::test]
async fn while_another_model_reads_the_one_in_use_follows(test: TestDb) {
    let Some(model) = model() else { return };
    let (mut indexed, mut reader) = understood(&test, &model).await;
    let other = shorter(&model, test.folder.path());
    let broken = installed::install(&other, data(&indexed.site.app)).unwrap();
    let weights =
        data(&indexed.site.app).join("model").join(&broken.checksum[..16]).join("model.safetensors");
    fs::write(&weights, "half of it").unwrap();
    indexed.change("Is it safe to swim?", "In the sea.").await;
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::Nothing, "the other one is broken");
    assert!(indexed.search("bathing at the beach").await.contains("Is it safe to swim?"));
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::Nothing, "and not tried again at once");
    // Whole, it takes over once it has read everything.
    installed::install(&other, data(&indexed.site.app)).unwrap();
    indexed.site.later(60);
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::More);
    indexed.change("Where may I ski?", "").await;
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::Nothing);
    assert!(indexed.search("winter sports").await.contains("Where may I ski?"));
    assert_eq!(known(&indexed.site.app), 3);
    // Back to the first one and at once to the second, which is in use still and has all.
    installed::install(&model, data(&indexed.site.app)).unwrap();
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::More);
    installed::install(&other, data(&indexed.site.app)).unwrap();
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::Nothing, "nothing is read again");
    assert!(indexed.search("winter sports").await.contains("Where may I ski?"));
}

#[db::test]
async fn an_erasure_while_everything_is_read_leaves_nothing_in_the_file(test: TestDb) {
    let Some(model) = model() else { return };
    let (indexed, mut reader) = (clinic(&test).await, Reader::default());
    installed::install(&model, data(&indexed.site.app)).unwrap();
    assert_eq!(step(&indexed.site.app, &mut reader).await, Left::More);
    let three = size(&indexed.site.app);
    indexed.remove().await;
    indexed.site.sql("INSERT INTO site_state (key, value) VALUES ('search_erasures', 1)").await;
    read(&indexed.site.app, &mut reader).await;
    assert_eq!(known(&indexed.site.app), 2);
    assert!(size(&indexed.site.app) < three, "the file was written anew");
}

#[db::test]
async fn a_broken_model_leaves_search_by_words(test: TestDb) {
    let Some(model) = model() else { return };
    let indexed = clinic(&test).await;
    let app = &indexed.site.app;
    let installed = installed::install(&model, data(app)).unwrap();
    let weights = data(app).join("model").join(&installed.checksum[..16]).join("model.safetensors");
    fs::write(&weights, "half of it").unwrap();
    let mut reader = Reader::default();
    assert_eq!(step(app, &mut reader).await, Left::Nothing);
    assert!(matches!(look(data(app)), Understood::Broken(_)));
    assert!(indexed.search("eyebrows").await.contains("Frown lines"));
    // Installed again, it is taken up when it is next tried.
    installed::install(&model, data(app)).unwrap();
    indexed.site.later(60);
    read(app, &mut reader).await;
    assert!(indexed.search(BALD).await.contains(FALLING));
    // What another model read, and nobody follows, goes at once; spoilt vectors are made anew.
    let stray = data(app).join("meaning").join("0123456789abcdef");
    let vectors = data(app).join("meaning").join(&installed.checksum[..16]);
    drop((reader, indexed));
    fs::write(&vectors, [7; 200]).unwrap();
    fs::write(&stray, "of somebody who is erased").unwrap();
    let again = Indexed::of(&test).await;
    let mut reader = Reader::default();
    step(&again.site.app, &mut reader).await;
    assert!(!stray.exists());
    read(&again.site.app, &mut reader).await;
    assert!(again.search(BALD).await.contains(FALLING));
}

#[db::test]
async fn what_is_answered_already_is_told_by_meaning(test: TestDb) {
    let Some(model) = model() else { return };
    let (indexed, mut reader) = (clinic(&test).await, Reader::default());
    let app = &indexed.site.app;
    let asker = indexed.site.member("pat").await;
    let alike = async || {
        let form = [("title", "Could this leave me bald?"), ("body", "I am afraid to lose all my hair.")];
        asker.post("/ask/alike", &form).await.text()
    };
    assert!(!alike().await.contains(FALLING), "two words are not enough");
    installed::install(&model, data(app)).unwrap();
    read(app, &mut reader).await;
    let page = alike().await;
    assert!(page.contains(FALLING) && !page.contains("Frown lines"), "{page}");
    assert_eq!(asker.post("/ask/alike", &[("title", ""), ("body", " \u{200b}")]).await.text().trim(), "");
}

/// The same model that reads less of a text, which makes it another one.
fn shorter(model: &Path, folder: &Path) -> PathBuf {
    let other = folder.join("other");
    copy(model, &other);
    let settings = other.join("sentence_bert_config.json");
    fs::write(&settings, r#"{"max_seq_length": 64, "do_lower_case": false}"#).unwrap();
    other
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &there) } else { fs::copy(&path, &there).map(|_| ()).unwrap() }
    }
}
