//! What a long letter asks: which words and which sentence carry the question.
//!
//! A patient writes a hundred words, five of which say what is wanted. How much a word counts follows from the sentences
//! in which it stands (the first names the matter, greetings and thanks say nothing), from how rare it is,
//! and from whether it is one of those that every letter has.

use std::{collections::HashMap, ops::Range};

use crate::analysis::{is_common, is_stop_word, stem, words};

/// How much of a letter is kept, and what counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// A word of the first sentence.
    pub first: f32,
    /// A word of any other.
    pub telling: f32,
    /// How much more likely a sentence carries the question that asks.
    pub asking: f32,
    /// A word of greetings, thanks and addresses.
    pub chatter: f32,
    /// A word that every letter has, besides.
    pub common: f32,
    /// What a word counts more for each further time.
    pub again: f32,
    /// With what power rare words are preferred beyond what BM25 does.
    pub rare: f32,
    /// So many words are kept.
    pub words: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            first: 1.5,
            telling: 1.0,
            asking: 2.0,
            chatter: 0.4,
            common: 0.2,
            again: 0.5,
            rare: 0.3,
            words: 24,
        }
    }
}

/// A letter reduced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Essence {
    /// Stems and what they count, the most telling first.
    pub words: Vec<(String, f32)>,
    /// Where the sentence stands that carries the question.
    pub sentence: Range<usize>,
}

/// What a sentence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    First,
    Asking,
    Telling,
    Chatter,
}

/// Beginnings by which a sentence asks without a question mark.
const ASKING: [&str; 48] = [
    "any ", "are ", "can ", "could ", "do ", "does ", "has anyone", "how ", "i need to know",
    "i want to know", "i want to learn", "i wanted to know", "i wonder", "i would like", "i'd like",
    "i am looking for", "i'm looking for", "i am interested in", "i am trying to", "i'm trying to",
    "i was wondering", "im wondering", "i'm wondering", "i am wondering", "is ", "is it", "is there",
    "looking for", "may i", "my question", "need information", "please advise", "please explain",
    "please help", "please provide", "please send", "please tell", "should ", "tell me", "the question",
    "want to know", "what ", "where ", "which ", "who ", "why ", "will ", "would ",
];

/// Beginnings of what only greets, thanks or closes.
const CHATTER: [&str; 24] = [
    "any help", "any information", "any info", "appreciate", "best regards", "dear ", "good morning",
    "good day", "hello", "hi ", "hope to hear", "i appreciate", "i look forward", "i would appreciate",
    "i would be grateful", "kind regards", "my name is", "please contact", "please reply", "regards",
    "sincerely", "thank", "thanks", "yours",
];

/// Reduces a text. `idf` tells how telling a stem is in what is searched.
pub fn essence(text: &str, weights: Weights, idf: &dyn Fn(&str) -> f32) -> Essence {
    let sentences = sentences(text);
    let mut sums: HashMap<String, (f32, f32, usize)> = HashMap::new();
    let mut best = (0.0_f32, 0..0);
    for (index, range) in sentences.iter().enumerate() {
        let sentence = &text[range.clone()];
        let role = role(sentence, index);
        let weight = weights.of(role);
        let mut carried = 0.0;
        for word in words(sentence).filter(|word| !word.joined && !is_stop_word(&word.text)) {
            let stem = stem(&word.text);
            let telling = idf(&stem) * weights.of_word(&stem);
            carried += telling;
            let order = sums.len();
            let sum = sums.entry(stem).or_insert((0.0, 0.0, order));
            sum.0 = sum.0.max(weight);
            sum.1 += 1.0;
        }
        let asks = if role == Role::Asking { weights.asking } else { 1.0 };
        let score = carried.sqrt() * weight * asks;
        if score > best.0 {
            best = (score, range.clone());
        }
    }
    let mut ranked: Vec<(String, f32, f32, usize)> = sums
        .into_iter()
        .map(|(stem, (weight, times, order))| {
            let weight = weight * weights.of_word(&stem) * (1.0 + weights.again * times.ln());
            let rare = idf(&stem);
            let weight = weight * rare.max(0.1).powf(weights.rare);
            (stem, weight, weight * rare, order)
        })
        .collect();
    ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.3.cmp(&b.3)));
    ranked.truncate(weights.words);
    let most = ranked.iter().map(|(_, weight, ..)| *weight).fold(f32::MIN_POSITIVE, f32::max);
    let words = ranked.into_iter().map(|(stem, weight, ..)| (stem, weight / most)).collect();
    Essence { words, sentence: best.1 }
}

