//! What patients say of doctors, and what the doctors reply.

use super::check::{self, Checked};
use super::{Ref, State, Timestamp, codes};
use serde::{Deserialize, Serialize};

/// What the author of a review is to the doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// Was treated.
    Patient,
    /// Belongs to somebody who was.
    Family,
    /// Works with the doctor.
    Staff,
    /// Competes with the doctor.
    Competitor,
    /// Got something for the review.
    Paid,
}

/// A patient's stars and words on a doctor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// On whom.
    pub doctor: Ref,
    /// From 1 to 5.
    pub stars: u8,
    /// What the patient wrote, in Markdown; may be empty.
    pub text: String,
    /// The name the patient gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<Timestamp>,
    /// Whether it is shown.
    #[serde(default, skip_serializing_if = "State::is_published")]
    pub state: State,
    /// Why it is held or removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// The language of the text; English unless given.
    #[serde(default = "super::english", skip_serializing_if = "super::is_english")]
    pub lang: String,
    /// The title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the visit was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<String>,
    /// The month of the visit: `2026-05`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_month: Option<String>,
    /// What the author is to the doctor, as they declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<Relationship>,
    /// When the author last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Why a moderator changed its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_for: Option<String>,
    /// Why its words are held back while its stars count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_held: Option<String>,
    /// What the doctor replied, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// When the doctor replied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Timestamp>,
    /// Why a moderator removed the reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_removed_for: Option<String>,
    /// Why a moderator changed the reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_edited_for: Option<String>,
}

impl Review {
    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        self.doctor.check("doctor")?;
        if !(1..=5).contains(&self.stars) {
            return check::fail("stars", &format!("is {}; stars go from 1 to 5", self.stars));
        }
        check::text("text", &self.text)?;
        check::optional("author", self.author.as_ref(), check::name)?;
        check::optional("state_reason", self.state_reason.as_ref(), check::note)?;
        codes::language("lang", &self.lang)?;
        check::optional("title", self.title.as_ref(), check::note)?;
        check::optional("treatment", self.treatment.as_ref(), check::note)?;
        check::optional("visit_month", self.visit_month.as_ref(), codes::month)?;
        check::optional("edited_for", self.edited_for.as_ref(), check::note)?;
        check::optional("text_held", self.text_held.as_ref(), check::note)?;
        check::optional("reply", self.reply.as_ref(), check::body)?;
        check::optional("reply_removed_for", self.reply_removed_for.as_ref(), check::note)?;
        check::optional("reply_edited_for", self.reply_edited_for.as_ref(), check::note)
    }
}
