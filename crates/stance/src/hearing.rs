//! Listens to an answer sentence by sentence and keeps count of what each says.

use crate::Stance;
use crate::attitude::{attitude, denies_harm};
use crate::clause::{self, Clause, Part};
use crate::opening;
use crate::phrase::{self, Found, Saying};
use crate::question::Frame;
use crate::sentence::{self, Word};
use crate::short;
use crate::values::Kind;
use crate::weigh::{self, Mask, Tally};

/// How much a headline counts against a sentence of the text.
const HEADLINE: f32 = 1.3;
/// How much the first sentences of a text count; those after them count as the last.
const SENTENCES: [f32; 6] = [1.2, 1.0, 0.8, 0.6, 0.4, 0.25];
/// How much a headline without a verb says by the words it holds: it may only name the topic.
const TOPIC: f32 = 0.25;
/// What a plain yes or no is worth.
const PLAIN: f32 = 3.0;
/// A sentence of so few words says nothing by the way.
const CURT: usize = 4;
/// Words that begin "for deep scars ..., for shallow ones ...".
const CASES: [&str; 7] = ["for", "in", "with", "after", "some", "if", "under"];

/// A sentence that speaks for a stance.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence<'a> {
    strength: f32,
    pub(crate) sentence: &'a str,
    /// How many sentences of the text stand before it.
    pub(crate) place: usize,
}

/// What has been heard so far.
#[derive(Debug, Default)]
pub(crate) struct Hearing<'a> {
    pub(crate) tally: Tally,
    pub(crate) depends: f32,
    pub(crate) unknown: f32,
    /// The plainest sentence for each stance, by [`Stance`].
    pub(crate) evidence: [Evidence<'a>; 4],
    /// How many sentences of the text were heard.
    heard: usize,
    /// Negations heard: they may take a yes back in a way that is not understood.
    pub(crate) negations: usize,
    /// Words heard that limit what is said to a part.
    pub(crate) limits: usize,
    /// How often a part of a sentence began with each of [`CASES`].
    cases: [u8; CASES.len()],
    /// The answer was given in so many words.
    pub(crate) explicit: bool,
}

/// A sentence taken apart.
struct Parsed<'w> {
    words: Vec<Word<'w>>,
    /// Where the answer proper begins.
    start: usize,
    found: Vec<Found>,
    masks: Vec<Mask>,
    clauses: Vec<Clause>,
    /// How much the words count that no fixed wording has taken.
    grip: f32,
}

impl<'w> Parsed<'w> {
    fn new(frame: &Frame<'_>, words: Vec<Word<'w>>) -> Self {
        let start = opening::lead_in(&words);
        let found = phrase::find(&words, start);
        let masks = masks(frame, &words, &found);
        let clauses = clause::split(&words);
        Self { words, start, found, masks, clauses, grip: 1.0 }
    }

    fn inside(&self, clause: &Clause) -> impl Iterator<Item = &Found> {
        let range = clause.from..clause.to;
        self.found.iter().filter(move |one| range.contains(&one.from))
    }

    /// How much a clause counts beside the others.
    fn share(&self, clause: &Clause) -> f32 {
        let turns = self.clauses.iter().any(|clause| clause.part == Part::After && clause.from > 0);
        match clause.part {
            Part::Granted if clause.from > 0 => 0.6,
            Part::Main if turns => 0.7,
            Part::Main | Part::After => 1.0,
            Part::Granted => 0.35,
            Part::Condition => 0.2,
        }
    }
}

impl<'a> Hearing<'a> {
    /// Hears the headline, unless it is the question again.
    pub(crate) fn headline(&mut self, frame: &Frame<'_>, headline: &'a str) {
        for original in sentence::sentences(headline) {
            let lower = sentence::plain(original);
            let words = sentence::words(&lower);
            if original.ends_with('?') || opening::asks(frame, &words) {
                continue;
            }
            let grip = if opening::names_topic(&words) { TOPIC } else { 1.0 };
            self.sentence(frame, Parsed { grip, ..Parsed::new(frame, words) }, (original, HEADLINE));
        }
        self.heard = 0;
    }

    /// Hears the text, what stands first counting most.
    pub(crate) fn text(&mut self, frame: &Frame<'_>, text: &'a str) {
        for (at, original) in sentence::sentences(text).enumerate() {
            if original.ends_with('?') {
                continue;
            }
            let weight = SENTENCES[at.min(SENTENCES.len() - 1)];
            let lower = sentence::plain(original);
            self.sentence(frame, Parsed::new(frame, sentence::words(&lower)), (original, weight));
        }
    }

