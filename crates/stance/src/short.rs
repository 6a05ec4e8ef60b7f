//! Answers in short: "It can.", "They do not.", "In most cases, yes.", "You should take it."

use crate::sentence::Word;

const PRONOUNS: [&str; 13] =
    ["most", "many", "it", "they", "you", "this", "that", "these", "i", "we", "he", "she", "there"];
const VERBS: [&str; 18] = [
    "is", "are", "was", "does", "do", "did", "can", "could", "will", "would", "should", "has", "have", "may",
    "must", "am", "were", "might",
];
const ADVERBS: [&str; 16] = [
    "often", "certainly", "definitely", "absolutely", "indeed", "really", "usually", "probably", "generally",
    "most", "very", "well", "almost", "certainly", "surely", "just",
];
/// Words that may follow without taking the echo back.
const GOES_ON: [&str; 10] =
    ["as", "because", "so", "and", "since", "for", "within", "after", "or", "particularly"];
const TURNS: [&str; 5] = ["but", "although", "though", "if", "unless"];
const FILLERS: [&str; 8] =
    ["however", "therefore", "thus", "of", "hence", "nevertheless", "also", "moreover"];

/// The value of an echo at the start of a sentence, and whether nothing takes it back.
pub(crate) fn echo(words: &[Word<'_>]) -> Option<(f32, bool)> {
    let from = words.iter().take(5).position(|word| PRONOUNS.contains(&word.text))?;
    if from > 0 && words[from].before == ' ' && from != 3 {
        return None;
    }
    let mut at = from + 1;
    let skip = |at: &mut usize| {
        while words.get(*at).is_some_and(|word| ADVERBS.contains(&word.text)) {
            *at += 1;
        }
    };
    skip(&mut at);
    let verb = words.get(at).filter(|word| VERBS.contains(&word.text))?;
    at += 1;
    skip(&mut at);
    let negated = words.get(at).is_some_and(|word| word.text == "not" || word.text == "never");
    at += usize::from(negated);
    skip(&mut at);
    let sure =
        words[from..at].iter().any(|word| ["certainly", "definitely", "absolutely"].contains(&word.text));
    let uncertain = !sure && ["may", "might", "could"].contains(&verb.text);
    let strength = if uncertain { 0.6 } else { 2.2 };
    let value = if negated { -strength } else { strength };
    let Some(next) = words.get(at) else { return Some((value, !uncertain)) };
    if TURNS.contains(&next.text) {
        return Some((value * 0.5, false));
    }
    let paused = matches!(next.before, ',' | ';' | ':' | '-') && !FILLERS.contains(&next.text);
    (paused || GOES_ON.contains(&next.text)).then_some((value, !uncertain))
}

/// "In most cases, yes.": the word at the end of a sentence that does not speak of one case only.
pub(crate) fn last_word(words: &[Word<'_>]) -> Option<f32> {
    const WHOLE: [&str; 7] = ["most", "general", "my", "short", "almost", "nearly", "principle"];
    let [first, second, .., last] = words else { return None };
    let general = first.text == "in" && WHOLE.contains(&second.text)
        || ["by", "overall", "sadly", "well", "honestly"].contains(&first.text);
    if !general || !matches!(last.before, ',' | ':' | '-') {
        return None;
    }
    match last.text {
        "yes" => Some(2.2),
        "no" => Some(-2.2),
        _ => None,
    }
}

/// "You should take it": the question's own verb, given back as advice.
pub(crate) fn advises(words: &[Word<'_>], head: Option<&str>) -> bool {
    words.windows(3).any(|three| {
        ["you", "they", "she", "he", "we"].contains(&three[0].text)
            && ["should", "can", "must", "may"].contains(&three[1].text)
            && Some(three[2].stem) == head
    })
}
