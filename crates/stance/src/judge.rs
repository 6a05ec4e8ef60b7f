//! Brings everything an answer says together and commits only where it points one way.

use crate::clause::{self, Part};
use crate::echo;
use crate::phrase::{self, Found, Saying};
use crate::question::Frame;
use crate::sentence::{self, Word};
use crate::values::Kind;
use crate::weigh::{self, Mask, Tally};
use crate::{Reading, Stance};

/// How strong a side has to be before it is believed.
const ENOUGH: Tally = Tally { yes: 0.9, no: 0.5 };
/// What a limit to the answer ("in selected patients") takes away.
const LIMITED: f32 = 0.4;
/// What a negation anywhere takes away from a yes.
const NEGATED: f32 = 0.8;
/// Words that begin "for deep scars ..., for shallow ones ...".
const CASES: [&str; 7] = ["for", "in", "with", "after", "some", "if", "under"];
/// What it takes away that cases are told apart.
const CASE_BY_CASE: f32 = 1.0;
/// What it takes away from a yes that the sense of the question is not well known.
const VAGUE: f32 = 0.4;
/// What it takes away that the plainest sentence is not the first.
const LATE: f32 = 0.3;
/// How much what speaks for the other side takes away.
const AGAINST: f32 = 1.3;

/// A sentence that speaks for a stance.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence<'a> {
    strength: f32,
    sentence: &'a str,
    /// How many sentences of the text stand before it.
    place: usize,
}

/// What has been heard so far.
#[derive(Debug, Default)]
pub(crate) struct Hearing<'a> {
    pub(crate) tally: Tally,
    pub(crate) depends: f32,
    pub(crate) unknown: f32,
    /// The plainest sentence for each stance, with its strength.
    evidence: [Evidence<'a>; 4],
    heard: usize,
    /// Words heard that could take a yes back, and words that could take either back.
    negations: usize,
    limits: usize,
    /// How often a part of a sentence began with each of [`CASES`].
    cases: [u8; CASES.len()],
    /// The answer was given in so many words.
    explicit: bool,
}

impl<'a> Hearing<'a> {
    /// Hears the headline: it counts like the first sentence, unless it is the question again.
    pub(crate) fn headline(&mut self, frame: &Frame<'_>, headline: &'a str) {
        for sentence in sentence::sentences(headline) {
            self.sentence(frame, sentence, 1.3);
        }
        self.heard = 0;
    }

    /// Hears the text, what stands first counting most.
    pub(crate) fn text(&mut self, frame: &Frame<'_>, text: &'a str) {
        for (at, sentence) in sentence::sentences(text).enumerate() {
            let weight = match at {
                0 => 1.2,
                1 => 1.0,
                2 => 0.8,
                3 => 0.6,
                4 => 0.4,
                _ => 0.25,
            };
            self.sentence(frame, sentence, weight);
        }
    }

    fn sentence(&mut self, frame: &Frame<'_>, original: &'a str, weight: f32) {
        if original.ends_with('?') {
            return;
        }
        let lower = sentence::plain(original);
        let words = sentence::words(&lower);
        let start = lead_in(&words);
        let found = phrase::find(&words, start);
        let masked = masks(frame, &words, &found);
        let mut tally = Tally::default();
        let (depends, unknown) = (self.depends, self.unknown);
        let clauses = clause::split(&words);
        let turns = clauses.iter().any(|clause| clause.part == Part::After && clause.from > 0);
        for clause in &clauses {
            let inside = |one: &&Found| (clause.from..clause.to).contains(&one.from);
            if found.iter().filter(inside).any(|one| one.saying == Saying::Skip) {
                continue;
            }
            let run = &words[clause.from..clause.to];
            let share = share(clause, turns);
            let mut said = weigh::clause(frame, run, &masked[clause.from..clause.to]);
            for one in found.iter().filter(inside) {
                self.saying(frame, one, &words, &mut said);
            }
            if clause.part == Part::Condition && said.strength() > 0.5 {
                self.depends += 0.3;
            }
            tally.take(said, share);
        }
        self.turned(&found, &clauses);
        if let Some(value) = echo::last_word(&words) {
            self.explicit = true;
            tally.add(value);
        }
        self.explicit |= frame.kind.is_personal() && echo::advises(&words, frame.head);
        self.starts(&words);
        if words.len() <= 4 && tally.strength() > 0.3 {
            self.explicit = true;
            tally.take(tally, 0.3);
        }
        self.doubts(&words, &masked);
        if let Some((value, firm)) = echo::find(&words[start..]) {
            self.explicit = true;
            tally.add(value);
            self.depends += if firm { 0.0 } else { 1.0 };
        }
        self.keep(Stance::Depends, self.depends - depends, original);
        self.keep(Stance::Unknown, self.unknown - unknown, original);
        self.note(tally, weight, original);
        self.heard += 1;
    }

