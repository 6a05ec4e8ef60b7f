//! The checks that every field passes before a record is let in. Each refusal says what to do.

use super::{Problem, State};

/// The limits of the format, in characters unless they say otherwise.
pub mod limits {
    /// Ids of records and of sources.
    pub const ID: usize = 200;
    /// Names of people, places, topics and works.
    pub const NAME: usize = 200;
    /// A question's title.
    pub const TITLE: usize = 300;
    /// An answer's headline.
    pub const HEADLINE: usize = 300;
    /// The text of a question, answer, review, biography or description.
    pub const BODY: usize = 100_000;
    /// Notes, reasons and case details.
    pub const NOTE: usize = 2_000;
    /// Web addresses.
    pub const URL: usize = 2_000;
    /// Entries of a list: letters, topics, synonyms.
    pub const LIST: usize = 100;
    /// Bytes of one line of an archive, without its end.
    pub const LINE: usize = 2 * 1024 * 1024;
    /// The largest whole number: beyond it other JSON readers lose digits.
    pub const NUMBER: i64 = 9_007_199_254_740_991;
}

pub(super) type Checked = Result<(), Problem>;

/// Runs a check on a value that may be absent.
pub(super) fn optional(
    field: &str,
    value: Option<&String>,
    check: impl Fn(&str, &str) -> Checked,
) -> Checked {
    value.map_or(Ok(()), |value| check(field, value))
}

/// Runs a check on every entry of a list, which also has its limit and no entry twice.
pub(super) fn list(field: &str, values: &[String], check: impl Fn(&str, &str) -> Checked) -> Checked {
    count(field, values.len())?;
    for (index, value) in values.iter().enumerate() {
        check(&format!("{field}[{index}]"), value)?;
        if values[..index].contains(value) {
            return fail(
                field,
                &format!("lists `{}` twice; list it once", super::escaped_excerpt(value, 60)),
            );
        }
    }
    Ok(())
}

/// How many entries a list has.
pub(super) fn count(field: &str, entries: usize) -> Checked {
    if entries > limits::LIST {
        return fail(field, &format!("has {entries} entries; the limit is {}", limits::LIST));
    }
    Ok(())
}

/// An id of a record within its source.
pub(super) fn id(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    one_line(field, value)?;
    at_most(field, value, limits::ID)?;
    trimmed(field, value)?;
    no_turns(field, value)
}

/// Lower-case ASCII letters, digits and single hyphens: what an address can carry unchanged.
pub(super) fn slug(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    at_most(field, value, limits::ID)?;
    if !valid_slug(value) {
        let seen = super::escaped_excerpt(value, 60);
        return fail(field, &format!("is `{seen}`; use lower-case letters a-z, digits and single hyphens"));
    }
    Ok(())
}

/// Whether `value` is made of lower-case ASCII letters and digits, joined by single hyphens.
#[must_use]
pub fn valid_slug(value: &str) -> bool {
    value.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// A name of a person, place, organisation or thing.
pub(super) fn name(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    one_line(field, value)?;
    at_most(field, value, limits::NAME)?;
    trimmed(field, value)?;
    no_turns(field, value)
}

/// A title or headline: one line, not blank.
pub(super) fn title(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    one_line(field, value)?;
    at_most(field, value, limits::TITLE)
}

/// The title or headline of something in this state: of what was erased only a tombstone is left.
pub(super) fn heading(field: &str, value: &str, state: State) -> Checked {
    if state == State::Removed && value.is_empty() { Ok(()) } else { title(field, value) }
}

/// The words of something in this state: of what was erased only a tombstone is left.
pub(super) fn words(field: &str, value: &str, state: State) -> Checked {
    if state == State::Removed && value.is_empty() { Ok(()) } else { body(field, value) }
}

/// Long text that must say something.
pub(super) fn body(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    text(field, value)
}

/// Long text that may be empty.
pub(super) fn text(field: &str, value: &str) -> Checked {
    printable(field, value)?;
    at_most(field, value, limits::BODY)
}

/// A shorter text: a reason, a case detail.
pub(super) fn note(field: &str, value: &str) -> Checked {
    filled(field, value)?;
    printable(field, value)?;
    at_most(field, value, limits::NOTE)
}

/// A whole number from 1 up that every JSON reader keeps exactly.
pub(super) fn number(field: &str, value: i64) -> Checked {
    if (1..=limits::NUMBER).contains(&value) {
        return Ok(());
    }
    fail(field, &format!("is {value}; it must be a whole number from 1 to {}", limits::NUMBER))
}

pub(super) fn fail(field: &str, message: &str) -> Checked {
    Err(Problem::new(format!("`{field}` {message}")))
}

pub(super) fn filled(field: &str, value: &str) -> Checked {
    if value.trim().is_empty() { fail(field, "is empty; fill it in") } else { Ok(()) }
}

pub(super) fn at_most(field: &str, value: &str, limit: usize) -> Checked {
    // Bytes are counted first because they are free and are never fewer than the characters.
    if value.len() <= limit {
        return Ok(());
    }
    let length = value.chars().count();
    if length > limit {
        return fail(field, &format!("has {length} characters; shorten it to at most {limit}"));
    }
    Ok(())
}

pub(super) fn one_line(field: &str, value: &str) -> Checked {
    match value.chars().find(|c| c.is_control() || unprintable(*c) || matches!(c, '\u{2028}' | '\u{2029}')) {
        Some(found) => fail(
            field,
            &format!(
                "holds the control character {}; remove it and keep the text on one line",
                found.escape_unicode()
            ),
        ),
        None => Ok(()),
    }
}

pub(super) fn printable(field: &str, value: &str) -> Checked {
    match value.chars().find(|c| unprintable(*c)) {
        Some(found) => {
            fail(field, &format!("holds the control character {}; remove it", found.escape_unicode()))
        }
        None => Ok(()),
    }
}

fn trimmed(field: &str, value: &str) -> Checked {
    if value.trim().len() == value.len() {
        Ok(())
    } else {
        fail(field, "starts or ends with a space; remove it")
    }
}

fn no_turns(field: &str, value: &str) -> Checked {
    match value.chars().find(|c| turns_direction(*c)) {
        Some(found) => fail(
            field,
            &format!("holds {}, which turns the reading direction; remove it", found.escape_unicode()),
        ),
        None => Ok(()),
    }
}

/// Characters that neither PostgreSQL (NUL) nor an XML feed (the rest) can carry.
pub(crate) fn unprintable(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Characters that make text read in another order than it is stored, so that one name can pass for another.
pub(super) fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
