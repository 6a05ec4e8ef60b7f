//! How each language writes dates, numbers and lists: one small table a language, in its own file.
//!
//! To add a language: a file beside this one, a line in [`find`], and its PO file.

mod en;
mod es;

/// A language's table.
pub(crate) struct Format {
    /// Language subtag, or a whole tag where a region writes things its own way.
    pub(crate) tag: &'static str,
    /// The language's name in itself.
    pub(crate) name: &'static str,
    pub(crate) direction: Direction,
    pub(crate) months: [&'static str; 12],
    pub(crate) date: &'static [Piece],
    pub(crate) month_year: &'static [Piece],
    pub(crate) decimal: &'static str,
    pub(crate) group: &'static str,
    /// Fewest digits that are grouped: Spanish writes 1234 but 12.345.
    pub(crate) grouped_from: usize,
    /// Between the items of a list.
    pub(crate) comma: &'static str,
    /// Before the last item, which is given because Spanish looks at its sound.
    pub(crate) and: fn(&str) -> &'static str,
}

/// Which way a language is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    LeftToRight,
    RightToLeft,
}

/// A part of a date.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    Day,
    Month,
    Year,
    Literal(&'static str),
}

const ALL: [&Format; 2] = [&en::FORMAT, &es::FORMAT];

/// The table for a tag: its own, or that of its language.
pub(crate) fn find(tag: &str) -> Option<&'static Format> {
    let language = tag.split('-').next().unwrap_or(tag);
    let by = |wanted: &str| ALL.iter().copied().find(|format| format.tag.eq_ignore_ascii_case(wanted));
    by(tag).or_else(|| by(language))
}

/// The table of English, the language that texts are written in.
pub(crate) fn english() -> &'static Format {
    &en::FORMAT
}
