//! Words without their endings.

use frostem::{Algorithm, Stemmer};

/// The stem of a folded word, by the rules of English. Numbers and other scripts stay as they are.
pub fn stem(word: &str) -> String {
    let mut stem = Stemmer::new(Algorithm::English).stem(word).into_owned();
    // The rules tell `allergy` from `allergic` and `injury` from `injured` by this letter.
    if stem.len() >= 6 && stem.ends_with('i') {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [
            ("headache", "headaches"),
            ("injecting", "injections"),
            ("allergic", "allergies"),
            ("injury", "injured"),
            ("crows", "crow"),
            ("womens", "women"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_eq!(stem("b12"), "b12");
    }
}