impl Weights {
    fn of(&self, role: Role) -> f32 {
        match role {
            Role::First => self.first,
            Role::Asking | Role::Telling => self.telling,
            Role::Chatter => self.chatter,
        }
    }

    fn of_word(&self, stem: &str) -> f32 {
        if is_common(stem) { self.common } else { 1.0 }
    }
}

fn role(sentence: &str, index: usize) -> Role {
    let plain = sentence.trim_start().to_lowercase().replace('’', "'");
    if CHATTER.iter().any(|start| plain.starts_with(start)) {
        return Role::Chatter;
    }
    if index == 0 {
        return Role::First;
    }
    let asks = sentence.trim_end().ends_with('?') || ASKING.iter().any(|start| plain.starts_with(start));
    if asks { Role::Asking } else { Role::Telling }
}

/// Where the sentences of a text stand: to a point, a question mark or the end of a line.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let ends = match char {
            '.' | '!' | '?' => !next.is_alphanumeric() && !matches!(next, '.' | '!' | '?' | ')'),
            '\n' => true,
            // Mail forms put their fields into the text.
            ':' => ["SUBJECT", "MESSAGE", "Subject", "Message"]
                .iter()
                .any(|name| text[start..at].trim().ends_with(name)),
            _ => false,
        };
        if ends {
            let end = at + char.len_utf8();
            if char != ':' && text[start..end].chars().any(char::is_alphanumeric) {
                found.push(start..end);
            }
            start = end;
        } else if char == ' ' && text[at + 1..].starts_with("MESSAGE:") {
            if text[start..at].chars().any(char::is_alphanumeric) {
                found.push(start..at);
            }
            start = at + 1;
        }
    }
    if text[start..].chars().any(char::is_alphanumeric) {
        found.push(start..text.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Essence {
        essence(text, Weights::default(), &|stem| if stem.len() > 8 { 6.0 } else { 3.0 })
    }

    #[test]
    fn sentences_end_where_readers_hear_it() {
        let text = "SUBJECT: Dr. Example's pills MESSAGE: I take 2.5 mg... Is it safe?! Thanks\nAnn";
        let parts: Vec<&str> = sentences(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(parts, ["Dr.", "Example's pills", "I take 2.5 mg...", "Is it safe?!", "Thanks", "Ann"]);
    }

    #[test]
    fn the_question_is_found_among_thanks_and_family() {
        let letter = "Hello, my name is Ann and I have two sons. My husband and I live far away. \
            Is ribavirin dangerous with hypothyroidism? Thank you so much for your help. Regards, Ann";
        let essence = of(letter);
        assert_eq!(letter[essence.sentence.clone()].trim(), "Is ribavirin dangerous with hypothyroidism?");
        let first: Vec<&str> = essence.words.iter().take(3).map(|(stem, _)| stem.as_str()).collect();
        assert!(first.contains(&"ribavirin") && first.contains(&"hypothyroid"), "{first:?}");
    }

    #[test]
    fn no_words_have_no_essence() {
        assert_eq!(of(""), Essence::default());
        assert_eq!(of("?!.").words, []);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_an_essence(text in proptest::prelude::any::<String>()) {
            let essence = of(&text);
            proptest::prop_assert!(text.get(essence.sentence).is_some());
            proptest::prop_assert!(essence.words.iter().all(|(_, weight)| weight.is_finite()));
        }
    }
}
