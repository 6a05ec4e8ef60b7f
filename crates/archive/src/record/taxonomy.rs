//! The frame of an archive: its header, the sources of its content, and the specialties and topics it uses.

use super::check::{self, Checked};
use super::codes;
use serde::{Deserialize, Serialize};

/// The first line of an archive: which format and version the lines after it have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Always `consilium`.
    pub format: String,
    /// The version of the format; this release reads and writes [`Header::VERSION`].
    pub version: u32,
}

impl Header {
    /// The name of the format.
    pub const FORMAT: &'static str = "consilium";
    /// The newest version that this release can read.
    pub const VERSION: u32 = 1;

    /// The header that this release writes.
    #[must_use]
    pub fn current() -> Header {
        Header { format: Self::FORMAT.to_owned(), version: Self::VERSION }
    }

    pub(super) fn check(&self) -> Checked {
        if self.format != Self::FORMAT {
            return check::fail("format", "must be `consilium`");
        }
        if self.version != Self::VERSION {
            return check::fail(
                "version",
                &format!("is {}; this release reads version {}", self.version, Self::VERSION),
            );
        }
        Ok(())
    }
}

/// Where content came from and under which licence it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A slug that every record of this source names.
    pub id: String,
    /// The name shown beside the content.
    pub name: String,
    /// The address of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The licence by name, such as `CC BY 4.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The address of the licence's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_url: Option<String>,
    /// The words that the licence asks to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
}

impl Source {
    pub(super) fn check(&self) -> Checked {
        check::slug("id", &self.id)?;
        check::name("name", &self.name)?;
        check::optional("url", self.url.as_ref(), codes::url)?;
        check::optional("licence", self.licence.as_ref(), check::name)?;
        check::optional("licence_url", self.licence_url.as_ref(), codes::url)?;
        check::optional("attribution", self.attribution.as_ref(), check::note)
    }
}

/// A medical specialty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specialty {
    /// A slug.
    pub id: String,
    /// The field: `Facial plastic surgery`.
    pub name: String,
    /// One who practises it: `Facial Plastic Surgeon`.
    pub practitioner: String,
    /// The words patients use for it.
    pub label: String,
    /// The code of the provider taxonomy, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nucc: Option<String>,
}

impl Specialty {
    pub(super) fn check(&self) -> Checked {
        check::slug("id", &self.id)?;
        check::name("name", &self.name)?;
        check::name("practitioner", &self.practitioner)?;
        check::name("label", &self.label)?;
        check::optional("nucc", self.nucc.as_ref(), codes::nucc)
    }
}

/// What a topic is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TopicKind {
    Treatment,
    Condition,
    Medicine,
    BodyArea,
    Symptom,
}

/// A treatment, condition, medicine, body area or symptom that questions are filed under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// A slug.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// What the topic is about.
    pub topic_kind: TopicKind,
    /// The slug of the wider topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// A few sentences on it, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Other names for it, lay and professional.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
}

impl Topic {
    pub(super) fn check(&self) -> Checked {
        check::slug("id", &self.id)?;
        check::name("name", &self.name)?;
        check::optional("parent", self.parent.as_ref(), check::slug)?;
        if self.parent.as_ref() == Some(&self.id) {
            return check::fail("parent", "names the topic itself; name a wider topic or leave it out");
        }
        check::optional("description", self.description.as_ref(), check::body)?;
        check::list("synonyms", &self.synonyms, check::name)
    }
}
