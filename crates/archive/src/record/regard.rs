//! What is thought of a doctor or an answer besides reviews: ratings and peer agreement.

use super::check::{self, Checked};
use super::{Ref, Thousandths, Timestamp};
use serde::{Deserialize, Serialize};

/// The stars that a doctor brings along from a source: their sum and how many reviews gave them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The id of the source.
    pub source: String,
    /// Whose stars they are.
    pub doctor: Ref,
    /// The sum of the stars, to three decimals: 220.9 is 4.7 on average of 47 reviews.
    pub sum: Thousandths,
    /// How many reviews.
    pub count: u32,
}

impl Rating {
    /// More reviews than anyone has; also keeps the sum within [`Thousandths::MAX`].
    pub const MAX_COUNT: u32 = 100_000_000;

    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        self.doctor.check("doctor")?;
        if !(1..=Self::MAX_COUNT).contains(&self.count) {
            return check::fail(
                "count",
                &format!("is {}; it must be from 1 to {}", self.count, Self::MAX_COUNT),
            );
        }
        let count = i64::from(self.count);
        if !(count * 1000..=count * 5000).contains(&self.sum.0) {
            let sum = self.sum.as_f64();
            return check::fail(
                "sum",
                &format!(
                    "is {sum}, but {count} reviews of 1 to 5 stars add up to {count} at least and {} at most",
                    count * 5
                ),
            );
        }
        Ok(())
    }
}

/// What a colleague thinks of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The colleague would say the same.
    Agree,
    /// The colleague agrees but adds something.
    Caveat,
    /// The colleague would say otherwise.
    Disagree,
}

/// A doctor's verdict on a colleague's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// The answer judged.
    pub answer: Ref,
    /// The doctor who judges.
    pub doctor: Ref,
    /// The verdict.
    pub verdict: Verdict,
    /// The caveat, or the reason for disagreeing; required for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Timestamp>,
    /// Why its words are held back while the verdict counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_held: Option<String>,
    /// Why a moderator changed its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_for: Option<String>,
}

impl Agreement {
    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        self.answer.check("answer")?;
        self.doctor.check("doctor")?;
        if self.verdict != Verdict::Agree && self.text.is_none() {
            return check::fail("text", "is missing; a caveat or a disagreement needs its reason");
        }
        check::optional("text", self.text.as_ref(), check::body)?;
        check::optional("text_held", self.text_held.as_ref(), check::note)?;
        check::optional("edited_for", self.edited_for.as_ref(), check::note)
    }
}