    /// A plain yes or no that is turned in the same breath ("yes, if ...") is less plain.
    fn turned(&mut self, found: &[Found], clauses: &[clause::Clause]) {
        if !found.iter().any(|one| one.leads && matches!(one.saying, Saying::Yes | Saying::No)) {
            return;
        }
        for clause in clauses.iter().skip(1) {
            self.depends += match clause.part {
                Part::After => 0.6,
                Part::Condition => 1.2,
                Part::Main | Part::Granted => 0.0,
            };
        }
    }

    /// Notes how the parts of a sentence begin, to hear when cases are told apart.
    fn starts(&mut self, words: &[Word<'_>]) {
        let begins = |at: usize| at == 0 || words[at].before == ',' || words[at].before == ';';
        for word in words.iter().enumerate().filter(|(at, _)| begins(*at)).map(|(_, word)| word) {
            let at = CASES.iter().position(|case| *case == word.text);
            if let Some(at) = at {
                self.cases[at] = self.cases[at].saturating_add(1);
            }
        }
    }

    /// Notes negations and limits wherever they stand: they may bear on the answer in a way that is not understood.
    fn doubts(&mut self, words: &[Word<'_>], masked: &[Mask]) {
        for (at, word) in words.iter().enumerate() {
            let free = masked.get(at).is_none_or(|mask| *mask != Mask::Whole);
            self.negations += usize::from(free && word.negates());
            self.limits += usize::from(word.classes.narrows());
        }
        self.limits += usize::from(words.first().is_some_and(|word| word.text == "however"));
    }

    fn note(&mut self, tally: Tally, weight: f32, original: &'a str) {
        self.tally.take(tally, weight);
        self.keep(Stance::Yes, (tally.yes - tally.no) * weight, original);
        self.keep(Stance::No, (tally.no - tally.yes) * weight, original);
    }

    fn keep(&mut self, stance: Stance, strength: f32, sentence: &'a str) {
        let kept = &mut self.evidence[stance as usize];
        if strength > kept.strength {
            *kept = Evidence { strength, sentence, place: self.heard };
        }
    }

    fn saying(&mut self, frame: &Frame<'_>, one: &Found, words: &[Word<'_>], said: &mut Tally) {
        let early = if self.heard < 2 { 1.0 } else { 0.5 };
        match one.saying {
            Saying::Yes | Saying::No => {
                self.explicit = true;
                said.add(if one.saying == Saying::Yes { 3.0 } else { -3.0 });
            }
            Saying::NotAll if frame.universal || frame.kind == Kind::Need => said.add(-1.6),
            Saying::NotAll => self.depends += 1.0,
            Saying::Depends => self.depends += if one.leads { 3.0 } else { 1.0 } * early,
            Saying::Unknown => self.unknown += if one.leads { 2.0 } else { 1.2 } * early,
            Saying::Mask | Saying::Skip => {}
            Saying::Deny if one.leads => said.add(-1.6),
            Saying::Reassure | Saying::Alarm | Saying::Allow | Saying::Forbid if one.leads => {
                self.explicit = true;
                said.add(attitude(frame, one.saying) * early);
            }
            other => {
                let statement = one.from == lead_in(words) && weigh::relevance(frame, words) > 0.5;
                self.explicit |= other == Saying::Allow && statement;
                let denied = (one.from.saturating_sub(3)..one.from).any(|place| words[place].negates());
                let value = attitude(frame, other) * if denied { -0.7 } else { 1.0 };
                said.add(value * weigh::relevance(frame, words).max(0.6) * early);
            }
        }
    }

    /// What it all comes to.
    pub(crate) fn verdict(self, frame: &Frame<'_>) -> Option<Reading<'a>> {
        let Tally { yes, no } = self.tally;
        let stance = if yes - AGAINST * no - self.doubt(frame, Stance::Yes) >= ENOUGH.yes {
            Stance::Yes
        } else if no - AGAINST * yes - self.doubt(frame, Stance::No) >= ENOUGH.no {
            Stance::No
        } else if self.depends >= 1.5 && self.depends >= yes.max(no) * 0.6 {
            Stance::Depends
        } else if self.unknown >= 1.2 && self.unknown >= yes.max(no) * 0.8 {
            Stance::Unknown
        } else {
            return None;
        };
        Some(Reading { stance, evidence: self.evidence[stance as usize].sentence })
    }

    /// What stands against believing a yes or a no, however strong it is.
    fn doubt(&self, frame: &Frame<'_>, stance: Stance) -> f32 {
        let when = |doubtful: bool, doubt: f32| if doubtful { doubt } else { 0.0 };
        let read = !self.explicit;
        self.depends.max(self.unknown)
            + when(self.limits > 0, LIMITED)
            + when(self.cases.iter().any(|count| *count >= 2), CASE_BY_CASE)
            + when(read && stance == Stance::Yes && self.negations > 0 && !frame.kind.expects_negation(), NEGATED)
            + when(read && stance == Stance::Yes && frame.kind.is_vague(), VAGUE)
            + when(read && self.evidence[stance as usize].place > 0, LATE)
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

fn share(clause: &clause::Clause, turns: bool) -> f32 {
    match clause.part {
        Part::Granted if clause.from > 0 => 0.6,
        Part::Main if turns => 0.7,
        Part::Main | Part::After => 1.0,
        Part::Granted => 0.35,
        Part::Condition => 0.2,
    }
}

/// What "go ahead", "do not", "no worry" and "take care" mean for a kind of question.
fn attitude(frame: &Frame<'_>, saying: Saying) -> f32 {
    let value = match (saying, frame.kind) {
        (Saying::Deny, Kind::Good | Kind::Allow | Kind::NoNeed | Kind::Advise | Kind::Better) => -0.5,
        (Saying::Deny, _) => -1.8,
        (Saying::Affirm, Kind::Effect | Kind::Cause | Kind::Bad | Kind::Up | Kind::Exist | Kind::Normal) => 1.3,
        (Saying::Affirm, Kind::Other) => 0.5,
        (Saying::Reassure, Kind::Bad) => -1.8,
        (Saying::Reassure, Kind::Good | Kind::Allow | Kind::Normal) => 1.6,
        (Saying::Reassure, Kind::NoNeed) => 1.0,
        (Saying::Reassure, Kind::Need) => -1.2,
        (Saying::Reassure, Kind::Effect | Kind::Cause | Kind::Up) => -0.8,
        (Saying::Reassure, Kind::Advise) if frame.seeks_care => -1.0,
        (Saying::Alarm, Kind::Bad) => 1.4,
        (Saying::Alarm, Kind::Good | Kind::Allow | Kind::Normal) => -0.8,
        (Saying::Alarm, Kind::Need | Kind::Advise) if frame.seeks_care => 1.5,
        (Saying::Allow, Kind::Allow) => 1.6,
        (Saying::Allow, Kind::Good | Kind::NoNeed) => 1.1,
        (Saying::Allow, Kind::Advise) => 1.0,
        (Saying::Allow, Kind::Need) => 0.4,
        (Saying::Allow, _) => 0.1,
        (Saying::Forbid, Kind::Allow | Kind::Good | Kind::Advise) => -1.8,
        (Saying::Forbid, Kind::NoNeed | Kind::Need | Kind::Better) => -0.9,
        (Saying::Forbid, Kind::Bad) => 0.6,
        _ => 0.0,
    };
    let turned = frame.abstains && matches!(saying, Saying::Allow | Saying::Forbid);
    let value = if turned { 1.7 * value } else { value };
    if frame.flipped != turned { -value } else { value }
}

/// Words before the answer proper: "Well,", "In short,", "Dear Anna,".
fn lead_in(words: &[Word<'_>]) -> usize {
    const LEADS: [&str; 26] = [
        "well", "hi", "hello", "dear", "in", "short", "the", "answer", "is", "generally", "usually", "speaking", "my", "opinion",
        "honestly", "actually", "simply", "put", "general", "again", "unfortunately", "fortunately", "so", "quick", "ok", "brief",
    ];
    let mut start = 0;
    for (at, word) in words.iter().enumerate().take(6) {
        if at > 0 && matches!(word.before, ',' | ':' | '-') {
            start = at;
        }
        if !LEADS.contains(&word.text) {
            break;
        }
    }
    start
}
