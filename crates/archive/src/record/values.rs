//! Small values that many records share: dates, thousandths, references and the state of content.

use super::Problem;
use super::check;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// A moment in whole seconds since 1970, between the years 1900 and 2200; written as `2024-05-01T09:30:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first moment that an archive can name: 1900-01-01T00:00:00Z.
    pub const MIN: Timestamp = Timestamp(-2_208_988_800);
    /// The last moment that an archive can name: 2200-12-31T23:59:59Z.
    pub const MAX: Timestamp = Timestamp(7_289_654_399);

    /// The moment that many seconds after 1970 began, unless it lies outside the years 1900 to 2200.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Timestamp> {
        (Self::MIN.0..=Self::MAX.0).contains(&seconds).then_some(Timestamp(seconds))
    }

    /// Seconds since 1970 began, negative before it.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    fn parse(text: &str) -> Option<Timestamp> {
        let moment: jiff::Timestamp = text.parse().ok()?;
        let parsed = Timestamp::from_seconds(moment.as_second())?;
        // Only the one canonical spelling is accepted, so that what is read is written back the same.
        (parsed.to_string() == text).then_some(parsed)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = jiff::Timestamp::from_second(self.0).map_err(|_| fmt::Error)?;
        write!(out, "{moment}")
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "`{}` is not a date this format takes; write UTC and whole seconds like 2024-05-01T09:30:00Z, \
                 from the year 1900 to 2200",
                super::escaped_excerpt(&text, 40)
            ))
        })
    }
}

/// A number kept exactly to three decimals, as thousandths; a sum of stars such as 220.9 is 220,900 of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thousandths(pub i64);

impl Thousandths {
    /// Larger sums than this are refused: they would not survive being written as a JSON number.
    pub const MAX: Thousandths = Thousandths(1_000_000_000_000);

    /// The number as a float, for showing and computing means.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "values up to MAX are exact in a float")]
        let thousandths = self.0 as f64;
        thousandths / 1000.0
    }

    fn from_f64(number: f64) -> Option<Thousandths> {
        let scaled = number * 1000.0;
        let whole = scaled.round();
        let exact = (scaled - whole).abs() < 1e-3;
        if !(exact && (0.0..=Self::MAX.as_f64() * 1000.0).contains(&whole)) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and within MAX, checked above")]
        let thousandths = whole as i64;
        Some(Thousandths(thousandths))
    }
}

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1000 == 0 {
            serializer.serialize_i64(self.0 / 1000)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Thousandths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Thousandths::from_f64(number).ok_or_else(|| {
            de::Error::custom(format!(
                "{number} is not a number from 0 to 1,000,000,000 with at most three decimals"
            ))
        })
    }
}

/// A reference to another record: its id in the record's own source, or an id with the source it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum Ref {
    /// An id in the same source as the record that refers to it.
    Local(String),
    /// An id in a source that is named.
    Elsewhere {
        /// The id of the source.
        source: String,
        /// The id within that source.
        id: String,
    },
}

impl Ref {
    /// The source and id meant, given the source of the record that holds the reference.
    #[must_use]
    pub fn resolve<'a>(&'a self, own_source: &'a str) -> (&'a str, &'a str) {
        match self {
            Ref::Local(id) => (own_source, id),
            Ref::Elsewhere { source, id } => (source, id),
        }
    }

    /// A reference from a record of `own_source` to `id` of `source`, in its shortest form.
    #[must_use]
    pub fn to(own_source: &str, source: &str, id: &str) -> Ref {
        if own_source == source {
            Ref::Local(id.to_owned())
        } else {
            Ref::Elsewhere { source: source.to_owned(), id: id.to_owned() }
        }
    }

    pub(super) fn check(&self, field: &str) -> Result<(), Problem> {
        match self {
            Ref::Local(id) => check::id(field, id),
            Ref::Elsewhere { source, id } => {
                check::slug(&format!("{field}.source"), source)?;
                check::id(&format!("{field}.id"), id)
            }
        }
    }
}

impl From<&str> for Ref {
    fn from(id: &str) -> Ref {
        Ref::Local(id.to_owned())
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RefVisitor)
    }
}

/// Written out rather than derived, for a message that says what a reference looks like.
struct RefVisitor;

impl<'de> Visitor<'de> for RefVisitor {
    type Value = Ref;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a reference: an id such as \"q-12\", or {\"source\": \"...\", \"id\": \"...\"}")
    }

    fn visit_str<E: de::Error>(self, id: &str) -> Result<Ref, E> {
        Ok(Ref::from(id))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Ref, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            source: String,
            id: String,
        }
        let Fields { source, id } = Fields::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(Ref::Elsewhere { source, id })
    }
}

/// Whether content is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Shown to everyone.
    #[default]
    Published,
    /// Kept back until someone decides.
    Held,
    /// Taken down; a tombstone with a reason stays.
    Removed,
}

impl State {
    pub(super) fn is_published(&self) -> bool {
        *self == State::Published
    }
}