    fn sentence(&mut self, frame: &Frame<'_>, parsed: Parsed<'_>, (original, weight): (&'a str, f32)) {
        let (depends, unknown) = (self.depends, self.unknown);
        let mut tally = self.clauses(frame, &parsed);
        self.turns(&parsed);
        self.limits(&parsed);
        if parsed.words.len() <= CURT && tally.strength() > 0.3 {
            self.explicit = true;
            tally.take(tally, 0.3);
        }
        tally.add(self.in_short(frame, &parsed));
        self.tally.take(tally, weight);
        self.keep(Stance::Yes, (tally.yes - tally.no) * weight, original);
        self.keep(Stance::No, (tally.no - tally.yes) * weight, original);
        self.keep(Stance::Depends, self.depends - depends, original);
        self.keep(Stance::Unknown, self.unknown - unknown, original);
        self.heard += 1;
    }

    fn clauses(&mut self, frame: &Frame<'_>, parsed: &Parsed<'_>) -> Tally {
        let mut tally = Tally::default();
        for clause in &parsed.clauses {
            if parsed.inside(clause).any(|one| one.saying == Saying::Skip) {
                continue;
            }
            let range = clause.from..clause.to;
            let mut said = Tally::default();
            said.take(weigh::clause(frame, &parsed.words[range.clone()], &parsed.masks[range]), parsed.grip);
            for one in parsed.inside(clause) {
                said.add(self.saying(frame, one, &parsed.words));
            }
            if clause.part == Part::Condition && said.strength() > 0.5 {
                self.depends += 0.3;
            }
            tally.take(said, parsed.share(clause));
        }
        tally
    }

    /// What a fixed wording says: above zero for yes, below for no.
    fn saying(&mut self, frame: &Frame<'_>, one: &Found, words: &[Word<'_>]) -> f32 {
        let early = if self.heard < 2 { 1.0 } else { 0.5 };
        match one.saying {
            Saying::Yes | Saying::No => {
                self.explicit = true;
                return if one.saying == Saying::Yes { PLAIN } else { -PLAIN };
            }
            Saying::NotAll if frame.universal || frame.kind == Kind::Need => return -1.6,
            Saying::NotAll => self.depends += 1.0,
            Saying::Depends => self.depends += if one.leads { 3.0 } else { early },
            Saying::Unknown => self.unknown += if one.leads { 2.0 } else { 1.2 * early },
            Saying::Mask | Saying::Skip => {}
            Saying::Deny if denies_harm(frame.kind, &words[one.to.min(words.len())..]) => return 0.8,
            Saying::Deny if one.leads => return -1.6,
            saying if one.leads => {
                self.explicit = true;
                return attitude(frame, saying) * early;
            }
            saying => {
                let relevance = weigh::relevance(frame, words);
                let opens = one.from == opening::lead_in(words);
                self.explicit |= saying == Saying::Allow && opens && relevance > 0.5;
                self.explicit |= saying == Saying::Forbid && frame.abstains && relevance > 0.7;
                let denied = (one.from.saturating_sub(3)..one.from).any(|place| words[place].negates());
                let sense = if denied { -0.7 } else { 1.0 };
                return attitude(frame, saying) * sense * relevance.max(0.6) * early;
            }
        }
        0.0
    }

    /// What an answer says by echoing the question: "It can.", "You should take it", "In most cases, yes."
    fn in_short(&mut self, frame: &Frame<'_>, parsed: &Parsed<'_>) -> f32 {
        self.explicit |= frame.kind.is_personal() && short::advises(&parsed.words, frame.head);
        let mut value = 0.0;
        if let Some(last) = short::last_word(&parsed.words) {
            self.explicit = true;
            value += last;
        }
        if let Some((echo, firm)) = short::echo(&parsed.words[parsed.start..]) {
            self.explicit = true;
            self.depends += if firm { 0.0 } else { 1.0 };
            value += echo;
        }
        value
    }

    /// A plain yes or no that is turned in the same breath ("yes, if ...") is less plain.
    fn turns(&mut self, parsed: &Parsed<'_>) {
        if !parsed.found.iter().any(|one| one.leads && matches!(one.saying, Saying::Yes | Saying::No)) {
            return;
        }
        for clause in parsed.clauses.iter().skip(1) {
            self.depends += match clause.part {
                Part::After => 0.6,
                Part::Condition => 1.2,
                Part::Main | Part::Granted => 0.0,
            };
        }
    }

    /// Notes what may limit the answer, wherever it stands.
    fn limits(&mut self, parsed: &Parsed<'_>) {
        let words = &parsed.words;
        for (at, (word, mask)) in words.iter().zip(&parsed.masks).enumerate() {
            self.negations += usize::from(*mask != Mask::Whole && word.negates());
            self.limits += usize::from(word.classes.narrows());
            let begins = at == 0 || matches!(word.before, ',' | ';');
            if let Some(case) = CASES.iter().position(|case| begins && *case == word.text) {
                self.cases[case] = self.cases[case].saturating_add(1);
            }
        }
        self.limits += usize::from(words.first().is_some_and(|word| word.text == "however"));
    }

    /// Whether the answer tells one case from another ("for deep scars ..., for shallow ones ...").
    pub(crate) fn tells_cases_apart(&self) -> bool {
        self.cases.iter().any(|count| *count >= 2)
    }

    fn keep(&mut self, stance: Stance, strength: f32, sentence: &'a str) {
        let kept = &mut self.evidence[stance as usize];
        if strength > kept.strength {
            *kept = Evidence { strength, sentence, place: self.heard };
        }
    }
}

/// What the fixed wordings of a sentence have used up.
fn masks(frame: &Frame<'_>, words: &[Word<'_>], found: &[Found]) -> Vec<Mask> {
    let mut masks = vec![Mask::Free; words.len()];
    for (mask, pair) in masks.iter_mut().zip(words.windows(2)) {
        if pair[0].text == "without" && frame.lacks.contains(&pair[1].stem) {
            *mask = Mask::Whole;
        }
    }
    for one in found {
        let mask = match one.saying {
            Saying::Skip => Mask::Free,
            Saying::Deny | Saying::Forbid | Saying::Depends => Mask::Meaning,
            _ => Mask::Whole,
        };
        masks[one.from..one.to.min(words.len())].fill(mask);
    }
    masks
}
