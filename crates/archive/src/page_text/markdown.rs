//! Plain text as Markdown that shows the same words.

use super::blocks::Block;

/// Paragraphs as Markdown; a line's end within a paragraph stays one.
pub(super) fn paragraphs(blocks: &[Block]) -> String {
    let paragraph =
        |block: &Block| block.lines().map(|line| escape(&line.text)).collect::<Vec<_>>().join("\n");
    blocks.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// One line, with a backslash before what Markdown would take for markup, and nowhere else.
fn escape(line: &str) -> String {
    let opening = opening_markup(line);
    let mut escaped = String::with_capacity(line.len() + 8);
    let mut start = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let end = start + word.len();
        // Looked up once a word: once a character would take the square of the length of a hostile word.
        let in_address = word.contains('@');
        let marked = |at: usize, character: char| {
            let before = line[..at].chars().next_back().unwrap_or(' ');
            opening == Some(at)
                || is_markup(before, character, &line[at + character.len_utf8()..], in_address)
        };
        let positions = || word.char_indices().map(|(within, character)| (start + within, character));
        // A backslash would show within an address that is made a link, so such an address is kept from being one.
        let unlink = positions().any(|(at, character)| marked(at, character));
        for (at, character) in positions() {
            if marked(at, character) || (unlink && makes_link(&line[..at], character, &line[at..end])) {
                escaped.push('\\');
            }
            escaped.push(character);
        }
        start = end;
    }
    escaped
}

/// Whether a character is the one by which an address is known: the colon of `https://`, the dot of `www.`.
fn makes_link(before: &str, character: char, from_here: &str) -> bool {
    match character {
        ':' => from_here.starts_with("://"),
        '.' => {
            before.get(before.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
        }
        _ => false,
    }
}

/// Where a line begins with what would make it a heading, list, quote, rule or table, the place to put a backslash.
fn opening_markup(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let ends_word = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let only = |allowed: &str| line.chars().all(|c| allowed.contains(c) || c.is_whitespace());
    let marked = match first {
        '#' | '>' => true,
        '-' | '+' | '*' | '=' | '_' | '|' | ':' => ends_word || only("-+*=_|:"),
        _ => false,
    };
    if marked {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut after_number = line[digits..].chars();
    let list = (1..=9).contains(&digits)
        && matches!(after_number.next(), Some('.' | ')'))
        && after_number.next().is_none_or(char::is_whitespace);
    list.then_some(digits)
}

/// Whether a character within a line would be taken for markup.
fn is_markup(before: char, character: char, after: &str, in_address: bool) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    match character {
        '`' | '[' => true,
        '*' | '~' => !(before.is_whitespace() && next.is_whitespace()),
        '_' => {
            !(before.is_alphanumeric() && next.is_alphanumeric()
                || before.is_whitespace() && next.is_whitespace())
        }
        '\\' => next.is_ascii_punctuation() || after.is_empty(),
        '<' => !next.is_whitespace() && (!next.is_ascii_digit() || in_address),
        '&' => {
            let name =
                after.split(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).next().unwrap_or_default();
            !name.is_empty() && after[name.len()..].starts_with(';')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page_text::blocks::split;

    #[test]
    fn ordinary_words_stay_as_they_are() {
        for line in [
            "It wasn't 3 < 5 or <3, was it? (No.) ~ Dr. Quill, Harbour Clinic.",
            "Call 555-0100; costs $20 - $30 & more + tax = fine",
            "snake_case and 2 * 3 and A | B",
            "1.5 mg or 2.5 mg",
        ] {
            assert_eq!(escape(line), line);
        }
    }

    #[test]
    fn what_markdown_would_take_for_markup_is_escaped() {
        for (line, expected) in [
            ("# Heading", "\\# Heading"),
            ("> quote", "\\> quote"),
            ("- item", "\\- item"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("1. First", "1\\. First"),
            ("12) Next", "12\\) Next"),
            ("*bold* _it_", "\\*bold\\* \\_it\\_"),
            ("~~gone~~", "\\~\\~gone\\~\\~"),
            ("[x](http://a.example)", "\\[x](http\\://a.example)"),
            ("`code` <b>bold</b>", "\\`code\\` \\<b>bold\\</b>"),
            ("fish &amp; chips &#42; R&D", "fish \\&amp; chips \\&#42; R&D"),
            ("back\\_slash C:\\dir\\", "back\\\\\\_slash C:\\dir\\\\"),
            ("<3@a.example>", "\\<3@a.example>"),
            ("http://a.example/_b_ www.a.example", "http\\://a.example/\\_b\\_ www.a.example"),
            ("| --- |", "\\| --- |"),
        ] {
            assert_eq!(escape(line), expected, "{line}");
        }
    }

    #[test]
    fn paragraphs_and_line_ends_stay() {
        assert_eq!(paragraphs(&split("one\ntwo\n\n\nthree")), "one\ntwo\n\nthree");
    }
}
