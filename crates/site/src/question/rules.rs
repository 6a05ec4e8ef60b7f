//! What is taken as the text of a question, and where the question then stands. Pure.

use locale::Locale;

/// Words that are the addresses of something else on a question: `/questions/12/withdraw`.
const TAKEN: &[&str] = &[
    "answer", "answers", "appeal", "asker", "details", "edit", "export", "found", "hide", "history", "lock",
    "merge", "move", "report", "restore", "withdraw",
];

/// A question's part of the address.
pub fn slug(title: &str) -> String {
    let slug = markup::slug(title, "question");
    if TAKEN.contains(&slug.as_str()) { format!("{slug}-question") } else { slug }
}

/// How long a text may be, in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) least: usize,
    pub(super) most: usize,
}

/// Why a text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// There is nothing in it that anybody could see.
    Empty,
    /// It has fewer characters than this.
    Short(usize),
    /// It has more characters than this.
    Long(usize),
}

impl Wrong {
    /// What to do about it.
    pub(super) fn said(self, l: Locale) -> String {
        match self {
            Self::Empty => l.t("Please write something here.").to_string(),
            Self::Short(least) => l
                .t("Please write a little more: at least {n} characters.")
                .with("n", l.number(least))
                .to_string(),
            Self::Long(most) => {
                l.t("Please shorten this: it may have {n} characters.").with("n", l.number(most)).to_string()
            }
        }
    }
}

/// Reads a line, such as a title.
pub(super) fn line(typed: &str, span: Span) -> Result<String, Wrong> {
    measured(tidy(typed).split_whitespace().collect::<Vec<_>>().join(" "), span)
}

/// Reads a text of several lines.
pub(super) fn text(typed: &str, span: Span) -> Result<String, Wrong> {
    measured(tidy(typed).trim().to_owned(), span)
}

/// Reads a text that may be left out.
pub(super) fn note(typed: &str, most: usize) -> Result<Option<String>, Wrong> {
    match text(typed, Span { least: 0, most }) {
        Err(Wrong::Empty) => Ok(None),
        read => read.map(Some),
    }
}

fn measured(text: String, Span { least, most }: Span) -> Result<String, Wrong> {
    let seen = text.chars().filter(|c| can_be_seen(*c)).count();
    match (seen, text.chars().count()) {
        (0, _) => Err(Wrong::Empty),
        (seen, _) if seen < least => Err(Wrong::Short(least)),
        (_, all) if all > most => Err(Wrong::Long(most)),
        _ => Ok(text),
    }
}

/// One kind of line end, and without what no text has or what would turn the text around it.
fn tidy(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || misleads(*c))).collect()
}

/// Characters that are nowhere to be seen and hide words from readers and from searches, or make text read in another order
/// than it is stored. Those that Persian, Hindi and faces are written with are not among them.
fn misleads(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

fn can_be_seen(c: char) -> bool {
    let empty = matches!(c, '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{200c}'..='\u{200f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}');
    !(empty || c.is_whitespace() || c.is_control() || misleads(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Span = Span { least: 3, most: 10 };

    #[test]
    fn a_text_is_measured_by_what_can_be_seen() {
        for (typed, read) in [
            ("  a  b\tc ", Ok("a b c")),
            ("a\nb\r\nc", Ok("a b c")),
            ("", Err(Wrong::Empty)),
            (" \u{200b}\u{2060}\u{3164}\u{fe0f} ", Err(Wrong::Empty)),
            ("a\u{200b}\u{200b}\u{200b}b", Err(Wrong::Short(3))),
            ("ten letters", Err(Wrong::Long(10))),
            ("ñandúes sí", Ok("ñandúes sí")),
            ("\u{202e}cba", Ok("cba")),
        ] {
            assert_eq!(line(typed, SPAN), read.map(ToOwned::to_owned), "{typed:?}");
        }
        assert_eq!(text("a\r\n\r\nb\u{0}c\n", SPAN).as_deref(), Ok("a\n\nbc"));
        assert_eq!(note("\u{feff} ", 5), Ok(None));
        assert_eq!(note("می\u{200c}خواهم", 9).unwrap().as_deref(), Some("می\u{200c}خواهم"));
    }

    #[test]
    fn no_question_takes_the_address_of_something_else() {
        assert_eq!(slug("Withdraw!!"), "withdraw-question");
        assert_eq!(slug("Can I withdraw it?"), "can-i-withdraw-it");
    }
}
