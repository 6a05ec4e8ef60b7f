//! What is written to the log.

use super::{Filter, Setting, setting::section};

section! {
    /// What is written to the log, on standard error. No name, address or text of a person is ever written.
    Logging = "logging" {
        /// How lines look: text for people, json for machines.
        format: LogFormat = "text", "CONSILIUM_LOG_FORMAT";
        /// What is logged: error, warn, info, debug or trace, also by part of the program as in `info,site::web=debug`.
        filter: Filter = "info", "CONSILIUM_LOG";
    }
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Setting for LogFormat {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("`{text}` is neither text nor json")),
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Json => "json".into(),
        }
    }
}
