//! One thing that was looked at, and how it is.

use serde::Serialize;

use crate::terminal::wrap;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// As it should be.
    Ok,
    /// Worth knowing; nothing fails by it.
    Note,
    /// It must be put right.
    Wrong,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) state: State,
    about: &'static str,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

impl Finding {
    pub(super) fn fine(about: &'static str, what: impl Into<String>) -> Self {
        Self { state: State::Ok, about, what: what.into(), advice: None }
    }

    pub(super) fn note(about: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { state: State::Note, about, what: what.into(), advice: Some(advice.into()) }
    }

    pub(super) fn wrong(about: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { state: State::Wrong, about, what: what.into(), advice: Some(advice.into()) }
    }
}

/// All of them, one under another.
pub(super) fn list(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let word = match finding.state {
            State::Ok => "ok   ",
            State::Note => "note ",
            State::Wrong => "WRONG",
        };
        out.push_str(&format!("{word}  {}: {}\n", finding.about, finding.what));
        if let Some(advice) = &finding.advice {
            out.push_str(&wrap(advice, 100, 7));
        }
    }
    out
}
