//! How a sentence opens: with a greeting, with the question again, or with no more than a topic.

use crate::head;
use crate::question::Frame;
use crate::sentence::Word;

/// Words that may stand before the answer proper ("Well, ...", "In my opinion, ...").
const LEADS: [&str; 26] = [
    "well", "hi", "hello", "dear", "in", "short", "the", "answer", "is", "generally", "usually", "speaking",
    "my", "opinion", "honestly", "actually", "simply", "put", "general", "again", "unfortunately",
    "fortunately", "so", "quick", "ok", "brief",
];
const GREETINGS: [&str; 3] = ["hi", "hello", "dear"];
/// Verbs that open a question.
const ASKING: [&str; 14] = [
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "will", "would", "may", "has",
];
/// Verbs that make a statement of a headline.
const STATING: [&str; 24] = [
    "is", "are", "was", "were", "does", "do", "did", "can", "could", "may", "might", "should", "would",
    "will", "has", "have", "had", "must", "am", "go", "goes", "makes", "takes", "need",
];

/// Where the answer proper begins, after "Well," or "Dear Anna,".
pub(crate) fn lead_in(words: &[Word<'_>]) -> usize {
    let mut start = 0;
    for (at, word) in words.iter().enumerate().take(6) {
        if at > 0 && matches!(word.before, ',' | ':' | '-') {
            start = at;
        }
        let greeted = at > 0 && GREETINGS.contains(&words[at - 1].text);
        if !greeted && !LEADS.contains(&word.text) {
            break;
        }
    }
    start
}

/// Whether a headline without a question mark asks all the same ("Can Botox cause hair loss").
pub(crate) fn asks(frame: &Frame<'_>, words: &[Word<'_>]) -> bool {
    let [first, second, ..] = words else { return false };
    let states = second.negates()
        || second.text == "be"
        || second.classes.any_meaning()
        || frame.head == Some(second.stem);
    ASKING.contains(&first.text) && !states
}

/// Whether a headline names a topic and says nothing of it ("Safety of fillers while nursing").
pub(crate) fn names_topic(words: &[Word<'_>]) -> bool {
    let states = |word: &Word<'_>| STATING.contains(&word.text) || word.negates() || head::is_verb(word);
    let judges = words.first().is_some_and(|word| head::judges(word));
    !judges && !words.iter().any(states)
}
