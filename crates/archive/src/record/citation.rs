//! The publications that answers rest on.

use super::check::{self, Checked};
use super::{Ref, codes};
use serde::{Deserialize, Serialize};

/// How a publication is identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the schemes' own")]
pub enum Scheme {
    Pmid,
    Doi,
    Pmcid,
    Nct,
    Url,
}

/// What kind of evidence a publication is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Evidence {
    SystematicReview,
    Trial,
    Cohort,
    CaseControl,
    CaseSeries,
    CaseReport,
    Guideline,
    Review,
    ExpertOpinion,
    Other,
}

/// A publication that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// The answer that cites it.
    pub answer: Ref,
    /// How it is identified.
    pub scheme: Scheme,
    /// The identifier in that scheme.
    pub identifier: String,
    /// The title of the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its authors as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authors: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// The year of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// What kind of evidence it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

impl Citation {
    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        self.answer.check("answer")?;
        codes::identifier("identifier", self.scheme, &self.identifier)?;
        check::optional("title", self.title.as_ref(), check::note)?;
        check::optional("authors", self.authors.as_ref(), check::note)?;
        check::optional("journal", self.journal.as_ref(), check::name)?;
        match self.year {
            Some(year) if !(1600..=2200).contains(&year) => {
                check::fail("year", &format!("is {year}; it must be from 1600 to 2200"))
            }
            _ => Ok(()),
        }
    }
}
