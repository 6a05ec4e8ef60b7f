//! Words that stand in questions of every kind.

/// Stems that every letter has, whatever it is about. Sorted.
const COMMON: [&str; 136] = [
    "accord", "advic", "advis", "age", "ago", "alway", "anoth", "answer", "anyth", "appreci", "around",
    "ask", "away", "babi", "bad", "best", "better", "between", "bit", "boy", "brother", "call", "cant",
    "case", "child", "children", "clinicaltr", "come", "contact", "current", "date", "daughter", "day",
    "dear", "doctor", "down", "dr", "due", "email", "even", "experi", "famili", "father", "feel", "femal",
    "find", "first", "found", "friend", "girl", "give", "good", "gov", "grate", "help", "hope", "hospit",
    "hour", "husband", "inform", "keep", "kept", "kid", "last", "live", "locat", "long", "look", "lot",
    "made", "make", "male", "man", "mani", "messag", "mom", "month", "mother", "mum", "name", "need",
    "never", "new", "often", "old", "one", "onto", "out", "over", "peopl", "per", "perhap", "person",
    "possibl", "problem", "put", "question", "read", "receiv", "regard", "said", "say", "see", "seem",
    "send", "sinc", "sincer", "sister", "son", "soon", "start", "still", "subject", "suffer", "take",
    "thank", "thing", "think", "through", "time", "tri", "turn", "up", "use", "via", "way", "week", "well",
    "wife", "within", "without", "woman", "wonder", "work", "year", "yet",
];

/// Whether a stem helps to order what was found, but says by itself nothing of what is looked for.
pub(crate) fn is_common(stem: &str) -> bool {
    COMMON.binary_search(&stem).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::stem;

    #[test]
    fn the_list_is_sorted_and_holds_stems_that_are_looked_for() {
        assert!(COMMON.is_sorted());
        for (word, common) in [("months", true), ("thanks", true), ("pain", false), ("normal", false)] {
            assert_eq!(is_common(&stem(word)), common, "{word}");
        }
    }
}
