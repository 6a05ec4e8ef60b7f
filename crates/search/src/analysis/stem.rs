//! Words without their endings.

use frostem::{Algorithm, Stemmer};

/// The stem of a folded word, by the rules of English. Numbers and other scripts stay as they are.
pub fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).into_owned()
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
            ("crows", "crow"),
            ("womens", "women"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_eq!(stem("b12"), "b12");
    }
}
