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
    /// Reads a text of several lines. Characters that nobody sees don't help it to its least length, and count towards its
    /// greatest.
    ///
    /// # Errors
    /// [`Unfit`] as its variants say.
    pub fn parse(text: &str, characters: RangeInclusive<usize>) -> Result<Self, Unfit> {
        Self::fit(&tidy(text), &characters)
    }

    /// Reads one line, such as a title: whatever space is between two words becomes one space.
    ///
    /// # Errors
    /// [`Unfit`] as its variants say.
    pub fn line(text: &str, characters: RangeInclusive<usize>) -> Result<Self, Unfit> {
        Self::fit(&tidy(text).split_whitespace().collect::<Vec<_>>().join(" "), &characters)
    }

    /// Reads what has to be told apart by eye, such as a name or a number: a line without anything that nobody sees, also
    /// not where a language needs it.
    ///
    /// # Errors
    /// [`Unfit`] as its variants say.
    pub fn plain(text: &str, characters: RangeInclusive<usize>) -> Result<Self, Unfit> {
        let seen = |c: &char| c.is_whitespace() || !is_invisible(*c);
        Self::line(&text.chars().filter(seen).collect::<String>(), characters)
    }

    /// Reads a text that need not be given.
    ///
    /// # Errors
    /// [`Unfit`] when it is given, and can't be taken.
    pub fn parse_optional(text: &str, characters: RangeInclusive<usize>) -> Result<Option<Self>, Unfit> {
        Self::if_given(Self::parse(text, characters))
    }

    /// Makes a text one that need not be given.
    ///
    /// # Errors
    /// [`Unfit`] when it is given, and can't be taken.
    pub fn if_given(read: Result<Self, Unfit>) -> Result<Option<Self>, Unfit> {
        match read {
            Err(Unfit::Empty) => Ok(None),
            other => other.map(Some),
        }
    }

    fn fit(text: &str, characters: &RangeInclusive<usize>) -> Result<Self, Unfit> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_blank(c));
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

/// One kind of line end, and none of the characters that no text has or that mislead.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || misleads(*c))).collect()
}

/// Characters that are nowhere to be seen and hide words from readers and from searches, or that make a text, and what
/// stands after it on a page, read in another order than it is stored. Those that Persian, Hindi and faces are written with
/// are not among them, nor are the marks that right-to-left texts put beside a full stop.
fn misleads(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// Letters without a shape that some write in front of or after a text.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{3164}' | '\u{2800}')
}

/// Whether nothing is seen of a character: space, joiners, direction marks, variation selectors, fillers.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || is_blank(c)
        || misleads(c)
        || matches!(c,
            '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{ffa0}'
            | '\u{180b}'..='\u{180f}' | '\u{200c}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
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

    #[test]
    fn a_line_has_one_space_between_words() {
        assert_eq!(Words::line("  a \u{200b} b\tc\r\nd ", 1..=9).unwrap().as_str(), "a b c d");
        assert_eq!(Words::parse("a\r\n\r\nb\u{0}c\n", 1..=9).unwrap().as_str(), "a\n\nbc");
    }

    #[test]
    fn nothing_turns_the_direction_or_hides_in_a_text() {
        let read = |text| Words::parse(text, 1..=20).map(String::from);
        assert_eq!(read("\u{202e}cba\u{2067}").as_deref(), Ok("cba"));
        assert_eq!(read("a\u{200b}\u{ad}\u{feff}b\u{7}").as_deref(), Ok("ab"));
        for needed in ["می\u{200c}خواهم", "شکرا\u{200f}!", "👩\u{200d}⚕️"] {
            assert_eq!(read(needed).as_deref(), Ok(needed));
        }
    }

    #[test]
    fn what_is_plain_has_nothing_that_nobody_sees() {
        assert_eq!(Words::plain(" 12\u{200d}\u{200b}3 \n 4\u{3164}", 1..=9).unwrap().as_str(), "123 4");
        assert_eq!(Words::plain("\u{200d}\u{200f}", 1..=9), Err(Unfit::Empty));
    }
}
