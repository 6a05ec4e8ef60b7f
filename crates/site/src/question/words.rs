//! What somebody writes into the form for a question, and the question that it makes.

use std::ops::RangeInclusive;

use db::value::Scope;
use locale::Locale;
use serde::{Deserialize, Serialize};

use crate::{
    config::Asking,
    web::{self, Errors, Unfit, Words},
};

/// Characters of each detail of a case.
pub const NOTE: RangeInclusive<usize> = 1..=500;
/// Characters of how long it has lasted.
pub const DURATION: RangeInclusive<usize> = 1..=100;

/// Characters of the title.
pub(super) fn title(limits: &Asking) -> RangeInclusive<usize> {
    limits.title_shortest.count()..=limits.title_longest.count()
}

/// Characters of the text.
pub(super) fn body(limits: &Asking) -> RangeInclusive<usize> {
    limits.text_shortest.count()..=limits.text_longest.count()
}

/// Ages, so wide that they tell of nobody. Written the same in every language.
pub(super) const AGE_BANDS: &[&str] = &["0–17", "18–29", "30–39", "40–49", "50–59", "60–69", "70–79", "80+"];

/// The form, field by field. A draft is this without the version, which the draft has of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    pub(super) scope: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) country: String,
    pub(super) age_band: String,
    pub(super) sex: String,
    pub(super) duration: String,
    pub(super) medication: String,
    pub(super) tried: String,
    /// How it differs from questions that were answered before.
    pub(super) different: String,
    /// The version of the draft that the form was made from.
    #[serde(skip_serializing, deserialize_with = "web::number")]
    pub(super) version: i64,
}

impl Values {
    /// The same, made from this version.
    pub(super) fn at(self, version: i64) -> Self {
        Self { version, ..self }
    }

    /// Whether nothing has been written. A choice between two is nothing.
    pub(super) fn is_empty(&self) -> bool {
        Self { scope: String::new(), version: 0, ..self.clone() } == Self::default()
    }

    /// Whether both say the same.
    pub(super) fn says(&self, other: &Self) -> bool {
        self.clone().at(0) == other.clone().at(0)
    }
}

/// A question, ready to be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) scope: Scope,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) country: Option<String>,
    pub(super) age_band: Option<String>,
    pub(super) sex: Option<String>,
    pub(super) duration: Option<String>,
    pub(super) medication: Option<String>,
    pub(super) tried: Option<String>,
    pub(super) different: Option<String>,
}

impl Asked {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub(super) fn parse(l: Locale, limits: &Asking, typed: &Values) -> Result<Self, Errors> {
        let mut form = Reading { l, errors: Errors::default() };
        let asked = Self {
            scope: form.scope(&typed.scope),
            title: form.read("title", Words::line(&typed.title, title(limits))),
            body: form.read("body", Words::parse(&typed.body, body(limits))),
            country: form.chosen("country", &typed.country, |code| l.country(code).is_some()),
            age_band: form.chosen("age_band", &typed.age_band, |band| AGE_BANDS.contains(&band)),
            sex: form.chosen("sex", &typed.sex, |word| sex(l, word).is_some()),
            duration: form.note("duration", &typed.duration, DURATION),
            medication: form.note("medication", &typed.medication, NOTE),
            tried: form.note("tried", &typed.tried, NOTE),
            different: form.line("different", &typed.different, NOTE),
        };
        if form.errors.any() { Err(form.errors) } else { Ok(asked) }
    }
}

/// A word for a sex as a page shows it; none for words that an archive brought along.
pub(super) fn sex(l: Locale, word: &str) -> Option<String> {
    let shown = match word {
        "female" => l.t("Female"),
        "male" => l.t("Male"),
        "other" => l.t("Other"),
        _ => return None,
    };
    Some(shown.to_string())
}

/// A form on its way, with what is wrong so far.
struct Reading {
    l: Locale,
    errors: Errors,
}

impl Reading {
    fn read(&mut self, field: &'static str, read: Result<Words, Unfit>) -> String {
        self.errors.read(self.l, field, read.map(String::from))
    }

    fn note(
        &mut self,
        field: &'static str,
        typed: &str,
        characters: RangeInclusive<usize>,
    ) -> Option<String> {
        self.errors.read(self.l, field, Words::parse_optional(typed, characters)).map(String::from)
    }

    fn line(
        &mut self,
        field: &'static str,
        typed: &str,
        characters: RangeInclusive<usize>,
    ) -> Option<String> {
        let read = Words::if_given(Words::line(typed, characters));
        self.errors.read(self.l, field, read).map(String::from)
    }

    fn scope(&mut self, word: &str) -> Scope {
        let word = if word.is_empty() { Scope::General.word() } else { word };
        Scope::from_word(word).unwrap_or_else(|| {
            self.refuse("scope");
            Scope::General
        })
    }

    fn chosen(&mut self, field: &'static str, typed: &str, known: impl Fn(&str) -> bool) -> Option<String> {
        match typed {
            "" => None,
            typed if known(typed) => Some(typed.to_owned()),
            _ => {
                self.refuse(field);
                None
            }
        }
    }

    fn refuse(&mut self, field: &'static str) {
        self.errors.add(field, self.l.t("Please choose one of the list.").to_string());
    }
}
