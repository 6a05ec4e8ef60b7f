//! What is typed into the forms, read into what it means, with what is wrong by field.

use db::{entity::claimed_credential::Model as Claimed, value::CredentialKind};
use jiff::{civil::Date, tz::TimeZone};
use locale::Locale;
use registry::{Npi, NpiError};
use serde::{Deserialize, Serialize};

use crate::web::{Errors, Unfit, Words};

/// What the register of the United States is called, whose numbers are checked at once.
pub(super) const NPPES: &str = "NPPES";
/// How a form says that a number is one of that register.
pub(super) const NPI: &str = "npi";
/// Longest line of text, in characters.
pub(super) const LINE: usize = 200;
/// Longest number.
pub(super) const NUMBER: usize = 60;
/// Longest address of a page.
pub(super) const LINK: usize = 500;
/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// A credential as a form has it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) kind: String,
    pub(super) issuer: String,
    pub(super) number: String,
    pub(super) jurisdiction: String,
    pub(super) issued: String,
    pub(super) expires: String,
    pub(super) link: String,
}

/// A credential that can be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) kind: CredentialKind,
    pub(super) issuer: String,
    pub(super) number: Option<String>,
    pub(super) jurisdiction: Option<String>,
    pub(super) issued_at: Option<i64>,
    pub(super) expires_at: Option<i64>,
    pub(super) link: Option<String>,
}

impl Proof {
    /// What was handed in.
    pub(super) fn of(claimed: &Claimed) -> Self {
        Self {
            kind: claimed.credential_kind,
            issuer: claimed.issuer.clone(),
            number: claimed.number.clone(),
            jurisdiction: claimed.jurisdiction.clone(),
            issued_at: claimed.issued_at,
            expires_at: claimed.expires_at,
            link: claimed.link.clone(),
        }
    }
}

/// A line of text without what nobody sees; none when nothing is left of it.
pub(super) fn line(typed: &str, most: usize) -> Result<Option<String>, Unfit> {
    Ok(Words::if_given(Words::plain(typed, 1..=most))?.map(String::from))
}

/// The same, with the words for a form.
pub(super) fn field(
    l: Locale,
    errors: &mut Errors,
    name: &'static str,
    typed: &str,
    most: usize,
) -> Option<String> {
    errors.read(l, name, line(typed, most))
}

/// Reads a credential; none when anything is wrong with it.
pub(super) fn proof(l: Locale, typed: &Typed, now: i64, errors: &mut Errors) -> Option<Proof> {
    let mut wrong = Errors::default();
    let issuer = field(l, &mut wrong, "issuer", &typed.issuer, LINE);
    let is_npi = typed.kind == NPI || issuer.as_deref().is_some_and(is_npi_register);
    let kind = match CredentialKind::from_word(&typed.kind) {
        _ if is_npi => Some(CredentialKind::Registration),
        Some(kind) => Some(kind),
        None => {
            wrong.add("kind", l.t("Please choose what it is.").to_string());
            None
        }
    };
    let issuer = if is_npi { Some(NPPES.to_owned()) } else { issuer };
    if issuer.is_none() {
        wrong.add("issuer", l.t("Please say who issued it.").to_string());
    }
    let number = number(l, &typed.number, is_npi, kind, &mut wrong);
    let jurisdiction = field(l, &mut wrong, "jurisdiction", &typed.jurisdiction, LINE);
    let jurisdiction = if is_npi { Some("US".to_owned()) } else { jurisdiction };
    let issued_at =
        date(l, &mut wrong, "issued", &typed.issued).map(|date| start_of(date).unwrap_or_default());
    let expires_at = date(l, &mut wrong, "expires", &typed.expires).and_then(end_of);
    if issued_at.is_some_and(|at| at > now + DAY) {
        wrong.add("issued", l.t("This day is still to come.").to_string());
    }
    if expires_at.is_some_and(|at| at <= now) {
        wrong.add("expires", l.t("This has run out. Please hand in one that holds.").to_string());
    }
    let link = link(l, &typed.link, &mut wrong);
    let proof = (!wrong.any()).then_some(()).and_then(|()| {
        Some(Proof { kind: kind?, issuer: issuer?, number, jurisdiction, issued_at, expires_at, link })
    });
    wrong.all().for_each(|(field, message)| errors.add(field, message));
    proof
}

