//! From bytes to paragraphs with their line numbers.

use super::{MAX_BYTES, PageError};

/// A line with its number, without space around it and with single spaces within.
#[derive(Clone, Debug)]
pub(super) struct TextLine {
    pub(super) number: u64,
    pub(super) text: String,
}

/// Lines that no blank line separates; never empty.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) first: TextLine,
    pub(super) rest: Vec<TextLine>,
}

impl Block {
    pub(super) fn line(&self) -> u64 {
        self.first.number
    }

    pub(super) fn len(&self) -> usize {
        1 + self.rest.len()
    }

    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = &TextLine> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    pub(super) fn last(&self) -> &TextLine {
        self.rest.last().unwrap_or(&self.first)
    }

    /// The text, if it is all on one line.
    pub(super) fn only_line(&self) -> Option<&str> {
        self.rest.is_empty().then_some(self.first.text.as_str())
    }
}

/// The bytes as text, if they are a text of reasonable size that can be stored.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, PageError> {
    if bytes.len() > MAX_BYTES {
        let megabytes = MAX_BYTES / 1024 / 1024;
        let reason = format!("the file has {} bytes; a page may have {megabytes} MiB at most", bytes.len());
        return Err(PageError::at(1, reason));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(PageError::at(1, "the file is UTF-16; save it as UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = line_of(&bytes[..error.valid_up_to()]);
        PageError::at(
            line,
            "the file is not UTF-8 here; save it as UTF-8 (it may be binary, or in an older encoding)",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find(crate::record::unprintable) {
        let line = line_of(&text.as_bytes()[..at]);
        return Err(PageError::at(
            line,
            "the file holds a control character here; is it a text file? Remove it",
        ));
    }
    Ok(text)
}

/// The paragraphs of a text. Lines may end in LF, CRLF or CR.
pub(super) fn split(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, raw) in (1..).zip(lines(text)) {
        let text = tidy(raw);
        if text.is_empty() {
            blocks.extend(open.take());
            continue;
        }
        let line = TextLine { number, text };
        match &mut open {
            Some(block) => block.rest.push(line),
            None => open = Some(Block { first: line, rest: Vec::new() }),
        }
    }
    blocks.extend(open);
    blocks
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn line_of(before: &[u8]) -> u64 {
    let mut line = 1;
    for (index, byte) in before.iter().enumerate() {
        let ends = *byte == b'\n' || (*byte == b'\r' && before.get(index + 1) != Some(&b'\n'));
        line += u64::from(ends);
    }
    line
}

/// Space at the ends is dropped and a run of it becomes one blank. A single no-break space stays: it joins words.
fn tidy(line: &str) -> String {
    let invisible = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let mut tidied = String::with_capacity(line.len());
    let mut characters = line.trim_matches(invisible).chars().peekable();
    while let Some(character) = characters.next() {
        if !character.is_whitespace() {
            tidied.push(character);
        } else if characters.peek().is_some_and(|next| next.is_whitespace()) {
            // The last of the run is the one that is kept, as a plain blank.
            while characters.next_if(|next| next.is_whitespace()).is_some() {}
            tidied.push(' ');
        } else {
            tidied.push(if character == '\u{a0}' { character } else { ' ' });
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<Vec<(u64, String)>> {
        let pairs = |block: &Block| block.lines().map(|line| (line.number, line.text.clone())).collect();
        split(text).iter().map(pairs).collect()
    }

    #[test]
    fn paragraphs_keep_their_line_numbers_whatever_ends_the_lines() {
        let expected = vec![vec![(1, "a".into())], vec![(4, "b  c".replace("  ", " ")), (5, "d".into())]];
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(shape(&["a", "", " \u{a0}\t", "  b \t c", "d", ""].join(end)), expected, "{end:?}");
        }
        assert!(split("").is_empty() && split(" \n\n\u{200b}\n").is_empty());
    }

    #[test]
    fn a_lone_no_break_space_stays_and_a_run_becomes_a_blank() {
        assert_eq!(tidy("\u{a0} 10\u{a0}mg. \u{a0} It's \u{a0}"), "10\u{a0}mg. It's");
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_line() {
        assert_eq!(decode(b"\xef\xbb\xbfa\nb").unwrap(), "a\nb");
        assert_eq!(decode(b"a\r\nb\r\n\xff").unwrap_err().line, 3);
        assert_eq!(decode(b"a\rb\0").unwrap_err().line, 2);
        assert!(decode(b"\xff\xfea\0").unwrap_err().reason.contains("UTF-16"));
        assert!(decode(&vec![b'a'; MAX_BYTES + 1]).unwrap_err().reason.contains("4 MiB"));
    }
}
