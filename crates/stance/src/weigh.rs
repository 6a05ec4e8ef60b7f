//! What one clause says about the question: how far it speaks for yes, and how far for no.

use crate::head::CAUSAL;
use crate::lexicon;
use crate::question::Frame;
use crate::sentence::Word;
use crate::values::{self, Kind};

/// What speaks for yes and what for no.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) yes: f32,
    pub(crate) no: f32,
}

impl Tally {
    /// Adds a value: above zero for yes, below for no.
    pub(crate) fn add(&mut self, value: f32) {
        if value > 0.0 {
            self.yes += value;
        } else {
            self.no -= value;
        }
    }

    /// Adds another tally at the given weight.
    pub(crate) fn take(&mut self, other: Tally, weight: f32) {
        self.yes += other.yes * weight;
        self.no += other.no * weight;
    }

    /// The greater of the two sides.
    pub(crate) fn strength(self) -> f32 {
        self.yes.max(self.no)
    }
}

/// What a fixed wording has used up of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// Nothing.
    Free,
    /// Its meaning; a negation still reaches what follows.
    Meaning,
    /// Its meaning, and its negation too.
    Whole,
}

/// Verbs that turn a negation back: "it does not disqualify you from donating".
const HINDERING: [&str; 10] = [
    "disqualify", "preclude", "prohibit", "forbid", "exclude", "postpone", "cancel", "prevent", "stop",
    "keep",
];
/// How many words a negation reaches.
const REACH: usize = 7;
/// How many words "lower ..." reaches to the thing that is lower.
const NEAR: usize = 4;

/// Weighs the words of one clause. `masked` tells of words that a fixed wording has taken.
pub(crate) fn clause(frame: &Frame<'_>, words: &[Word<'_>], masked: &[Mask]) -> Tally {
    let mut sides = Sides::default();
    let mut spent = 0;
    for (at, word) in words.iter().enumerate() {
        if mask(masked, at) != Mask::Free || at < spent || !counts(frame, words, at) {
            continue;
        }
        let Some(negated) = negation(words, masked, at) else { continue };
        if let Some(value) = opposite(frame, word.stem) {
            sides.add(if negated { -value } else { value });
            continue;
        }
        let mut value = if negated { -1.0 } else { 0.8 };
        if word.classes.any_meaning() {
            let (combined, until) = combined(words, at);
            spent = spent.max(until);
            value = harm(frame, word, negated)
                .unwrap_or_else(|| strongest(frame, word.classes.meanings().chain(combined), negated));
        }
        let head = if frame.head == Some(word.stem) { 1.5 } else { 1.0 };
        let flip = if frame.flipped { -1.0 } else { 1.0 };
        sides.add(value * head * flip * if negated { 1.0 } else { overshadowed(words, masked, at) });
    }
    let mut tally = sides.tally();
    match frame.kind {
        Kind::Need if done_without(frame, words) => tally.no += 1.0,
        Kind::NoNeed if done_without(frame, words) => tally.yes += 1.0,
        _ => {}
    }
    if frame.head.is_none() && denies_at_once(frame, words, masked) {
        tally = Tally { yes: 0.3 * tally.yes, no: tally.no + 1.2 };
    }
    if tally.strength() == 0.0 {
        tally = topic(frame, words, masked);
    }
    let hedge = if words.iter().any(|word| word.classes.hedges()) { 0.8 } else { 1.0 };
    let factor = relevance(frame, words) * hedge;
    Tally { yes: tally.yes * factor, no: tally.no * factor }
}

/// Whether the word at a place can say anything about the question.
fn counts(frame: &Frame<'_>, words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    let is_head = frame.head == Some(word.stem);
    let of_subject = !is_head && frame.subject.contains(&word.stem) && !frame.predicate.contains(&word.stem);
    let topic = !is_head
        && word.classes.first_meaning() == Some(lexicon::BAD)
        && (frame.predicate.contains(&word.stem) || frame.subject.contains(&word.stem));
    let telling = word.classes.any_meaning() && !topic || opposite(frame, word.stem).is_some();
    (is_head || telling) && !of_subject && !negates_something(words, at)
}

