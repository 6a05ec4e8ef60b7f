//! Checks of codes that a standard defines: languages, countries, addresses and identifiers of publications.

use super::Scheme;
use super::check::{Checked, at_most, fail, filled, limits, one_line};
use super::escaped_excerpt;

/// ISO 3166-1 alpha-2, every code assigned.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
    FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ \
    IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
    MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS \
    PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Whether this is a country's two capital letters (ISO 3166-1 alpha-2).
#[must_use]
pub fn valid_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|country| country == code)
}

/// A language tag of BCP 47: `en`, `es-MX`, `zh-Hant`.
pub(super) fn language(field: &str, value: &str) -> Checked {
    let mut parts = value.split('-');
    let primary = parts.next().unwrap_or_default();
    let good = (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
        && value.len() <= 35;
    if good {
        return Ok(());
    }
    fail(field, &format!("is `{}`; write a language tag such as en, es or pt-BR", escaped_excerpt(value, 40)))
}

/// A country of ISO 3166-1 by its two letters.
pub(super) fn country(field: &str, value: &str) -> Checked {
    if valid_country(value) {
        return Ok(());
    }
    fail(
        field,
        &format!(
            "is `{}`; write the two capital letters of ISO 3166-1, such as US",
            escaped_excerpt(value, 40)
        ),
    )
}

/// An absolute web address: http or https, a host, no password, nothing that could break out of a link.
pub(super) fn url(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    one_line(field, value)?;
    at_most(field, value, limits::URL)?;
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let Some(rest) = rest else {
        let seen = escaped_excerpt(value, 60);
        return fail(field, &format!("is `{seen}`; an address must begin with https:// or http://"));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let broken =
        |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^');
    if host.is_empty() || host.starts_with(':') || host.contains('@') || rest.contains(broken) {
        let seen = escaped_excerpt(value, 60);
        return fail(
            field,
            &format!("is `{seen}`, which is not a complete web address such as https://example.org/a"),
        );
    }
    Ok(())
}

/// An identifier of a publication, in the shape of its scheme.
pub(super) fn identifier(field: &str, scheme: Scheme, value: &str) -> Checked {
    let (good, shape) = match scheme {
        Scheme::Url => return url(field, value),
        Scheme::Pmid => (digits(value, 1..=8), "up to eight digits, such as 12345678"),
        Scheme::Pmcid => (
            value.strip_prefix("PMC").is_some_and(|rest| digits(rest, 1..=9)),
            "PMC and digits, such as PMC1234567",
        ),
        Scheme::Nct => (
            value.strip_prefix("NCT").is_some_and(|rest| digits(rest, 8..=8)),
            "NCT and eight digits, NCT01234567",
        ),
        Scheme::Doi => (doi(value), "a DOI without its address, such as 10.1000/182"),
    };
    if good {
        return Ok(());
    }
    fail(field, &format!("is `{}`; write {shape}", escaped_excerpt(value, 60)))
}

/// A month: `2026-05`.
pub(super) fn month(field: &str, value: &str) -> Checked {
    let parts = value.split_once('-').filter(|(year, month)| digits(year, 4..=4) && digits(month, 2..=2));
    let good = parts
        .is_some_and(|(year, month)| ("1900"..="2200").contains(&year) && ("01"..="12").contains(&month));
    if good {
        return Ok(());
    }
    fail(field, &format!("is `{}`; write year and month, such as 2026-05", escaped_excerpt(value, 40)))
}

/// Ten characters of the provider taxonomy: `207N00000X`.
pub(super) fn nucc(field: &str, value: &str) -> Checked {
    let good = value.len() == 10
        && value.ends_with('X')
        && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if good {
        return Ok(());
    }
    fail(
        field,
        &format!(
            "is `{}`; write the ten characters of the code, such as 207N00000X",
            escaped_excerpt(value, 40)
        ),
    )
}

fn digits(value: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn doi(value: &str) -> bool {
    let Some((registrant, suffix)) = value.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let shown = |c: char| !c.is_whitespace() && !c.is_control();
    digits(&registrant.replace('.', ""), 3..=9)
        && !suffix.is_empty()
        && value.len() <= 300
        && suffix.chars().all(shown)
}
