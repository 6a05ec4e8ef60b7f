//! `consilium config`: every setting in force, and where its value came from.

mod reference;

use clap::Args;
use db::Target;
use serde_json::{Map, json};
use site::config::{self, Field};

use crate::{failure::Outcome, open::Global, terminal};

/// Print every setting in force and where its value came from
///
/// Passwords in database addresses are left out.
#[derive(Args, Debug)]
pub(crate) struct Config {
    /// Print the handbook's reference of all settings, in Markdown
    #[arg(long, hide = true, conflicts_with = "example")]
    reference: bool,
    /// Print a file with all settings at their defaults, to start from
    #[arg(long)]
    example: bool,
}

impl Config {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        if self.reference {
            return terminal::say(&reference::markdown(config::Config::fields()));
        }
        if self.example {
            return terminal::say(&reference::example(config::Config::fields()));
        }
        let config = global.load(&[])?;
        let effective = config
            .effective()
            .into_iter()
            .map(|(field, value, origin)| (field, blanked(field, value), origin.to_string()));
        if global.json {
            let settings: Map<_, _> = effective
                .map(|(field, value, from)| {
                    (field.path(), json!({ "value": value, "from": from, "variable": field.variable }))
                })
                .collect();
            return terminal::say_json(&settings);
        }
        let mut table = terminal::table(&["setting", "value", "from"]);
        for (field, value, from) in effective {
            table.add_row([field.path(), value, from]);
        }
        terminal::say(&terminal::lines(&table))
    }
}

/// The value without any password.
fn blanked(field: &Field, value: String) -> String {
    if (field.section, field.key) != ("storage", "database") || value.is_empty() {
        return value;
    }
    Target::parse(&value).map_or_else(|_| "(not understood)".to_owned(), |target| target.shown())
}
