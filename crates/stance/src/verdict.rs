//! Commits to a stance, and only where everything heard points one way.

use crate::hearing::Hearing;
use crate::question::Frame;
use crate::weigh::Tally;
use crate::{Reading, Stance};

/// How strong a side has to be before it is believed, after everything is taken away.
const ENOUGH: Tally = Tally { yes: 0.9, no: 0.5 };
/// How much of what speaks for the other side is taken away.
const AGAINST: f32 = 1.3;
/// Taken away for a limit to the answer ("in selected patients").
const LIMITED: f32 = 0.4;
/// Where the other side is as strong as this, so much more is taken away ("Yes, you can take it safely"
/// to the question whether it is dangerous).
const CONTRADICTED: (f32, f32) = (1.0, 1.8);
/// Taken away where cases are told apart.
const CASE_BY_CASE: f32 = 1.0;
/// Taken away from a yes for a negation anywhere.
const NEGATED: f32 = 0.8;
/// Taken away from a yes where the sense of the question is not well known.
const VAGUE: f32 = 0.4;
/// Taken away where the plainest sentence is not the first.
const LATE: f32 = 0.3;
/// How strong "it depends" has to be, and how it has to compare with yes and no.
const DEPENDS: (f32, f32) = (1.5, 0.6);
/// The same for "not known".
const UNKNOWN: (f32, f32) = (1.2, 0.8);

/// What an answer comes to.
pub(crate) fn verdict<'a>(frame: &Frame<'_>, heard: &Hearing<'a>) -> Option<Reading<'a>> {
    let Tally { yes, no } = heard.tally;
    let open =
        |strength: f32, (least, share): (f32, f32)| strength >= least && strength >= yes.max(no) * share;
    let stance = if yes - AGAINST * no - doubt(frame, heard, Stance::Yes) >= ENOUGH.yes {
        Stance::Yes
    } else if no - AGAINST * yes - doubt(frame, heard, Stance::No) >= ENOUGH.no {
        Stance::No
    } else if open(heard.depends, DEPENDS) {
        Stance::Depends
    } else if open(heard.unknown, UNKNOWN) {
        Stance::Unknown
    } else {
        return None;
    };
    Some(Reading { stance, evidence: heard.evidence[stance as usize].sentence })
}

/// What stands against believing a yes or a no, however strong it is.
fn doubt(frame: &Frame<'_>, heard: &Hearing<'_>, stance: Stance) -> f32 {
    let when = |doubtful: bool, doubt: f32| if doubtful { doubt } else { 0.0 };
    let between_lines = !heard.explicit;
    let yes = between_lines && stance == Stance::Yes;
    heard.depends.max(heard.unknown)
        + when(heard.limits > 0, LIMITED)
        + when(against(heard, stance) >= CONTRADICTED.0, CONTRADICTED.1)
        + when(heard.tells_cases_apart(), CASE_BY_CASE)
        + when(yes && heard.negations > 0 && !frame.kind.expects_negation(), NEGATED)
        + when(yes && frame.kind.is_vague(), VAGUE)
        + when(between_lines && heard.evidence[stance as usize].place > 0, LATE)
}

/// What speaks against a stance.
fn against(heard: &Hearing<'_>, stance: Stance) -> f32 {
    if stance == Stance::Yes { heard.tally.no } else { heard.tally.yes }
}
