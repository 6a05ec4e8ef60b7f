//! A Rust file taken apart just far enough for the rules: code without comments, strings and
//! tests, the comments by themselves, and the strings by line. All keep the file's line numbers.

/// One Rust file. `code`, `live` and `comments` have the file's length, with spaces for the rest.
pub(super) struct Source {
    pub(super) path: String,
    /// Everything but comments and the inside of strings.
    pub(super) code: String,
    /// `code` without tests: what runs on a live site.
    pub(super) live: String,
    pub(super) comments: String,
    /// Line and content of each string outside tests.
    pub(super) strings: Vec<(usize, String)>,
    /// For each line, whether it belongs to a test.
    pub(super) in_test: Vec<bool>,
}

impl Source {
    pub(super) fn parse(path: &str, text: &str) -> Self {
        let mut lexer = Lexer::new(text);
        lexer.run();
        let code = String::from_utf8_lossy(&lexer.code).into_owned();
        let comments = String::from_utf8_lossy(&lexer.comments).into_owned();
        let lines = text.lines().count();
        let in_test = if is_test_path(path) { vec![true; lines] } else { test_lines(&code, lines) };
        let live = keep_lines(&code, |line| !in_test.get(line - 1).copied().unwrap_or(false));
        let strings = lexer
            .strings
            .into_iter()
            .map(|(at, inside)| (line_of(text, at), inside))
            .filter(|(line, _)| !in_test.get(line - 1).copied().unwrap_or(false))
            .collect();
        Self { path: path.into(), code, live, comments, strings, in_test }
    }

    /// Lines that are not tests.
    pub(super) fn live_lines(&self) -> usize {
        self.in_test.iter().filter(|test| !**test).count()
    }
}

/// The 1-based line of a byte offset.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
}

/// Offsets at which `word` stands by itself, not as a part of a longer name.
pub(super) fn find_word<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = code.as_bytes().get(at.wrapping_sub(1)).copied();
        let after = code.as_bytes().get(at + word.len()).copied();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

pub(super) fn is_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The offset of the bracket that closes the one at `open`.
pub(super) fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_test_path(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/benches/")
}

/// Marks the lines of items under `#[cfg(test)]`, `#[test]` and the like.
fn test_lines(code: &str, lines: usize) -> Vec<bool> {
    let mut marks = vec![false; lines];
    for (at, _) in code.match_indices("#[") {
        let Some(close) = closing(code, at + 1) else {
            continue;
        };
        if !is_test_attribute(&code[at + 2..close]) {
            continue;
        }
        let end = item_end(code, close + 1);
        for line in line_of(code, at)..=line_of(code, end).min(lines) {
            marks[line - 1] = true;
        }
    }
    marks
}

fn is_test_attribute(inside: &str) -> bool {
    let inside: String = inside.split_whitespace().collect();
    let name = inside.split('(').next().unwrap_or_default();
    name == "test" || name.ends_with("::test") || inside == "cfg(test)" || inside.starts_with("cfg(any(test,")
}

/// Where the item that starts at `from` ends: at its `;` or at the brace that closes it.
fn item_end(code: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(byte) = code.as_bytes().get(at) {
        match byte {
            b';' => return at,
            b'{' => return closing(code, at).unwrap_or(code.len()),
            b'(' | b'[' => at = closing(code, at).unwrap_or(code.len()),
            _ => {}
        }
        at += 1;
    }
    code.len()
}

fn keep_lines(text: &str, keep: impl Fn(usize) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if keep(index + 1) {
            kept.push_str(line);
        } else {
            kept.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
    }
    kept
}

