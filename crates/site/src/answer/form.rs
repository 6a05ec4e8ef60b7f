//! What a doctor fills in, and what becomes of it: parsed once, and typed from there on.

use std::ops::RangeInclusive;

use db::{
    entity::answer,
    value::{Stance, StanceSource},
};
use locale::Locale;
use serde::{Deserialize, Serialize};

use crate::{
    evidence::{Citation, Cited},
    web::{Errors, Unfit, Words},
};

/// Characters of the headline.
pub(super) const HEADLINE: RangeInclusive<usize> = 10..=150;
/// Characters of the text.
pub(super) const TEXT: RangeInclusive<usize> = 1..=20_000;
/// Characters of each line: about seeing someone, about interests, on a change.
pub(super) const LINE: RangeInclusive<usize> = 1..=500;
/// Sources that an answer names at most.
pub(super) const MOST_CITED: usize = 10;
/// What is kept when a doctor declares to have no interests.
pub(super) const NO_INTERESTS: &str = "none";

/// The fields of the form, as typed. What is only for the moment is not kept in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    pub(super) headline: String,
    pub(super) text: String,
    pub(super) stance: String,
    pub(super) see_someone: String,
    pub(super) no_see_someone: String,
    pub(super) interests: String,
    pub(super) no_interests: String,
    pub(super) citations: String,
    #[serde(skip_serializing)]
    pub(super) accepted: String,
    #[serde(skip_serializing)]
    pub(super) correction: String,
    #[serde(skip_serializing)]
    pub(super) version: String,
    /// Which button was pressed.
    #[serde(skip_serializing)]
    pub(super) act: String,
}

/// What a doctor says, as it may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) headline: String,
    pub(super) body: String,
    pub(super) stance: Option<Stance>,
    pub(super) see_someone: Option<String>,
    pub(super) no_see_someone: Option<String>,
    pub(super) interests: Option<String>,
    pub(super) citations: Vec<Cited>,
}

impl Written {
    pub(super) fn stance_source(&self) -> Option<StanceSource> {
        self.stance.map(|_| StanceSource::Stated)
    }

    /// Whether an answer says just this already.
    pub(super) fn is(&self, row: &answer::Model, citations: &[Citation], l: Locale) -> bool {
        Values::of(row, citations).parse(l, Asks::Perhaps).is_ok_and(|there| there == *self)
    }
}

/// Whether the form asks for a stance, or only offers one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// The question can be answered yes or no.
    YesOrNo,
    /// It can't, or nobody can tell; who answers knows best.
    Perhaps,
}

impl Asks {
    /// The rules know English alone.
    pub(super) fn of(lang: &str, title: &str) -> Self {
        let english = lang.split('-').next() == Some("en");
        if english && stance::asks_yes_or_no(title) { Self::YesOrNo } else { Self::Perhaps }
    }
}

impl Values {
    /// An answer that was given, to be changed.
    pub(super) fn of(row: &answer::Model, citations: &[Citation]) -> Self {
        let declared_none = row.interests.as_deref() == Some(NO_INTERESTS);
        let line = |c: &Citation| Cited { scheme: c.scheme, identifier: c.identifier.clone() }.to_string();
        Self {
            headline: row.headline.clone(),
            text: row.body.clone(),
            stance: row.stance.map_or("none", Stance::word).to_owned(),
            see_someone: row.see_someone.clone().unwrap_or_default(),
            no_see_someone: row.no_see_someone.clone().unwrap_or_default(),
            interests: row.interests.clone().filter(|_| !declared_none).unwrap_or_default(),
            no_interests: if declared_none { "yes".into() } else { String::new() },
            citations: citations.iter().map(line).collect::<Vec<_>>().join("\n"),
            ..Self::default()
        }
    }

    /// What the form was made from.
    pub(super) fn version(&self) -> i64 {
        self.version.trim().parse().ok().filter(|version| *version >= 0).unwrap_or_default()
    }

    /// Whether both say the same, whatever button was pressed.
    pub(super) fn says_as(&self, other: &Self) -> bool {
        let said = |values: &Self| serde_json::to_string(values).unwrap_or_default();
        said(self) == said(other)
    }

