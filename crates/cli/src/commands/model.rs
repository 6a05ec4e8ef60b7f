//! `consilium model`: the model by which search goes by meaning.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use meaning::{
    Model as Opened,
    installed::{self, Installed},
};
use serde_json::json;

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal,
};

/// Let search go by meaning: install, show or remove a sentence-embedding model
///
/// A patient's long letter shares few words with the question that answers it. With a model, texts that say the same
/// in other words are found too. Everything is worked out on this machine; nothing is fetched and nothing leaves it.
/// Without a model search goes by words alone.
#[derive(Args, Debug)]
pub(crate) struct Model {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Install(Install),
    Show(Show),
    Remove(Remove),
}

/// Check a model's folder and copy it into the data folder, in the place of the one before
///
/// It must be of the BERT family, in the layout of sentence-transformers: config.json, tokenizer.json,
/// model.safetensors, modules.json and 1_Pooling/config.json. all-MiniLM-L6-v2 is a good one for English: small and
/// fast. Take a multilingual one of the same family for other languages. A site that runs reads every question with it, and then
/// takes it into use; until then it goes on as before. `consilium check` tells how far it is.
#[derive(Args, Debug)]
struct Install {
    /// The folder of the model
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

/// Say which model is installed, and whether its files are whole
#[derive(Args, Debug)]
struct Show {}

/// Remove the model: search goes by words alone, also of a site that runs
#[derive(Args, Debug)]
struct Remove {}

impl Model {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let data = global.load(&[])?.storage.data_dir;
        match self.verb {
            Verb::Install(Install { folder }) => {
                // A folder that is no model should leave no trace.
                Opened::open(&folder).map_err(|e| in_folder(&folder, e))?;
                open::make_folder(&data)?;
                let installed = installed::install(&folder, &data).map_err(|e| in_folder(&folder, e))?;
                let model = open(&data)?;
                let trial = model.as_ref().map(Opened::trial);
                if let Some(trial) = trial.filter(|trial| trial.near <= trial.far) {
                    terminal::note(&format!(
                        "This model finds \"{}\" no nearer to \"{}\" than to \"{}\". If your site is in English, take another.",
                        trial.text, trial.same, trial.other,
                    ));
                }
                if global.json {
                    return terminal::say_json(&installed);
                }
                terminal::say(&format!(
                    "{}The site uses it when it has read every question with it.\n",
                    words(&installed)
                ))
            }
            Verb::Show(Show {}) => {
                let installed = installed::installed(&data).map_err(Failure::failed)?;
                // Told first, so that one knows which it is when its files are not whole.
                if let (Some(installed), false) = (&installed, global.json) {
                    terminal::say(&words(installed))?;
                }
                open(&data)?;
                match (installed, global.json) {
                    (installed, true) => terminal::say_json(&json!({ "model": installed })),
                    (Some(_), false) => terminal::say("Its files are whole.\n"),
                    (None, false) => terminal::say("No model is installed: search goes by words alone.\n"),
                }
            }
            Verb::Remove(Remove {}) => {
                let removed = installed::remove(&data).map_err(Failure::failed)?;
                match (removed, global.json) {
                    (removed, true) => terminal::say_json(&json!({ "removed": removed })),
                    (Some(was), false) => terminal::say(&format!("{} is removed.\n", was.name)),
                    (None, false) => terminal::say("No model was installed.\n"),
                }
            }
        }
    }
}

fn open(data: &std::path::Path) -> Outcome<Option<Opened>> {
    installed::open(data).map_err(Failure::failed)
}

fn in_folder(folder: &std::path::Path, error: impl std::fmt::Display) -> Failure {
    Failure::failed(format!("{} can't be installed: {error}", folder.display()))
}

fn words(installed: &Installed) -> String {
    let Installed { name, dimension, tokens, checksum } = installed;
    format!(
        "{name}\n  {dimension} numbers a vector, up to {tokens} tokens of a text\n  checksum {checksum}\n"
    )
}
