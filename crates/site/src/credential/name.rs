//! Names that people give themselves: read so that nobody can look like somebody else by letters that can't be told apart.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::web::{Unfit, Words};

/// Longest name, in characters.
pub(super) const LONGEST: usize = 120;
/// The most marks that stand on one letter in any language's names.
const MOST_MARKS: usize = 3;

/// A doctor's name as it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameError {
    /// There is no letter in it, or it is too long.
    Unfit(Unfit),
    /// It has a character that no name has.
    Odd(char),
    /// It mixes letters of two scripts that look alike, as an impostor would.
    Mixed,
}

impl From<Unfit> for NameError {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl Name {
    /// Reads a name: what nobody sees is taken out, and letters in disguise become plain ones.
    pub(super) fn parse(typed: &str) -> Result<Self, NameError> {
        let seen = Words::plain(typed, 1..=LONGEST)?;
        let name: String = Words::line(&seen.as_str().nfkc().collect::<String>(), 1..=LONGEST)?.into();
        if !name.chars().any(char::is_alphabetic) {
            return Err(NameError::Unfit(Unfit::Empty));
        }
        let mut marks = 0;
        for c in name.chars() {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            if marks > MOST_MARKS || !belongs(c) {
                return Err(NameError::Odd(c));
            }
        }
        let mut scripts = name.chars().filter_map(Script::of);
        let first = scripts.next();
        if scripts.any(|script| Some(script) != first) {
            return Err(NameError::Mixed);
        }
        Ok(Self(name))
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

fn belongs(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '-' | '\'' | '’' | '.' | ',' | '·' | '‐')
}

/// Scripts that share letters which look the same. Others look like none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            'A'..='Z' | 'a'..='z' => Self::Latin,
            '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' if c.is_alphabetic() => Self::Latin,
            '\u{250}'..='\u{2af}' | '\u{1d00}'..='\u{1d7f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Self::Cyrillic,
            '\u{530}'..='\u{58f}' => Self::Armenian,
            '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Self::Cherokee,
            _ => return None,
        })
    }
}

/// What a name looks like at a glance: two names with one skeleton can be taken for each other. After the idea of Unicode
/// Technical Standard 39, with the letters that names are made of.
pub(super) fn skeleton(name: &str) -> String {
    let plain: String =
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(look).collect();
    let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
    letters.replace("rn", "m").replace("vv", "w")
}

/// The Latin letter that a letter looks like, or itself.
fn look(c: char) -> char {
    match c {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'є' => 'e',
        'ԍ' => 'g',
        'н' | 'η' | 'һ' => 'h',
        // Told apart by nobody in many typefaces.
        'i' | 'ı' | 'і' | 'ι' | 'ӏ' | 'l' | '1' | '|' => 'l',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'п' => 'n',
        'о' | 'ο' | 'σ' | 'օ' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ζ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, NameError> {
        Name::parse(typed).map(Name::into_string)
    }

    #[test]
    fn names_of_many_languages_are_names() {
        for name in [
            "Ann Ash",
            "Siân O’Dowd-Müller Jr.",
            "Нина Берёза",
            "Ελένη Δρυς",
            "李小龙",
            "أمل حسن",
            "प्रिया शर्मा",
        ] {
            assert_eq!(read(name).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_nobody_sees_is_taken_out() {
        assert_eq!(read("  Ann\u{200b}\u{202e} \u{feff} Ash\u{2060}\n").unwrap(), "Ann Ash");
        assert_eq!(read("Ａｎｎ 𝐀sh").unwrap(), "Ann Ash", "letters in disguise become plain ones");
        for empty in ["", " ", "\u{200b}\u{200d}", "\u{3164}", "- .", "\u{2800}"] {
            assert_eq!(read(empty), Err(NameError::Unfit(Unfit::Empty)), "{empty:?}");
        }
    }

    #[test]
    fn letters_of_two_scripts_are_no_name() {
        for name in ["Аnn Ash", "Ann Аsh", "Αnn Ash", "Ann Aѕh", "Ꭺnn Ash"] {
            assert_eq!(read(name), Err(NameError::Mixed), "{name}");
        }
    }

    #[test]
    fn what_no_name_has_is_named() {
        assert_eq!(read("Ann <b>"), Err(NameError::Odd('<')));
        assert_eq!(read("Ann 4sh"), Err(NameError::Odd('4')));
        assert!(matches!(read("A\u{316}\u{317}\u{318}\u{319}nn"), Err(NameError::Odd(_))));
        assert_eq!(read(&"n".repeat(LONGEST + 1)), Err(NameError::Unfit(Unfit::Long(LONGEST))));
    }

    #[test]
    fn names_that_look_alike_have_one_skeleton() {
        for other in ["ann  ash", "Änn Ásh", "Аnn Ash", "Ann-Ash", "Αпп Аѕһ"] {
            assert_eq!(skeleton(other), skeleton("Ann Ash"), "{other}");
        }
        assert_eq!(skeleton("Bill Elm"), skeleton("BiIl EIm"));
        assert_eq!(skeleton("Karen Barns"), skeleton("Karen Bams"));
        assert_ne!(skeleton("Ann Ash"), skeleton("Anna Ash"));
    }
}
