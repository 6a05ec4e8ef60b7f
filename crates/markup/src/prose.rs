//! The short path: text without any Markdown in it is paragraphs and line breaks, and needs no tree.
//!
//! [`read`] gives up at the first character that could mean something to Markdown, and is careful rather than
//! clever: "1." at a line's start is given up, "in 2024." is not. The same writing serves a body that is shown
//! literally because it is too long or too costly for the tree.

/// The HTML of plain prose; `None` when there may be Markdown in it.
pub(crate) fn html(text: &str) -> Option<String> {
    let mut html = HtmlLines::with_room_for(text);
    read(text, |line, opens| html.line(line, opens))?;
    Some(html.finish())
}

/// The HTML of a text in which nothing is Markdown.
pub(crate) fn literal_html(text: &str) -> String {
    let mut html = HtmlLines::with_room_for(text);
    each_line(text, |line, opens| {
        html.line(line.trim_matches([' ', '\t']), opens);
        Some(())
    });
    html.finish()
}

/// The text of plain prose with its lines trimmed; `None` when there may be Markdown in it.
pub(crate) fn plain(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    read(text, |line, opens| plain_line(&mut plain, line, opens))?;
    Some(plain)
}

/// A text in which nothing is Markdown, with its lines trimmed.
pub(crate) fn literal_plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    each_line(text, |line, opens| {
        plain_line(&mut plain, line.trim_matches([' ', '\t']), opens);
        Some(())
    });
    plain
}

fn plain_line(plain: &mut String, line: &str, opens: bool) {
    if !plain.is_empty() {
        plain.push_str(if opens { "\n\n" } else { "\n" });
    }
    plain.push_str(line);
}

/// Hands over each line that is not empty, trimmed, and whether it opens a paragraph.
fn read<'a>(text: &'a str, mut line: impl FnMut(&'a str, bool)) -> Option<()> {
    each_line(text, |full, opens| {
        let trimmed = full.trim_start_matches(' ');
        let indented = full.len() - trimmed.len() > 3;
        if indented || opens_block(trimmed) || has_markdown(trimmed) {
            return None;
        }
        line(trimmed.trim_end_matches(' '), opens);
        Some(())
    })
}

fn each_line<'a>(text: &'a str, mut line: impl FnMut(&'a str, bool) -> Option<()>) -> Option<()> {
    let mut opens = true;
    for full in text.split('\n') {
        if full.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
            opens = true;
        } else {
            line(full, opens)?;
            opens = false;
        }
    }
    Some(())
}

/// Whether a line starts like a heading, list, quotation, rule, fence or table.
fn opens_block(line: &str) -> bool {
    match line.as_bytes().first() {
        Some(b'#' | b'>' | b'-' | b'+' | b'=' | b':') => true,
        Some(b'0'..=b'9') => line.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']),
        _ => false,
    }
}

/// Whether anything inside a line could mean something to Markdown.
fn has_markdown(line: &str) -> bool {
    let bytes = line.as_bytes();
    suspect(bytes) && (0..bytes.len()).any(|at| is_markdown(&bytes[at..]))
}

/// Whether a line holds any of the bytes in question, which nearly none does. Written without a branch for each
/// byte, so that the compiler compares many at once: four times as fast as a table.
fn suspect(bytes: &[u8]) -> bool {
    let single = |byte: u8| {
        (byte < b' ')
            | (byte == 0x7f)
            | (byte == b'\\')
            | (byte == b'`')
            | (byte == b'*')
            | (byte == b'_')
            | (byte == b'[')
            | (byte == b'~')
            | (byte == b'|')
            | (byte == b'@')
            | (byte == b'<')
            | (byte == b'&')
    };
    let pair = |one: u8, two: u8| ((one == b':') & (two == b'/')) | ((one == b'w') & (two == b'w'));
    let seconds = bytes.get(1..).unwrap_or_default();
    bytes.iter().fold(false, |found, byte| found | single(*byte))
        || bytes.iter().zip(seconds).fold(false, |found, (one, two)| found | pair(*one, *two))
}

