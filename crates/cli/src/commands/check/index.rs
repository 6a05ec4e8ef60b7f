//! Whether the search index is there and up to date, the operator's words can be read and a model understands the questions.

use db::{Db, Trouble};
use site::{
    config::Config,
    index::{
        self, Looked,
        meant::{self, Understood},
    },
};

use super::finding::Finding;

const ABOUT: &str = "search index";

/// Looks at the index.
pub(super) async fn index(config: &Config, db: &Db) -> Finding {
    let root = index::root(config);
    let build =
        "The server builds it when it starts; `consilium reindex` does it now, beside a server that runs.";
    match index::look(db, &root).await {
        Ok(Looked::Ready { entries, behind: Some(behind) }) => {
            Finding::fine(ABOUT, format!("{entries} entries, {behind} changes to take in"))
        }
        Ok(Looked::Ready { entries, behind: None }) => {
            Finding::note(ABOUT, format!("{entries} entries, from before a change of everything"), build)
        }
        Ok(Looked::Missing) => Finding::note(ABOUT, format!("none yet in {}", root.display()), build),
        Ok(Looked::Older) => Finding::note(ABOUT, "of another version".to_owned(), build),
        Ok(Looked::Damaged(why)) => Finding::wrong(ABOUT, why, build),
        Err(error) => Finding::wrong(ABOUT, Trouble::said(&error), Trouble::of(&error).advice()),
    }
}

/// Looks at the operator's words.
pub(super) fn words(config: &Config) -> Finding {
    match index::wordings(config) {
        Ok(vocabulary) => Finding::fine("search words", format!("{} groups", vocabulary.len())),
        Err(error) => Finding::wrong(
            "search words",
            error,
            "Mend that. Until then a site that runs keeps the words that it knew before, and one that starts knows those that \
             ship.",
        ),
    }
}

/// Looks at the model, and how many questions it has read.
pub(super) fn meaning(config: &Config) -> Finding {
    let about = "search by meaning";
    match meant::look(&config.storage.data_dir) {
        Understood::NoModel => Finding::fine(about, "no model is installed; search goes by words".to_owned()),
        Understood::Wholly(model, read) => Finding::fine(about, format!("{model}, {read} questions")),
        Understood::Partly(model, read) => Finding::note(
            about,
            format!("{model}, {read} questions so far; search goes on as before until all are read"),
            "You need do nothing: the server goes on reading while it runs.",
        ),
        Understood::Broken(why) => Finding::wrong(
            about,
            why,
            "Install the model again with `consilium model install FOLDER`. Until then search goes by words.",
        ),
    }
}