/// Words that deny another word of the question ("temporary" where it asks about "permanent").
fn opposite(frame: &Frame<'_>, stem: &str) -> Option<f32> {
    const OPPOSITES: [(&str, &str); 7] = [
        ("permanent", "temporar"),
        ("permanent", "reversibl"),
        ("reversibl", "permanent"),
        ("painful", "painles"),
        ("malignant", "benign"),
        ("benign", "malignant"),
        ("hereditar", "acquir"),
    ];
    let asked = |one: &str| frame.predicate.contains(&one);
    OPPOSITES.iter().any(|(one, other)| *other == stem && asked(one)).then_some(-1.2)
}

/// To cause something speaks against safety; not to cause it speaks for it.
fn harm(frame: &Frame<'_>, word: &Word<'_>, negated: bool) -> Option<f32> {
    let asked = matches!(frame.kind, Kind::Good | Kind::Allow | Kind::Normal);
    (asked && CAUSAL.contains(&word.stem)).then_some(if negated { 0.6 } else { -0.4 })
}

fn strongest(frame: &Frame<'_>, meanings: impl Iterator<Item = usize>, negated: bool) -> f32 {
    meanings
        .map(|meaning| values::value(frame.kind, meaning, negated))
        .fold(0.0, |kept, one| if one.abs() > kept.abs() { one } else { kept })
}

/// A word that is not negated itself counts for little beside a negation in the same clause:
/// "depiction of the superior wall cannot be improved".
fn overshadowed(words: &[Word<'_>], masked: &[Mask], at: usize) -> f32 {
    let active = |place: &usize| words[*place].negates() && mask(masked, *place) != Mask::Whole;
    if (0..at).any(|place| active(&place)) {
        0.2
    } else if (at + 1..words.len()).any(|place| active(&place) && negates_something(words, place)) {
        0.4
    } else {
        1.0
    }
}

/// "It can be done safely without it": what the question asks about can be spared.
fn done_without(frame: &Frame<'_>, words: &[Word<'_>]) -> bool {
    let spared = |at: usize| words.iter().skip(at + 1).take(4).any(|word| frame.subject.contains(&word.stem));
    words.iter().enumerate().any(|(at, word)| word.text == "without" && spared(at))
        && words
            .iter()
            .any(|word| word.text == "can" || word.text == "may" || word.classes.means(lexicon::GOOD))
}

/// A negation right before one of the question's own words ("does not tighten", "no downtime").
fn denies_at_once(frame: &Frame<'_>, words: &[Word<'_>], masked: &[Mask]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let next = words.iter().skip(at + 1).find(|next| !next.classes.is_common());
        word.negates()
            && mask(masked, at) == Mask::Free
            && next.is_some_and(|next| frame.predicate.contains(&next.stem))
    })
}

/// Where no telling word is about: the question's own words, said again or denied.
fn topic(frame: &Frame<'_>, words: &[Word<'_>], masked: &[Mask]) -> Tally {
    let asked = |word: &Word<'_>| frame.predicate.contains(&word.stem);
    let denied = denies_at_once(frame, words, masked);
    let hits = words.iter().filter(|word| asked(word)).count();
    let negated = words.iter().any(Word::negates);
    match (denied, negated) {
        (true, _) => Tally { yes: 0.0, no: 0.8 },
        (false, false) if words.len() > 4 && hits >= 2 && hits * 2 >= frame.predicate.len() => {
            Tally { yes: 0.6, no: 0.0 }
        }
        _ => Tally::default(),
    }
}

/// The strongest word on each side counts in full, the others a little.
#[derive(Default)]
struct Sides {
    best: Tally,
    sum: Tally,
}

impl Sides {
    fn add(&mut self, value: f32) {
        self.sum.add(value);
        self.best.yes = self.best.yes.max(value);
        self.best.no = self.best.no.max(-value);
    }

