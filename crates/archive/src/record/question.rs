//! Questions and the details of the asker's case.

use super::check::{self, Checked};
use super::{Ref, State, Timestamp, codes};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Whether a question is asked in general or about the asker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Asked of no one in particular.
    #[default]
    General,
    /// Asked about the asker's own case.
    AboutMe,
}

impl Scope {
    fn is_general(&self) -> bool {
        *self == Scope::General
    }
}

/// Details of the asker's case, each in the asker's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Such as `30 to 39`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<String>,
    /// The asker's sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// How long it has lasted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// What the asker takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medication: Option<String>,
    /// What the asker has tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<String>,
}

impl Case {
    fn check(&self) -> Checked {
        check::optional("case.age_band", self.age_band.as_ref(), check::note)?;
        check::optional("case.sex", self.sex.as_ref(), check::note)?;
        check::optional("case.duration", self.duration.as_ref(), check::note)?;
        check::optional("case.medication", self.medication.as_ref(), check::note)?;
        check::optional("case.tried", self.tried.as_ref(), check::note)
    }
}

/// What an asker added later. The question itself stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// When it was added.
    pub at: Timestamp,
    /// What was added, in Markdown.
    pub text: String,
    /// Why a moderator removed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_for: Option<String>,
    /// Why a moderator changed its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_for: Option<String>,
}

impl Detail {
    fn check(&self, field: &str) -> Checked {
        check::body(&format!("{field}.text"), &self.text)?;
        check::optional(&format!("{field}.removed_for"), self.removed_for.as_ref(), check::note)?;
        check::optional(&format!("{field}.edited_for"), self.edited_for.as_ref(), check::note)
    }
}

/// A patient's question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// The number in the question's public address; kept when it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// The title, plain text on one line.
    pub title: String,
    /// The patient's words, in Markdown; may be empty.
    pub body: String,
    /// The language of title and body; English unless given.
    #[serde(default = "super::english", skip_serializing_if = "super::is_english")]
    pub lang: String,
    /// In general, or about the asker.
    #[serde(default, skip_serializing_if = "Scope::is_general")]
    pub scope: Scope,
    /// Details of the asker's case.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "case_object")]
    pub case: Option<Case>,
    /// The slugs of its topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The name the asker gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The address it was first published at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Whether it is shown.
    #[serde(default, skip_serializing_if = "State::is_published")]
    pub state: State,
    /// Why it is held or removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// Where the asker lives: two letters of ISO 3166-1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What the asker added later, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "super::objects")]
    pub details: Vec<Detail>,
    /// Why it takes no more answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<String>,
    /// The question that it was the same as, and to which its address leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Ref>,
    /// When the asker said that they found their answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_answer_at: Option<Timestamp>,
    /// Why a moderator changed its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_for: Option<String>,
    /// How it differs from questions like it that were answered before, plain text on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub different: Option<String>,
    /// How many askers found their answer here and did not ask again.
    #[serde(default, skip_serializing_if = "super::is_none_at_all")]
    pub chosen: u32,
}

/// A case must be an object: left to itself, serde would also take a list of the fields' values.
fn case_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Case>, D::Error> {
    let fields = Option::<Map<String, Value>>::deserialize(deserializer)?;
    fields.map(|fields| Case::deserialize(Value::Object(fields)).map_err(D::Error::custom)).transpose()
}

impl Question {
    /// No more can be counted here.
    const MOST_CHOSEN: u32 = 1_000_000_000;

    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        self.number.map_or(Ok(()), |number| check::number("number", number))?;
        check::heading("title", &self.title, self.state)?;
        check::text("body", &self.body)?;
        codes::language("lang", &self.lang)?;
        self.case.as_ref().map_or(Ok(()), Case::check)?;
        check::list("topics", &self.topics, check::slug)?;
        check::optional("author", self.author.as_ref(), check::name)?;
        check::optional("url", self.url.as_ref(), codes::url)?;
        check::optional("state_reason", self.state_reason.as_ref(), check::note)?;
        check::optional("country", self.country.as_ref(), codes::country)?;
        self.check_details()?;
        check::optional("locked", self.locked.as_ref(), check::note)?;
        self.merged_into.as_ref().map_or(Ok(()), |other| other.check("merged_into"))?;
        if self.merged_into.as_ref().is_some_and(|it| it.resolve(&self.source) == (&self.source, &self.id)) {
            return check::fail("merged_into", "names the question itself; name the other one");
        }
        check::optional("edited_for", self.edited_for.as_ref(), check::note)?;
        check::optional("different", self.different.as_ref(), check::note)?;
        if self.chosen > Self::MOST_CHOSEN {
            return check::fail(
                "chosen",
                &format!("is {}; it must be at most {}", self.chosen, Self::MOST_CHOSEN),
            );
        }
        Ok(())
    }

    fn check_details(&self) -> Checked {
        check::count("details", self.details.len())?;
        let mut numbered = self.details.iter().enumerate();
        numbered.try_for_each(|(at, detail)| detail.check(&format!("details[{at}]")))
    }
}