    /// What may be published, or what is wrong by field.
    pub(super) fn parse(&self, l: Locale, asks: Asks) -> Result<Written, Errors> {
        let mut errors = Errors::default();
        let headline = headline(&self.headline, l, &mut errors);
        let body = body(&self.text, l, &mut errors);
        let stance = stance(&self.stance, asks, l, &mut errors);
        let see_someone = line("see_someone", &self.see_someone, l, &mut errors);
        let no_see_someone = line("no_see_someone", &self.no_see_someone, l, &mut errors);
        match (&see_someone, &no_see_someone) {
            (None, None) if errors.of("no_see_someone").is_none() => errors.add(
                "see_someone",
                l.t("Say when readers should see someone in person, or why you do not say so.").to_string(),
            ),
            (Some(_), Some(_)) => {
                errors.add("no_see_someone", l.t("Fill in only one of these two lines.").to_string());
            }
            _ => {}
        }
        let interests = interests(self, l, &mut errors);
        let citations = citations(&self.citations, l, &mut errors);
        if errors.any() {
            return Err(errors);
        }
        Ok(Written { headline, body, stance, see_someone, no_see_someone, interests, citations })
    }
}

fn headline(typed: &str, l: Locale, errors: &mut Errors) -> String {
    let headline = Words::line(typed, HEADLINE).map_err(|unfit| match unfit {
        Unfit::Long(_) => unfit.message(l),
        _ => {
            let said = l.t("Sum your answer up in a headline of at least {n} characters.");
            said.with("n", l.number(*HEADLINE.start())).to_string()
        }
    });
    headline.map(String::from).unwrap_or_else(|said| {
        errors.add("headline", said);
        String::new()
    })
}

fn body(typed: &str, l: Locale, errors: &mut Errors) -> String {
    let body = Words::parse(typed, TEXT);
    if body == Err(Unfit::Empty) {
        errors.add("text", l.t("Write your answer.").to_string());
    }
    errors.read(l, "text", body.map(String::from))
}

fn stance(typed: &str, asks: Asks, l: Locale, errors: &mut Errors) -> Option<Stance> {
    let chosen = Stance::from_word(typed);
    if chosen.is_none() && typed != "none" && (asks == Asks::YesOrNo || !typed.is_empty()) {
        errors.add("stance", l.t("Choose what your answer comes to.").to_string());
    }
    chosen
}

/// A line that may be left empty.
fn line(field: &'static str, typed: &str, l: Locale, errors: &mut Errors) -> Option<String> {
    errors.read(l, field, Words::if_given(Words::line(typed, LINE))).map(String::from)
}

fn interests(values: &Values, l: Locale, errors: &mut Errors) -> Option<String> {
    let declared = line("interests", &values.interests, l, errors);
    match (declared, values.no_interests == "yes") {
        (Some(_), true) => {
            errors.add(
                "interests",
                l.t("Name your interests or say that you have none, not both.").to_string(),
            );
            None
        }
        (None, true) => Some(NO_INTERESTS.to_owned()),
        (declared, false) => declared,
    }
}

fn citations(typed: &str, l: Locale, errors: &mut Errors) -> Vec<Cited> {
    let (mut cited, mut bad): (Vec<Cited>, Vec<String>) = (Vec::new(), Vec::new());
    // Far more lines than are taken are not worth reading.
    for (at, line) in typed.lines().enumerate().take(200).filter(|(_, line)| !line.trim().is_empty()) {
        match Cited::parse(line) {
            Some(one) if cited.contains(&one) => {}
            Some(one) => cited.push(one),
            None => bad.push(l.number(at + 1).to_string()),
        }
    }
    if !bad.is_empty() {
        let said = l.n(
            bad.len(),
            "Line {lines} is no source: write a PMID, a DOI, a PMCID, an NCT number or an https address.",
            "Lines {lines} are no sources: write a PMID, a DOI, a PMCID, an NCT number or an https address.",
        );
        errors.add("citations", said.with("lines", bad.join(", ")).to_string());
    } else if cited.len() > MOST_CITED {
        let said = l.t("Name at most {n} sources: the best ones.");
        errors.add("citations", said.with("n", l.number(MOST_CITED)).to_string());
    }
    cited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_english_questions_are_known_to_take_yes_or_no() {
        assert_eq!(Asks::of("en-GB", "Can it make hair fall out?"), Asks::YesOrNo);
        assert_eq!(Asks::of("en", "How long does it last?"), Asks::Perhaps);
        assert_eq!(Asks::of("es", "Can it make hair fall out?"), Asks::Perhaps);
    }
}