/// Whether Markdown may begin here.
fn is_markdown(rest: &[u8]) -> bool {
    let Some((byte, after)) = rest.split_first() else { return false };
    match byte {
        b'<' => after.first().is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next)),
        b'&' => after.first().is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#'),
        b':' => after.starts_with(b"//"),
        b'w' => after.starts_with(b"ww."),
        b'\\' | b'`' | b'*' | b'_' | b'[' | b'~' | b'|' | b'@' | 0x7f | ..b' ' => true,
        _ => false,
    }
}

/// Paragraphs as ammonia writes them, byte for byte.
struct HtmlLines {
    html: String,
}

impl HtmlLines {
    fn with_room_for(text: &str) -> Self {
        Self { html: String::with_capacity(text.len() + text.len() / 8 + 16) }
    }

    fn line(&mut self, line: &str, opens: bool) {
        if !opens {
            self.html.push_str("<br>\n");
        } else if self.html.is_empty() {
            self.html.push_str("<p>");
        } else {
            self.html.push_str("</p>\n<p>");
        }
        escape(&mut self.html, line);
    }

    fn finish(mut self) -> String {
        if !self.html.is_empty() {
            self.html.push_str("</p>\n");
        }
        self.html
    }
}

fn escape(html: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let plain = |byte: u8| (byte != b'&') & (byte != b'<') & (byte != b'>') & (byte != 0xc2);
    if bytes.iter().fold(true, |all, byte| all & plain(*byte)) {
        return html.push_str(text);
    }
    let mut written = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (escaped, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            // The two bytes of a no-break space.
            0xc2 if bytes.get(at + 1) == Some(&0xa0) => ("&nbsp;", 2),
            _ => continue,
        };
        html.push_str(&text[written..at]);
        html.push_str(escaped);
        written = at + length;
    }
    html.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Pieces that are harmless alone, and some that are not, in every order.
        #[test]
        fn both_paths_write_the_same_bytes(
            text in "(word|I |w|ww|www|\\.|, |!|\\?|:|/|//|;|'|\"|\\(|\\)|\\]|\\}|\\{|\\$|%|\\^|&|& |&a|;|<|< |<5|>|-|--|\\+|=|==|#|1|2024|\\.|\\)| |  |    |\n|\n\n|\u{a0}|\u{2028}|é|ß|中|🙂|\\PC){0,40}"
        ) {
            let text = crate::tidy_lines(&text);
            if let Some(short) = html(&text) {
                prop_assert_eq!(short, crate::rich_html(&text));
            }
            if let Some(short) = plain(&text) {
                prop_assert_eq!(short, crate::tree::plain(&text, crate::tree::Signs::Typed).unwrap());
            }
        }
    }

    #[test]
    fn prose_takes_the_short_path() {
        assert_eq!(
            html("I had it in 2024. \"Fine\" & <5 mg (a > b)!\nSecond: line\n\n  Next\u{a0}one  \n")
                .as_deref(),
            Some(
                "<p>I had it in 2024. \"Fine\" &amp; &lt;5 mg (a &gt; b)!<br>\nSecond: line</p>\n<p>Next&nbsp;one</p>\n"
            )
        );
        assert_eq!(plain(" One \nTwo\n \n\nThree").as_deref(), Some("One\nTwo\n\nThree"));
        assert_eq!(html("").as_deref(), Some(""));
    }

    #[test]
    fn anything_like_markdown_does_not() {
        for text in [
            "*a*", "a_b", "`a`", "# a", "> a", "- a", "1. a", "23) a", "a\n===", "a\n---", "    a", "\ta",
            "a\\", "[a](b)", "<b>", "</b>", "<!--", "&amp;", "&#1;", "a | b", "~a~", "http://a.b", "www.a.b",
            "a@b.c", "+ a",
        ] {
            assert_eq!(html(text), None, "{text:?}");
        }
    }
}