    fn tally(&self) -> Tally {
        let side = |best: f32, sum: f32| best + 0.3 * (sum - best).min(1.5);
        Tally { yes: side(self.best.yes, self.sum.yes), no: side(self.best.no, self.sum.no) }
    }
}

/// How much of the question's own words a clause takes up, between 0.4 and 1.
pub(crate) fn relevance(frame: &Frame<'_>, words: &[Word<'_>]) -> f32 {
    let topic = frame.predicate.iter().chain(&frame.subject);
    let (mut hits, mut all) = (0, 0);
    for stem in topic {
        all += 1;
        hits += usize::from(words.iter().any(|word| word.stem == *stem));
    }
    hits +=
        usize::from(words.iter().take(4).any(|word| ["it", "they", "this", "these"].contains(&word.text)));
    let share = hits as f32 / all.clamp(1, 3) as f32;
    0.4 + 0.6 * share.min(1.0)
}

/// Whether the word at a place is itself the negation of a telling word after it.
fn negates_something(words: &[Word<'_>], at: usize) -> bool {
    words[at].negates() && words.iter().skip(at + 1).take(REACH).any(|word| word.classes.any_meaning())
}

/// Whether the word at a place is negated; `None` where two negations meet.
fn negation(words: &[Word<'_>], masked: &[Mask], at: usize) -> Option<bool> {
    let free = |place: usize| mask(masked, place) != Mask::Whole;
    let reaches = |place: usize| {
        !words[place + 1..at].iter().any(|word| HINDERING.contains(&word.text))
            && (words[place].text != "without" || without_reaches(words, place, at))
    };
    let before = (at.saturating_sub(REACH)..at)
        .filter(|&place| words[place].negates() && free(place) && reaches(place))
        .count();
    let after = denied_after(words, at);
    match (before, after) {
        (0, false) => Some(false),
        (0 | 1, _) => Some(true),
        (_, true) => Some(true),
        (_, false) => None,
    }
}

/// "Without" reaches its own few words, not the verb that follows ("coffee without sugar is fine").
fn without_reaches(words: &[Word<'_>], from: usize, to: usize) -> bool {
    to - from <= 4
        && !words[from..to].iter().any(|word| ["is", "are", "was", "were", "can", "has"].contains(&word.text))
}

fn mask(masked: &[Mask], at: usize) -> Mask {
    masked.get(at).copied().unwrap_or(Mask::Free)
}

/// "A difference was not observed": the negation follows the word.
fn denied_after(words: &[Word<'_>], at: usize) -> bool {
    const SEEN: [&str; 12] = [
        "observed", "found", "seen", "significant", "detected", "demonstrated", "confirmed", "shown",
        "statistically", "noted", "evident", "proven",
    ];
    (at + 1..words.len().min(at + 7)).any(|place| {
        words[place].text == "not"
            && (1..=3).any(|step| words.get(place + step).is_some_and(|word| SEEN.contains(&word.text)))
            && words[place - 1].classes.is_common()
    })
}

/// "Lower risk" is good and "lower efficacy" bad: the meaning of the pair, and the place after it.
fn combined(words: &[Word<'_>], at: usize) -> (Option<usize>, usize) {
    let classes = words[at].classes;
    let (up, down) = (classes.means(lexicon::UP), classes.means(lexicon::DOWN));
    let same = classes.means(lexicon::SAME);
    if !up && !down && !same {
        return (None, 0);
    }
    if same {
        let judged = |word: &Word<'_>| word.classes.means(lexicon::GOOD) || word.classes.means(lexicon::BAD);
        return (None, words.iter().rposition(judged).map_or(0, |last| last + 1));
    }
    for (place, next) in words.iter().enumerate().skip(at + 1).take(NEAR) {
        let next = next.classes;
        let found = match (next.means(lexicon::BAD), next.means(lexicon::GOOD)) {
            (true, _) if down => lexicon::GOOD,
            (true, _) => lexicon::BAD,
            (_, true) if down => lexicon::BAD,
            (_, true) => lexicon::GOOD,
            _ => continue,
        };
        return (Some(found), place + 1);
    }
    (None, 0)
}
