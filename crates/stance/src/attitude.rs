//! What "go ahead", "do not", "no worry" and "take care" mean for each kind of question.

use crate::head;
use crate::lexicon;
use crate::phrase::Saying;
use crate::question::Frame;
use crate::sentence::Word;
use crate::values::Kind;

/// How far an attitude speaks for yes (above zero) or no (below).
pub(crate) fn attitude(frame: &Frame<'_>, saying: Saying) -> f32 {
    let value = match saying {
        Saying::Deny => deny(frame.kind),
        Saying::Affirm => affirm(frame.kind),
        Saying::Reassure => reassure(frame),
        Saying::Alarm => alarm(frame),
        Saying::Allow => allow(frame.kind),
        Saying::Forbid => forbid(frame.kind),
        _ => 0.0,
    };
    let turned = frame.abstains && matches!(saying, Saying::Allow | Saying::Forbid);
    let value = if turned { 1.7 * value } else { value };
    if frame.flipped != turned { -value } else { value }
}

fn deny(kind: Kind) -> f32 {
    match kind {
        Kind::Good | Kind::Allow | Kind::NoNeed | Kind::Advise | Kind::Better => -0.5,
        _ => -1.8,
    }
}

fn affirm(kind: Kind) -> f32 {
    match kind {
        Kind::Effect | Kind::Cause | Kind::Bad | Kind::Up | Kind::Exist | Kind::Normal => 1.3,
        Kind::Other => 0.5,
        _ => 0.0,
    }
}

fn reassure(frame: &Frame<'_>) -> f32 {
    match frame.kind {
        Kind::Bad => -1.8,
        Kind::Good | Kind::Allow | Kind::Normal => 1.6,
        Kind::NoNeed => 1.0,
        Kind::Need => -1.2,
        Kind::Effect | Kind::Cause | Kind::Up => -0.8,
        Kind::Advise if frame.seeks_care => -1.0,
        _ => 0.0,
    }
}

fn alarm(frame: &Frame<'_>) -> f32 {
    match frame.kind {
        Kind::Bad => 1.4,
        Kind::Good | Kind::Allow | Kind::Normal => -0.8,
        Kind::Need | Kind::Advise if frame.seeks_care => 1.5,
        _ => 0.0,
    }
}

fn allow(kind: Kind) -> f32 {
    match kind {
        Kind::Allow => 1.6,
        Kind::Good | Kind::NoNeed => 1.1,
        Kind::Advise => 1.0,
        Kind::Need => 0.4,
        Kind::Bad => -0.8,
        _ => 0.0,
    }
}

fn forbid(kind: Kind) -> f32 {
    match kind {
        Kind::Allow | Kind::Good | Kind::Advise => -1.8,
        Kind::NoNeed | Kind::Need | Kind::Better => -0.9,
        Kind::Bad => 0.6,
        _ => 0.0,
    }
}

/// "It has never been shown to cause harm": a denial of harm, which is praise where safety is asked about.
pub(crate) fn denies_harm(kind: Kind, after: &[Word<'_>]) -> bool {
    let harm = |word: &Word<'_>| word.classes.means(lexicon::BAD) || head::CAUSAL.contains(&word.stem);
    matches!(kind, Kind::Good | Kind::Allow | Kind::Normal) && after.iter().take(5).any(harm)
}
