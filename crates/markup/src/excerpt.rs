//! The beginning of a body in one line.

use crate::{prose, tidy_lines, tree::Signs, words};

/// Bytes of a body read for each character wanted, so that the excerpt of a long body costs no more than that of
/// a short one: in plain prose, and where marks and addresses take room.
const BYTES_IN_PROSE: usize = 2;
const BYTES_IN_MARKDOWN: usize = 8;
/// Bytes read in any case.
const BYTES_AT_LEAST: usize = 256;

/// The first words of a body without markup and without the dashes of lists, at most `most` characters with the ellipsis that tells of more.
#[must_use]
pub fn excerpt(markdown: &str, most: usize) -> String {
    let (start, whole) = beginning(markdown, most, BYTES_IN_PROSE);
    if let Some(text) = prose::plain(&tidy_lines(start)) {
        let line = first_words(&text, most);
        if whole || is_longer(&line, most) {
            return fit(line, most, whole);
        }
    }
    let (start, whole) = beginning(markdown, most, BYTES_IN_MARKDOWN);
    fit(first_words(&words(start, Signs::Left), most), most, whole)
}

/// The beginning of a body, and whether it is all of it.
fn beginning(markdown: &str, most: usize, bytes: usize) -> (&str, bool) {
    let end = markdown.floor_char_boundary(most.saturating_mul(bytes).saturating_add(BYTES_AT_LEAST));
    (&markdown[..end], end == markdown.len())
}

/// Words in one line, up to the one that makes it too long.
fn first_words(text: &str, most: usize) -> String {
    let mut line = String::with_capacity(text.len().min(most.saturating_mul(2)));
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        // Bytes are at least as many as characters; the exact count is taken once.
        if line.len() > most && is_longer(&line, most) {
            break;
        }
    }
    line
}

fn is_longer(line: &str, most: usize) -> bool {
    line.chars().nth(most).is_some()
}

/// Ends a line that is too long, or whose body goes on, with a whole word and an ellipsis.
fn fit(mut line: String, most: usize, whole: bool) -> String {
    if whole && !is_longer(&line, most) {
        return line;
    }
    let Some(before_ellipsis) = most.checked_sub(1) else { return String::new() };
    let room = line.char_indices().nth(before_ellipsis).map_or(line.len(), |(at, _)| at);
    let at_word_end = line[room..].starts_with(' ');
    let word_end = if at_word_end { Some(room) } else { line[..room].rfind(' ') };
    // A single word that is longer than the line is cut inside.
    line.truncate(word_end.filter(|end| *end > 0).unwrap_or(room));
    let mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '.');
    line.truncate(line.trim_end_matches(mark).len());
    line.push('…');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_between_words() {
        assert_eq!(excerpt("One two three", 13), "One two three");
        assert_eq!(excerpt("One two three", 12), "One two…");
        assert_eq!(excerpt("One two three", 8), "One two…");
        assert_eq!(excerpt("One two three", 7), "One…");
        assert_eq!(excerpt("One, two", 5), "One…");
        assert_eq!(excerpt("Incomprehensible", 6), "Incom…");
        assert_eq!(excerpt("ab", 0), "");
        assert_eq!(excerpt("", 10), "");
    }

    #[test]
    fn shows_words_and_no_markup() {
        assert_eq!(excerpt("# Title\n\n**Bold** [link](http://a.b)\n- item", 80), "Title Bold link item");
        assert_eq!(
            excerpt("I take:\n\n- iron\n- zinc\n\n1. in the morning\n2. at night", 80),
            "I take: iron zinc 1. in the morning 2. at night"
        );
    }

    #[test]
    fn a_long_body_is_not_read_to_its_end() {
        let body = format!("{}end", "word ".repeat(20_000));
        assert_eq!(excerpt(&body, 12), "word word…");
    }

    proptest! {
        #[test]
        fn never_longer_than_asked(body in "(\\PC|[*_#>` \n\\[\\]()]|word ){0,80}", most in 0_usize..60) {
            let text = excerpt(&body, most);
            prop_assert!(text.chars().count() <= most);
            prop_assert!(!text.contains('\n'));
        }
    }
}
