//! What a question asks: whether it can be answered yes or no, about what, and in which sense.

use crate::head;
use crate::sentence::{self, Word};
use crate::values::Kind;

/// A yes/no question taken apart.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// The sense of what is asked.
    pub(crate) kind: Kind,
    /// The question asks for the opposite of its kind ("is it independent of").
    pub(crate) flipped: bool,
    /// The stem of the word the question turns on, where one was found.
    pub(crate) head: Option<&'a str>,
    /// Stems of the content words from that word on.
    pub(crate) predicate: Vec<&'a str>,
    /// Stems of the content words before it.
    pub(crate) subject: Vec<&'a str>,
    /// The question asks whether to see a doctor or to have something looked at.
    pub(crate) seeks_care: bool,
    /// The question asks whether to leave something off ("do I need to stop ...").
    pub(crate) abstains: bool,
    /// Stems that follow "without" in the question itself.
    pub(crate) lacks: Vec<&'a str>,
    /// The question asks about every case ("always", "all").
    pub(crate) universal: bool,
}

const BE: [&str; 15] = [
    "am", "is", "are", "was", "were", "isn't", "aren't", "wasn't", "weren't", "it's", "has", "have", "had",
    "hasn't", "haven't",
];
const DO: [&str; 24] = [
    "do", "does", "did", "can", "could", "may", "might", "should", "would", "will", "shall", "must", "don't",
    "doesn't", "didn't", "can't", "cannot", "couldn't", "shouldn't", "wouldn't", "won't", "need", "cant",
    "shouldnt",
];
const OPEN: [&str; 12] =
    ["what", "why", "how", "when", "where", "who", "which", "whose", "whom", "what's", "how's", "whats"];
const LEADS: [&str; 10] = ["so", "and", "but", "also", "then", "or", "hi", "hello", "please", "ok"];
const CARE: [&str; 13] = [
    "doctor", "er", "hospital", "emergency", "specialist", "checked", "see", "evaluated", "visit",
    "appointment", "urgent", "dermatologist", "physician",
];

const ABSTAIN: [&str; 7] = ["stop", "avoid", "quit", "skip", "postpone", "delay", "wait"];

/// Where a yes/no question begins inside a run of words.
#[derive(Clone, Copy)]
struct Opening {
    at: usize,
    form: Form,
}

/// The grammar of the question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "Is it ...?"
    Be,
    /// "Does it ...?", "Can I ...?"
    Do,
    /// "Fever in infants: a reason to worry?"
    Phrase,
}

/// Takes a question apart, or gives `None` where it cannot be answered yes or no.
pub(crate) fn frame<'a>(asked: &[Vec<Word<'a>>]) -> Option<Frame<'a>> {
    let (sentence, opening) = asked.iter().enumerate().find_map(|(at, words)| Some((at, opening(words)?)))?;
    let words = &asked[sentence];
    let body = words.get(opening.at..)?;
    let found = head::find(body, opening.form);
    if is_choice(body, found.kind) || body.iter().any(|word| ["anything", "something"].contains(&word.text)) {
        return None;
    }
    let split = opening.at + found.at;
    let earlier = asked[..sentence].iter().flatten();
    let subject = content(earlier.chain(&words[..split]));
    let predicate = content(&words[split..]);
    Some(Frame {
        kind: found.kind,
        flipped: found.flipped,
        head: found.stem,
        predicate,
        subject,
        lacks: words.windows(2).filter(|pair| pair[0].text == "without").map(|pair| pair[1].stem).collect(),
        abstains: body.iter().any(|word| ABSTAIN.contains(&word.text)),
        universal: body.iter().any(|word| ["always", "all", "every", "everyone"].contains(&word.text)),
        seeks_care: body.iter().any(|word| CARE.contains(&word.text)),
    })
}

fn content<'w, 'a: 'w>(words: impl IntoIterator<Item = &'w Word<'a>>) -> Vec<&'a str> {
    let mut stems = Vec::new();
    for word in words {
        if !word.classes.is_common() && !word.negates() && !stems.contains(&word.stem) {
            stems.push(word.stem);
        }
    }
    stems
}

fn opening(words: &[Word<'_>]) -> Option<Opening> {
    let mut open = false;
    for (at, word) in words.iter().enumerate() {
        let fresh = at == 0 || word.follows_pause() || (at < 3 && LEADS.contains(&words[at - 1].text));
        if !fresh {
            continue;
        }
        if OPEN.contains(&word.text) && !(at > 0 && word.before == ',') {
            open = true;
        } else if BE.contains(&word.text) {
            return Some(Opening { at, form: Form::Be });
        } else if DO.contains(&word.text) {
            return Some(Opening { at, form: Form::Do });
        }
    }
    if open { None } else { phrase(words) }
}

/// A question without a verb up front: what stands after the last colon or dash, or a plain
/// statement with a question mark.
fn phrase(words: &[Word<'_>]) -> Option<Opening> {
    let at = words.iter().rposition(|word| matches!(word.before, ':' | '-' | ';'))?;
    let meaningful = words[at..].iter().any(|word| word.classes.any_meaning());
    meaningful.then_some(Opening { at, form: Form::Phrase })
}

/// Whether the question offers two answers ("is it a cyst or a tumour?") instead of yes and no.
fn is_choice(words: &[Word<'_>], kind: Kind) -> bool {
    let Some(at) = words.iter().position(|word| word.text == "or") else { return false };
    let (left, right) = (&words[..at], &words[at + 1..]);
    let Some(next) = right.first() else { return false };
    if next.text == "not" {
        return false;
    }
    let previous = left.last().map_or("", |word| word.text);
    let restarts =
        ["is", "are", "should", "does", "do", "can", "just", "rather", "will"].contains(&next.text);
    let opposed = head::opposed(left, right);
    let article =
        ["a", "an"].contains(&next.text) && left.iter().rev().take(4).any(|word| word.text == next.text);
    let pointing = ["it", "this", "that"].contains(&words.get(1).map_or("", |word| word.text));
    restarts
        || opposed
        || (article && (pointing || kind == Kind::Other))
        || (kind == Kind::Other && right.len() <= 2 && left.len() <= 5)
        || previous == "either"
}

/// The words of each sentence of a text that went through [`sentence::plain`].
pub(crate) fn split(question: &str) -> Vec<Vec<Word<'_>>> {
    sentence::sentences(question).map(sentence::words).collect()
}
