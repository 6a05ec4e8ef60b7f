//! Words that say nothing of what a question is about.

/// Sorted, as they are after folding.
const STOP: [&str; 168] = [
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "are",
    "arent", "as", "at", "be", "because", "been", "before", "being", "both", "but", "by", "can", "cannot",
    "cant", "could", "couldnt", "did", "didnt", "do", "does", "doesnt", "doing", "done", "dont", "each",
    "either", "else", "etc", "ever", "every", "few", "for", "from", "get", "gets", "getting", "go", "going",
    "got", "had", "hadnt", "has", "hasnt", "have", "havent", "having", "he", "hello", "her", "here", "hers",
    "herself", "hes", "hi", "him", "himself", "his", "how", "i", "if", "im", "in", "into", "is", "isnt",
    "it", "its", "itself", "ive", "just", "know", "let", "like", "may", "maybe", "me", "might", "mine",
    "more", "most", "much", "must", "my", "myself", "no", "nor", "not", "now", "of", "off", "on", "once",
    "only", "or", "other", "our", "ours", "own", "please", "really", "same", "she", "shes", "should",
    "shouldnt", "since", "so", "some", "someone", "such", "tell", "than", "thanks", "that", "thats", "the",
    "their", "theirs", "them", "themselves", "then", "there", "theres", "these", "they", "theyre", "this",
    "those", "though", "to", "too", "until", "us", "very", "want", "was", "wasnt", "we", "were", "what",
    "whats", "when", "where", "which", "while", "who", "whom", "why", "will", "with", "wont", "would",
    "wouldnt", "you", "your",
];

/// Whether a folded word is left out of what is looked for, unless there is nothing else.
pub fn is_stop_word(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_no_medicine_in_it() {
        assert!(STOP.is_sorted());
        assert!(is_stop_word("the") && is_stop_word("dont"));
        for word in ["pain", "it1", "normal", "up", "left", "under"] {
            assert!(!is_stop_word(word), "{word}");
        }
    }
}
