//! The line of city and specialty under an answer: `Beverly Hills Facial Plastic Surgeon`.

use crate::specialty::{self, KnownSpecialty};
use unicode_normalization::char::is_combining_mark;

/// Why a line is not a city and a specialty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotPlace {
    UnknownSpecialty,
    NoCity,
    OddCity,
}

impl NotPlace {
    /// What is wrong with a line that must be a city and a specialty, and what to do.
    pub(super) fn advice(self) -> &'static str {
        match self {
            NotPlace::UnknownSpecialty => {
                "this should be a city and a specialty, but it ends in no known specialty; correct it or use a title \
                 listed in docs/archive-format.md"
            }
            NotPlace::NoCity => "this line has a specialty but no city; write the city before the specialty",
            NotPlace::OddCity => {
                "the words before the specialty do not read as the name of a city; write only the city there"
            }
        }
    }
}

/// Lines of more bytes are not places, and not worth looking into.
const MAX_LINE: usize = 1000;

/// Splits a line into city and specialty; the longest known specialty at its end wins.
pub(super) fn read(line: &str) -> Result<(String, &'static KnownSpecialty), NotPlace> {
    if line.len() > MAX_LINE {
        return Err(NotPlace::UnknownSpecialty);
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let (specialty, length) = specialty::at_end_of(&words).ok_or(NotPlace::UnknownSpecialty)?;
    let city = &words[..words.len() - length];
    if city.is_empty() {
        return Err(NotPlace::NoCity);
    }
    if !reads_as_city(city) {
        return Err(NotPlace::OddCity);
    }
    let city = city.join(" ");
    Ok((city.trim_end_matches(',').to_owned(), specialty))
}

fn reads_as_city(words: &[&str]) -> bool {
    let length: usize = words.iter().map(|word| word.chars().count() + 1).sum();
    let Some(last) = words.last() else { return false };
    let mixed_case = words.iter().any(|word| word.chars().any(char::is_lowercase));
    words.len() <= 8
        && length <= 80
        && words.iter().all(|word| place_word(word))
        && words.iter().any(|word| stands_out(word))
        && !words.iter().any(|word| is_speech(word) && !(mixed_case && is_code(word)))
        // `Austin Cosmetic` is a specialty that the list lacks, not a city; `Great Neck` is one all the same.
        && (!specialty::is_title_word(last) || TITLE_WORDS_OF_PLACES.contains(&lower(last).as_str()))
}

fn place_word(word: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
    let allowed = |c: char| {
        letter(c) || matches!(c, '.' | '\'' | '’' | '‘' | 'ʻ' | '-' | '‐' | '–' | ',' | '/' | '(' | ')')
    };
    let sentence_end = word.ends_with('.') && word.chars().filter(|c| letter(*c)).count() > 4;
    word.chars().any(letter)
        && word.chars().all(allowed)
        && !sentence_end
        && (stands_out(word) || joins_names(word))
}

/// Codes of states and countries can spell ordinary words: `Portland, OR`, `Rome, IT`.
fn is_code(word: &str) -> bool {
    (2..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a word has a capital, or belongs to a script that has none.
pub(super) fn stands_out(word: &str) -> bool {
    word.chars().any(char::is_uppercase) || !word.chars().any(char::is_lowercase)
}

/// Small words within names of places and people: `Rio de Janeiro`, `Stoke on Trent`, `Ludwig van der Berg`.
pub(super) fn joins_names(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "aan", "ad", "af", "al", "am", "an", "and", "ap", "ar", "auf", "aux", "av", "bei", "ben", "bin",
        "bint", "by", "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "die", "do", "dos",
        "du", "e", "el", "en", "het", "i", "ibn", "il", "im", "in", "la", "las", "le", "les", "lo", "los",
        "na", "nad", "ni", "ní", "of", "on", "op", "over", "pod", "saint", "sous", "sur", "t", "te", "ten",
        "ter", "the", "und", "under", "upon", "van", "vom", "von", "y", "zu", "zum", "zur",
    ];
    SMALL.contains(&lower(word).as_str())
}

/// Words that make a line ordinary speech or praise, not a name: `See Your Dermatologist`, `Board Certified`.
fn is_speech(word: &str) -> bool {
    const SPEECH: &[&str] = &[
        "a", "about", "after", "always", "another", "any", "are", "ask", "become", "becoming", "been",
        "before", "being", "best", "better", "board", "boardcertified", "but", "call", "can", "certified",
        "choose", "choosing", "clinic", "consult", "consulting", "contact", "could", "did", "director",
        "does", "dr", "each", "every", "experienced", "expert", "find", "finding", "for", "from", "get",
        "go", "had", "has", "have", "he", "her", "hire", "his", "holistic", "how", "i", "if", "is", "it",
        "its", "just", "leading", "licensed", "local", "member", "might", "must", "my", "need", "needs",
        "never", "no", "not", "only", "or", "other", "our", "pick", "please", "prof", "professor",
        "qualified", "reputable", "see", "seeing", "seek", "select", "senior", "she", "should", "skilled",
        "so", "some", "speak", "talk", "than", "that", "their", "these", "they", "this", "those", "to",
        "top", "trained", "trust", "trusted", "visit", "want", "was", "we", "what", "when", "where", "which",
        "who", "why", "will", "with", "without", "would", "wrong", "yes", "you", "your",
    ];
    SPEECH.binary_search(&lower(word).as_str()).is_ok()
}

const TITLE_WORDS_OF_PLACES: &[&str] = &["eye", "hand", "head", "heart", "neck"];

fn lower(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Result<(String, &'static str), NotPlace> {
        read(line).map(|(city, specialty)| (city, specialty.slug))
    }

    #[test]
    fn a_city_and_a_specialty_are_told_apart() {
        for (line, city, slug) in [
            ("Beverly Hills Facial Plastic Surgeon", "Beverly Hills", "facial-plastic-surgery"),
            ("Seattle Dermatologic Surgeon", "Seattle", "dermatologic-surgery"),
            ("Edison Oculoplastic Surgeon", "Edison", "oculoplastic-surgery"),
            ("Great Neck Plastic Surgeon", "Great Neck", "plastic-surgery"),
            ("Washington, DC Nurse Practitioner", "Washington, DC", "nurse-practitioner"),
            ("Seattle, Dermatologist", "Seattle", "dermatology"),
            ("São José dos Campos Dermatologist", "São José dos Campos", "dermatology"),
            ("'s-Hertogenbosch Dentist", "'s-Hertogenbosch", "dentistry"),
            ("St. John's Family Physician", "St. John's", "family-medicine"),
            ("東京 Dermatologist", "東京", "dermatology"),
            ("The Woodlands Oral & Maxillofacial Surgeon", "The Woodlands", "oral-surgery"),
            ("Winston-Salem OB/GYN", "Winston-Salem", "obstetrics-gynecology"),
            ("Portland, OR Dermatologist", "Portland, OR", "dermatology"),
            ("Cape May Dentist", "Cape May", "dentistry"),
            ("Happy Valley Dentist", "Happy Valley", "dentistry"),
            ("Coeur d'Alene ear, nose and throat doctor", "Coeur d'Alene", "otolaryngology"),
        ] {
            assert_eq!(split(line), Ok((city.to_owned(), slug)), "{line}");
        }
    }

    #[test]
    fn lines_that_only_end_like_one_are_not_taken() {
        for line in [
            "Please see a board certified Dermatologist",
            "Consult Your Local Dermatologist",
            "Choose an Experienced Facial Plastic Surgeon",
            "See a Dermatologist",
            "SEE YOUR DERMATOLOGIST",
            "Austin Cosmetic Hair Plastic Surgeon",
            "Boston Board-Certified Plastic Surgeon",
            "It is safe. Ask Boston Dermatologist",
            "Room 12 Boston Dermatologist",
            "lower case town Dermatologist",
        ] {
            assert_eq!(split(line), Err(NotPlace::OddCity), "{line}");
        }
        assert_eq!(split("Plastic Surgeon"), Err(NotPlace::NoCity));
        assert_eq!(split("Boston Astrologer"), Err(NotPlace::UnknownSpecialty));
        assert_eq!(split(""), Err(NotPlace::UnknownSpecialty));
    }

    #[test]
    fn the_list_of_speech_words_is_sorted_for_searching() {
        for word in ["a", "your", "see", "boardcertified", "You", "YES"] {
            assert!(is_speech(word), "{word}");
        }
        assert!(!is_speech("Boston"));
    }
}