fn number(
    l: Locale,
    typed: &str,
    is_npi: bool,
    kind: Option<CredentialKind>,
    errors: &mut Errors,
) -> Option<String> {
    let number = field(l, errors, "number", typed, NUMBER);
    match number {
        Some(number) if is_npi => match Npi::parse(&number) {
            Ok(npi) => Some(npi.to_string()),
            Err(error) => {
                errors.add("number", npi_said(l, error));
                None
            }
        },
        // A degree often has none.
        None if is_npi || kind.is_some_and(|kind| kind != CredentialKind::Degree) => {
            errors.add("number", l.t("Please enter the number, so that we can look it up.").to_string());
            None
        }
        number => number,
    }
}

/// What is wrong with an NPI, in words.
pub(super) fn npi_said(l: Locale, error: NpiError) -> String {
    match error {
        NpiError::NotADigit(c) => {
            l.t("An NPI has digits only. Please take out “{sign}”.").with("sign", c).to_string()
        }
        NpiError::Length(n) => l.t("An NPI has 10 digits. This one has {n}.").with("n", n).to_string(),
        NpiError::FirstDigit => l.t("An NPI begins with 1 or 2.").to_string(),
        NpiError::CheckDigit => l
            .t("This can’t be an NPI: its last digit does not fit the others. Please look for a slip.")
            .to_string(),
    }
}

/// Whether a register goes by a name of the one that gives out NPIs.
pub(super) fn is_npi_register(issuer: &str) -> bool {
    let lower = issuer.to_lowercase();
    lower.contains("national provider identifier")
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "npi" | "nppes"))
}

/// The last moment of a day that is written as 2031-05-28.
pub(super) fn last_moment(day: &str) -> Option<i64> {
    end_of(day.parse().ok()?)
}

fn date(l: Locale, errors: &mut Errors, name: &'static str, typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let date: Option<Date> = typed.parse().ok().filter(|date: &Date| (1900..2200).contains(&date.year()));
    if date.is_none() {
        errors.add(name, l.t("Please write the day like this: 2031-05-28.").to_string());
    }
    date
}

fn start_of(date: Date) -> Option<i64> {
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// What holds until a day holds on that day.
fn end_of(date: Date) -> Option<i64> {
    Some(start_of(date)? + DAY - 1)
}

/// The end of a day that is still to come, for an editor; empty: no end.
pub(super) fn until(l: Locale, typed: &str, now: i64, errors: &mut Errors) -> Option<i64> {
    let end = date(l, errors, "until", typed).and_then(end_of);
    if end.is_some_and(|end| end <= now) {
        errors.add("until", l.t("This day is over.").to_string());
    }
    end
}

fn link(l: Locale, typed: &str, errors: &mut Errors) -> Option<String> {
    let link = field(l, errors, "link", typed, LINK)?;
    if is_address(&link) {
        return Some(link);
    }
    errors.add("link", l.t("Please enter an address that begins with https://.").to_string());
    None
}

/// An address of a page on the open web, without a password in it.
fn is_address(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
        && rest.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_of_npis_is_known_by_its_names() {
        for issuer in ["NPI", "US NPI registry", "nppes (CMS)", "National Provider Identifier"] {
            assert!(is_npi_register(issuer), "{issuer}");
        }
        assert!(!is_npi_register("Snpinet Board"));
    }

    #[test]
    fn evidence_is_on_the_open_web() {
        for link in ["https://register.example/d/1?x=2#y", "https://a.example:8443"] {
            assert!(is_address(link), "{link}");
        }
        for link in [
            "http://register.example",
            "javascript:alert(1)",
            "https://",
            "https://localhost/x",
            "https://ann:secret@register.example",
            "https://register.example/ x",
            "https://evil.example\\@x",
        ] {
            assert!(!is_address(link), "{link}");
        }
    }

    #[test]
    fn what_holds_until_a_day_holds_on_that_day() {
        let day: Date = "2026-11-01".parse().unwrap();
        assert_eq!((start_of(day), end_of(day)), (Some(1_793_491_200), Some(1_793_577_599)));
    }
}
