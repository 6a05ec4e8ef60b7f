//! Text made to fit a terminal. What archives hold was written by strangers, so nothing that steers a terminal
//! gets through.

use unicode_width::UnicodeWidthStr;

/// The text without control characters other than line ends, and without those that turn the direction of writing.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !(c.is_control() || is_steering(*c))).collect()
}

fn is_steering(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Breaks lines between words so that none is longer than `width` columns, each after `indent` spaces. A word that is
/// longer than a line, such as an address, stays whole.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let room = width.saturating_sub(indent).max(20);
    let mut out = String::new();
    for paragraph in plain(&text.replace('\t', " ")).trim_end().lines() {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.width() + 1 + word.width() > room {
                push(&mut out, &line, indent);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        push(&mut out, &line, indent);
    }
    out
}

fn push(out: &mut String, line: &str, indent: usize) {
    if !line.is_empty() {
        out.extend(std::iter::repeat_n(' ', indent));
        out.push_str(line);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let text = "one two three four five six\n\nhttps://example.org/very/long/address end";
        assert_eq!(
            wrap(text, 22, 2),
            "  one two three four\n  five six\n\n  https://example.org/very/long/address\n  end\n"
        );
    }

    #[test]
    fn wide_letters_count_twice() {
        assert_eq!(wrap("頭髪頭髪頭 頭髪頭髪頭 頭", 20, 0), "頭髪頭髪頭\n頭髪頭髪頭 頭\n");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(wrap("a\u{1b}[31mred\u{7}\u{202e}b\u{9b}2J", 40, 0), "a[31mredb2J\n");
    }
}
