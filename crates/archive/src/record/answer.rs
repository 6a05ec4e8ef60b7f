//! Answers and how they answer.

use super::check::{self, Checked};
use super::{Ref, State, Timestamp, codes};
use serde::{Deserialize, Serialize};

/// How an answer answers a question that can be answered yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Yes.
    Yes,
    /// No.
    No,
    /// It depends.
    Depends,
    /// Not known.
    Unknown,
}

/// How a stance is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StanceSource {
    /// The doctor gave it.
    Stated,
    /// An editor confirmed it.
    Confirmed,
    /// It was read from the text by rule.
    Inferred,
}

/// A doctor's answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// The number in the answer's permalink; kept when it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// The question answered.
    pub question: Ref,
    /// Who answers.
    pub doctor: Ref,
    /// The headline, plain text on one line.
    pub headline: String,
    /// The answer, in Markdown.
    pub body: String,
    /// The language of headline and body; English unless given.
    #[serde(default = "super::english", skip_serializing_if = "super::is_english")]
    pub lang: String,
    /// How it answers; given together with `stance_source` or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// How the stance is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance_source: Option<StanceSource>,
    /// When it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Whether it is shown.
    #[serde(default, skip_serializing_if = "State::is_published")]
    pub state: State,
    /// Why it is held or removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// When to see someone in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub see_someone: Option<String>,
    /// Why it does not say when to see someone in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_see_someone: Option<String>,
    /// The interests that the doctor declared; `none` when they declared to have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interests: Option<String>,
    /// What the doctor says of their latest change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
    /// Why a moderator changed its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_for: Option<String>,
    /// How many readers it helped.
    #[serde(default, skip_serializing_if = "super::is_none_at_all")]
    pub helped: u32,
}

impl Answer {
    /// More readers than any answer has.
    pub const MOST_HELPED: u32 = 1_000_000_000;

    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        self.number.map_or(Ok(()), |number| check::number("number", number))?;
        self.question.check("question")?;
        self.doctor.check("doctor")?;
        check::heading("headline", &self.headline, self.state)?;
        check::words("body", &self.body, self.state)?;
        codes::language("lang", &self.lang)?;
        match (self.stance, self.stance_source) {
            (Some(_), None) => {
                return check::fail("stance_source", "is missing; say how the stance is known");
            }
            (None, Some(_)) => {
                return check::fail("stance", "is missing; give it or leave out `stance_source`");
            }
            _ => {}
        }
        check::optional("state_reason", self.state_reason.as_ref(), check::note)?;
        check::optional("see_someone", self.see_someone.as_ref(), check::note)?;
        check::optional("no_see_someone", self.no_see_someone.as_ref(), check::note)?;
        check::optional("interests", self.interests.as_ref(), check::note)?;
        check::optional("correction", self.correction.as_ref(), check::note)?;
        check::optional("edited_for", self.edited_for.as_ref(), check::note)?;
        if self.helped > Self::MOST_HELPED {
            return check::fail(
                "helped",
                &format!("is {}; it must be at most {}", self.helped, Self::MOST_HELPED),
            );
        }
        Ok(())
    }
}
