//! `consilium show`: a question with its agreement label and answers, in the terminal.

mod as_json;
mod as_text;

use clap::Args;
use db::Trouble;
use site::{
    app::{App, Clock},
    error::Failure as Missed,
    policy::Role,
    question::{self, Found},
};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal,
};

/// Print a question, what the doctors say, and how far they agree
///
/// It shows what readers see. A question that readers do not see is printed too, with a word that says so.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// The question's number, or the address of its page
    #[arg(value_name = "ID", value_parser = number)]
    id: i64,
}

impl Show {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        open::block_on(&config.clone(), async {
            let db = open::existing(&config).await?;
            let public_url = config.server.public_url.as_ref().map(ToString::to_string).unwrap_or_default();
            let app = App::new(db, config, Clock::system(), public_url)?;
            let found = find(&app, self.id).await?;
            // The program's own words are English, and so is the label among them.
            let locale = app.languages.get("en").unwrap_or_else(|| app.languages.default_locale());
            if global.json {
                terminal::say_json(&as_json::question(&found, locale))
            } else {
                terminal::say(&as_text::question(&found, locale))
            }
        })
    }
}

/// Reads `12`, `/questions/12` and `https://ask.example.org/es/questions/12/a-title`.
fn number(typed: &str) -> Result<i64, String> {
    let id = typed.split_once("questions/").map_or(typed, |(_, rest)| rest);
    let id = id.split(['/', '?', '#']).next().unwrap_or_default();
    let id = id.parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| "neither a question's number nor the address of its page".to_owned())
}

/// The question as readers see it, or else as the operator does.
async fn find(app: &App, id: i64) -> Outcome<Found> {
    match question::read(app, Role::Reader, id).await {
        Err(Missed::NotFound | Missed::Gone(_)) => {
            let found = question::read(app, Role::Operator, id).await.map_err(|e| told(&e, id))?;
            terminal::note(&format!(
                "This question is {}: readers do not see it.",
                found.question.state.word()
            ));
            Ok(found)
        }
        found => found.map_err(|e| told(&e, id)),
    }
}

fn told(missed: &Missed, id: i64) -> Failure {
    match missed {
        Missed::NotFound => Failure::failed(format!(
            "there is no question {id}; its number stands in the address of its page"
        )),
        Missed::Unavailable(trouble) => {
            Failure::failed(format!("the database refused. {}", trouble.advice()))
        }
        _ => Failure::failed(format!("question {id} can't be read. {}", Trouble::Other.advice())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_question() {
        for typed in [
            "12",
            "/questions/12",
            "/questions/12/a-title?page=2",
            "https://ask.example.org/es/questions/12/x",
        ] {
            assert_eq!(number(typed), Ok(12), "{typed}");
        }
        for typed in ["", "0", "-3", "twelve", "/doctors/12", "99999999999999999999", "/questions/"] {
            assert!(number(typed).is_err(), "{typed}");
        }
    }
}
