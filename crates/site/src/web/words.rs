//! What people wrote in a field of a form, once it is fit to be kept.

use std::ops::RangeInclusive;

use locale::Locale;

/// A text that has something to read, is of the length that was asked for, and has no space around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(String);

/// Why a text can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing to read.
    Empty,
    /// It has fewer than this many characters that can be seen.
    Short(usize),
    /// It has more than this many characters.
    Long(usize),
}

impl Words {
    /// Reads a text. Characters that nobody sees don't help it to its least length, and count towards its greatest.
    ///
    /// # Errors
    /// [`Unfit`] as its variants say.
    pub fn parse(text: &str, characters: RangeInclusive<usize>) -> Result<Self, Unfit> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_joiner_or_space(c));
        let seen = text.chars().filter(|c| !is_invisible(*c)).count();
        if seen == 0 {
            Err(Unfit::Empty)
        } else if seen < *characters.start() {
            Err(Unfit::Short(*characters.start()))
        } else if text.chars().count() > *characters.end() {
            Err(Unfit::Long(*characters.end()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// Reads a text that need not be given.
    ///
    /// # Errors
    /// [`Unfit`] when it is given, and can't be taken.
    pub fn parse_optional(text: &str, characters: RangeInclusive<usize>) -> Result<Option<Self>, Unfit> {
        match Self::parse(text, characters) {
            Err(Unfit::Empty) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        words.0
    }
}

impl Unfit {
    /// What is wrong and what to do, for the person who wrote it.
    pub fn message(self, l: Locale) -> String {
        match self {
            Self::Empty => l.t("Please write something here.").to_string(),
            Self::Short(least) => l
                .n(least, "Please write at least {n} character.", "Please write at least {n} characters.")
                .to_string(),
            Self::Long(most) => l
                .n(most, "Please use at most {n} character.", "Please use at most {n} characters.")
                .to_string(),
        }
    }
}

/// Characters without a shape that some write in front of or after a text; direction marks stay, they may be meant.
fn is_joiner_or_space(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{3164}' | '\u{2800}')
}

/// Whether nothing is seen of a character: space, joiners, direction marks, variation selectors, fillers.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || is_joiner_or_space(c)
        || matches!(c,
            '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{ffa0}'
            | '\u{180b}'..='\u{180f}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2061}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_no_text() {
        for text in
            ["", "  \n ", "\u{200b}\u{200b}", "\u{202e}\u{2066} \u{feff}", "\u{3164}\u{2800}", "\u{e0041}"]
        {
            assert_eq!(Words::parse(text, 1..=9), Err(Unfit::Empty), "{text:?}");
            assert_eq!(Words::parse_optional(text, 1..=9), Ok(None), "{text:?}");
        }
        assert_eq!(Words::parse("ab\u{200b}\u{200b}\u{200b}c", 4..=9), Err(Unfit::Short(4)));
    }

    #[test]
    fn lengths_are_of_characters() {
        assert_eq!(Words::parse(" ééé\r\né ", 3..=5).unwrap().as_str(), "ééé\né");
        assert_eq!(Words::parse("éééééé", 3..=5), Err(Unfit::Long(5)));
        assert_eq!(Words::parse("שלום", 4..=4).unwrap().as_str(), "שלום");
    }
}
