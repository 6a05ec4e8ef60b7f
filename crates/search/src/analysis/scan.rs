//! Cuts text into words, with the places where they stand.

use super::{fold, units};

/// Longer words are cut: nobody looks for them, and they would only swell the index.
const LONGEST: usize = 40;

/// A word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word, folded but not stemmed.
    pub text: String,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Which word of the text it is. A joined form has that of its last part.
    pub position: u32,
    /// Whether it is the parts of a compound written as one: `followup` of `follow-up`.
    pub joined: bool,
}

/// The words of a text, in order. A compound's joined form follows its parts.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut scanner = Scanner::new(text);
    std::iter::from_fn(move || {
        let mut word = Word::default();
        let more = scanner.next_into(&mut word);
        fold::american(&mut word.text);
        more.then_some(word)
    })
}

/// Reads words one after another into the caller's buffer, as they are spelt.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    /// The second part of `5mg`.
    held: Option<Word>,
    /// The compound being read.
    compound: Word,
    parts: u32,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, position: 0, held: None, compound: Word::default(), parts: 0 }
    }

    /// Reads the next word. False at the end.
    pub(crate) fn next_into(&mut self, word: &mut Word) -> bool {
        if let Some(held) = self.held.take() {
            *word = held;
            return true;
        }
        if !self.in_compound() && self.parts > 1 && self.compound.text.len() <= LONGEST {
            self.parts = 0;
            word.clone_from(&self.compound);
            return true;
        }
        if !self.in_compound() {
            self.parts = 0;
        }
        loop {
            let Some(start) = self.next_start() else { return false };
            self.read(start, word);
            // Some letters are nothing but marks.
            if !word.text.is_empty() {
                break;
            }
        }
        if let Some(at) = units::split(&word.text) {
            let rest = word.text.split_off(at);
            self.position += 1;
            let mut unit = Word { text: rest, position: word.position + 1, ..word.clone() };
            // Some letters fold into several: then both parts stand where the whole does.
            if word.end - word.start == at + unit.text.len() {
                word.end = word.start + at;
                unit.start = word.end;
            }
            self.held = Some(unit);
        }
        true
    }

    /// Whether the last word is followed by a hyphen and another part.
    fn in_compound(&self) -> bool {
        if self.parts == 0 {
            return false;
        }
        let mut rest = self.text[self.at..].chars();
        rest.next().is_some_and(is_hyphen) && rest.next().is_some_and(char::is_alphanumeric)
    }

    fn next_start(&self) -> Option<usize> {
        self.text[self.at..].find(char::is_alphanumeric).map(|offset| self.at + offset)
    }

    fn read(&mut self, start: usize, word: &mut Word) {
        word.text.clear();
        word.start = start;
        word.joined = false;
        word.position = self.position;
        self.position += 1;
        self.at = start + self.length(start, &mut word.text);
        word.end = self.at;
        if self.parts == 0 {
            self.compound.clone_from(word);
            self.compound.joined = true;
        } else {
            self.compound.text.push_str(&word.text);
            self.compound.end = word.end;
            self.compound.position = word.position;
        }
        self.parts += 1;
    }

    /// Folds the word that begins here into `out`; how many bytes it takes.
    fn length(&self, start: usize, out: &mut String) -> usize {
        let rest = &self.text[start..];
        let mut chars = rest.char_indices().peekable();
        let mut before = ' ';
        while let Some((offset, char)) = chars.next() {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            if char.is_alphanumeric() {
                if is_alone(char) {
                    if offset > 0 {
                        return offset;
                    }
                    fold::push(out, char);
                    return char.len_utf8();
                }
                if out.len() < LONGEST {
                    fold::push(out, char);
                }
            } else if !holds_together(before, char, next) {
                return offset;
            } else if char == '.' && before.is_ascii_digit() {
                out.push('.');
            }
            before = char;
        }
        rest.len()
    }
}

/// Whether a character between two others belongs to the word: an apostrophe, a mark, the point of a number.
fn holds_together(before: char, char: char, next: char) -> bool {
    match char {
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '＇' => before.is_alphabetic() && next.is_alphabetic(),
        '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
        // A soft hyphen and joiners are not seen.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => next.is_alphanumeric(),
        mark => unicode_normalization::char::is_combining_mark(mark),
    }
}

fn is_hyphen(char: char) -> bool {
    matches!(char, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}')
}

/// Scripts that put no space between words: each character is one.
fn is_alone(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn words_are_cut_where_readers_see_them() {
        for (text, expected) in [
            ("Crow’s feet", vec!["crows", "feet"]),
            ("crow's FEET!", vec!["crows", "feet"]),
            ("follow-up visit", vec!["follow", "up", "followup", "visit"]),
            ("5mg twice, 2.5 ml", vec!["5", "mg", "twice", "2.5", "ml"]),
            ("11s botox", vec!["11s", "botox"]),
            ("1,000 units", vec!["1000", "units"]),
            ("e\u{301}pilation", vec!["epilation"]),
            ("end. Next", vec!["end", "next"]),
            ("a--b", vec!["a", "b"]),
            ("'quoted'", vec!["quoted"]),
            ("头痛", vec!["头", "痛"]),
            ("co\u{ad}op", vec!["coop"]),
            ("", vec![]),
            ("-'.,", vec![]),
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn a_compound_knows_where_it_stands() {
        let all: Vec<Word> = words("my follow-up.").collect();
        let joined = all.iter().find(|word| word.joined).unwrap();
        assert_eq!((joined.start, joined.end, joined.position), (3, 12, 2));
        assert_eq!(words("a-b c").last().unwrap().position, 2);
    }

    proptest::proptest! {
        #[test]
        fn words_stand_within_the_text(text in ".{0,80}") {
            let mut last = 0;
            for word in words(&text) {
                proptest::prop_assert!(text.get(word.start..word.end).is_some());
                proptest::prop_assert!(word.text.len() <= 3 * LONGEST);
                if !word.joined {
                    proptest::prop_assert!(word.start >= last);
                    last = word.start;
                }
            }
        }
    }
}