/// Walks the bytes once. Everything goes to `code` but comments and the inside of strings.
struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    code: Vec<u8>,
    comments: Vec<u8>,
    strings: Vec<(usize, String)>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        let blank: Vec<u8> = text.bytes().map(|byte| if byte == b'\n' { b'\n' } else { b' ' }).collect();
        Self { text: text.as_bytes(), at: 0, code: blank.clone(), comments: blank, strings: Vec::new() }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn keep(&mut self, count: usize) {
        let end = (self.at + count).min(self.text.len());
        self.code[self.at..end].copy_from_slice(&self.text[self.at..end]);
        self.at = end;
    }

    fn run(&mut self) {
        while self.at < self.text.len() {
            match (self.byte(0), self.byte(1)) {
                (b'/', b'/') => self.line_comment(),
                (b'/', b'*') => self.block_comment(),
                (b'"', _) => self.string(),
                (b'\'', _) => self.quote(),
                (byte, _) if is_name(byte) => self.name(),
                _ => self.keep(1),
            }
        }
    }

    fn comment_to(&mut self, end: usize) {
        let end = end.min(self.text.len());
        self.comments[self.at..end].copy_from_slice(&self.text[self.at..end]);
        self.at = end;
    }

    fn line_comment(&mut self) {
        let rest = &self.text[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        self.comment_to(self.at + length);
    }

    fn block_comment(&mut self) {
        let (mut depth, mut ahead) = (0_usize, 0);
        loop {
            match (self.byte(ahead), self.byte(ahead + 1)) {
                (b'/', b'*') => (depth, ahead) = (depth + 1, ahead + 2),
                (b'*', b'/') => (depth, ahead) = (depth - 1, ahead + 2),
                _ => ahead += 1,
            }
            if depth == 0 || self.at + ahead >= self.text.len() {
                break;
            }
        }
        self.comment_to(self.at + ahead);
    }

    /// A name, or the letters before a string such as `r#"…"#` and `b"…"`.
    fn name(&mut self) {
        let start = self.at;
        while is_name(self.byte(0)) {
            self.keep(1);
        }
        let raw = matches!(&self.text[start..self.at], b"r" | b"br" | b"cr");
        if raw {
            let hashes = self.text[self.at..].iter().take_while(|byte| **byte == b'#').count();
            if self.byte(hashes) == b'"' {
                self.raw_string(hashes);
            }
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        self.keep(hashes + 1);
        let start = self.at;
        while self.at < self.text.len() {
            let closes = self.byte(0) == b'"' && (1..=hashes).all(|ahead| self.byte(ahead) == b'#');
            if closes {
                break;
            }
            self.at += 1;
        }
        self.remember(start);
        self.keep(hashes + 1);
    }

    fn string(&mut self) {
        self.keep(1);
        let start = self.at;
        while self.at < self.text.len() && self.byte(0) != b'"' {
            self.at += if self.byte(0) == b'\\' { 2 } else { 1 };
        }
        self.at = self.at.min(self.text.len());
        self.remember(start);
        self.keep(1);
    }

    fn remember(&mut self, start: usize) {
        let inside = String::from_utf8_lossy(&self.text[start..self.at]).into_owned();
        self.strings.push((start, inside));
    }

    /// A character literal loses its content; a lifetime stays.
    fn quote(&mut self) {
        let length = match self.byte(1) {
            b'\\' => self.text[self.at + 2..].iter().skip(1).position(|byte| *byte == b'\'').map(|n| n + 4),
            first => {
                let width = if first < 0x80 { 1 } else { first.leading_ones() as usize };
                (self.byte(1 + width) == b'\'').then_some(2 + width)
            }
        };
        match length {
            Some(length) => {
                let end = (self.at + length).min(self.text.len());
                self.keep(1);
                self.at = end.saturating_sub(1);
                self.keep(1);
            }
            None => self.keep(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_told_from_code() {
        let source = Source::parse(
            "a.rs",
            "let a = \"one // two\"; // three \"four\"\nlet b = '\"'; /* five /* six */ */ let c: &'a str = r#\"seven \" eight\"#;\n",
        );
        assert!(
            !source.code.contains("one") && !source.code.contains("three") && !source.code.contains("six")
        );
        assert!(source.code.contains("let b = ' ';") && source.code.contains("let c: &'a str ="));
        assert!(source.comments.contains("three") && source.comments.contains("six"));
        assert_eq!(source.strings, [(1, "one // two".to_owned()), (2, "seven \" eight".to_owned())]);
    }

    #[test]
    fn lengths_and_lines_stay_the_same() {
        let text = "let é = 'é'; // naïve\nlet s = \"a\\\"b\\\nc\";\nlet t = '\\''; let u = b'x';\n";
        let source = Source::parse("a.rs", text);
        assert_eq!(source.code.len(), text.len());
        assert_eq!(line_of(&source.code, source.code.find("let u").unwrap()), 4);
    }

    #[test]
    fn raw_names_are_not_strings() {
        let source = Source::parse("a.rs", "let r#type = r; let x = \"s\";");
        assert_eq!(source.strings.len(), 1);
        assert!(source.code.contains("r#type"));
    }

    #[test]
    fn tests_are_not_live() {
        let source = Source::parse(
            "src/a.rs",
            "fn live() {}\n#[cfg(test)]\nmod tests {\n    fn dead() {}\n}\n#[tokio::test]\nasync fn t(a: [u8; 2]) {\n    dead()\n}\nfn also() {}\n",
        );
        assert!(source.live.contains("fn live") && source.live.contains("fn also"));
        assert!(!source.live.contains("dead"));
        assert_eq!(source.live_lines(), 2);
        assert_eq!(Source::parse("crates/site/tests/site/home.rs", "fn x() {}\n").live_lines(), 0);
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(find_word("env::var(x); my_env::var_os()", "env::var").count(), 1);
    }

    #[test]
    fn unfinished_text_does_not_stop_the_lexer() {
        for text in ["\"", "'", "/*", "r#\"", "'\\", "\"\\", "b'", "//", "#[test", "é"] {
            Source::parse("a.rs", text);
        }
    }
}
