//! What the index holds: a question with its answers, a doctor or a topic.

use serde::{Deserialize, Serialize};

/// What kind of thing an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A question with its answers.
    Question,
    /// A doctor.
    Doctor,
    /// A topic.
    Topic,
}

impl Kind {
    /// Every kind, in the order in which results are grouped.
    pub const ALL: [Self; 3] = [Self::Question, Self::Doctor, Self::Topic];

    /// The kind's name as in addresses and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Doctor => "doctor",
            Self::Topic => "topic",
        }
    }
}

/// Which entry: its kind, and the number it has among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// What kind of thing.
    pub kind: Kind,
    /// Its id in the database.
    pub id: i64,
}

/// Bits of a number that are left for the id.
const ID_BITS: u32 = 60;

impl Key {
    /// A question's key.
    pub fn question(id: i64) -> Self {
        Self { kind: Kind::Question, id }
    }

    /// Kind and id as one number.
    pub(crate) fn number(self) -> u64 {
        let id = self.id.unsigned_abs() & ((1 << ID_BITS) - 1);
        ((self.kind as u64) << ID_BITS) | id
    }

    /// Reads it back.
    pub(crate) fn of_number(number: u64) -> Self {
        let kind = Kind::ALL[(number >> ID_BITS) as usize % Kind::ALL.len()];
        let id = i64::try_from(number & ((1 << ID_BITS) - 1)).unwrap_or_default();
        Self { kind, id }
    }
}

/// By what results can be narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// The kind of entry. Every entry has it of itself.
    Kind,
    /// A topic of a question, by slug.
    Topic,
    /// A doctor who answers on a question, by slug.
    Doctor,
    /// A specialty of a doctor, or of a doctor who answers.
    Specialty,
    /// Where somebody asks or practises.
    Place,
    /// `yes` or `no`.
    Answered,
    /// Who answered: a doctor, or anybody of a field.
    By,
    /// The language's tag.
    Language,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 8] = [
        Self::Kind,
        Self::Topic,
        Self::Doctor,
        Self::Specialty,
        Self::Place,
        Self::Answered,
        Self::By,
        Self::Language,
    ];

    /// Its name as people write it before a colon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Topic => "topic",
            Self::Doctor => "doctor",
            Self::Specialty => "specialty",
            Self::Place => "place",
            Self::Answered => "answered",
            Self::By => "by",
            Self::Language => "language",
        }
    }

    /// The facet of this name, any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name().eq_ignore_ascii_case(name))
    }

    /// What sorts after every value of the facet.
    pub(crate) fn term_after(self) -> String {
        // The sign that follows the colon.
        format!("{};", self.name())
    }

    /// A value of the facet as one word of the index.
    pub(crate) fn term(self, value: &str) -> String {
        format!("{}:{value}", self.name())
    }
}

/// What ranks an entry besides its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signals {
    /// How far doctors agree, 0 to 100.
    pub agreement: u8,
    /// How many doctors answered, or how many answers a doctor gave.
    pub doctors: u32,
    /// When it last changed, in Unix seconds.
    pub updated: i64,
}

/// Something that can be found. What may not be seen by everybody has no entry.
#[derive(Clone, Debug, Hash)]
pub struct Entry {
    /// Which thing.
    pub key: Key,
    /// A question's title, a name.
    pub title: String,
    /// The question's text, what a doctor or a topic says of itself.
    pub text: String,
    /// The answers' headlines.
    pub headlines: Vec<String>,
    /// The answers' texts.
    pub answers: Vec<String>,
    /// Other names: of its topics, its doctors, its specialties.
    pub keywords: Vec<String>,
    /// By what it can be narrowed.
    pub facets: Vec<(Facet, String)>,
    /// What ranks it.
    pub signals: Signals,
}

impl Entry {
    /// An entry with a title and a text, and nothing else yet.
    pub fn new(key: Key, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            key,
            title: title.into(),
            text: text.into(),
            headlines: Vec::new(),
            answers: Vec::new(),
            keywords: Vec::new(),
            facets: Vec::new(),
            signals: Signals::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_being_a_number() {
        for kind in Kind::ALL {
            for id in [0, 1, 12_345_678_901] {
                let key = Key { kind, id };
                assert_eq!(Key::of_number(key.number()), key);
            }
        }
    }
}
