//! The word a question turns on ("cause" in "Can it cause hair loss?") and the sense it gives it.

use crate::lexicon::{self, Classes};
use crate::question::Form;
use crate::sentence::Word;
use crate::values::Kind;

/// The word a question turns on.
pub(crate) struct Head<'a> {
    /// Its place among the words.
    pub(crate) at: usize,
    pub(crate) stem: Option<&'a str>,
    pub(crate) kind: Kind,
    pub(crate) flipped: bool,
}

/// Verbs in the plain form that follows "does", "can" or "should".
const VERBS: [&str; 74] = [
    "affect", "influence", "correlate", "predict", "link", "impact", "cause", "lead", "contribute", "induce",
    "trigger", "determine", "produce", "depend", "matter", "alter", "modify", "change", "reflect",
    "increase", "raise", "elevate", "grow", "aggravate", "prolong", "accelerate", "worsen", "predispose",
    "promote", "exacerbate", "decrease", "reduce", "lower", "diminish", "decline", "shorten", "suppress",
    "attenuate", "prevent", "protect", "relieve", "minimize", "eliminate", "inhibit", "ameliorate",
    "improve", "benefit", "help", "work", "enhance", "facilitate", "provide", "harm", "damage", "need",
    "require", "differ", "vary", "agree", "exist", "restore", "identify", "hurt", "cure", "treat", "fix",
    "interfere", "interact", "weaken", "slow", "confirm", "justify", "support", "recommend",
];
/// Verbs that say little: the word after them carries the question.
const LIGHT: [&str; 14] = [
    "be", "have", "make", "play", "offer", "provide", "show", "get", "add", "result", "face", "achieve",
    "serve", "represent",
];
/// Words that set one thing against another.
const COMPARING: [&str; 4] = ["superior", "better", "advantage", "advantages"];
/// Stems of the verbs that bring something on.
pub(crate) const CAUSAL: [&str; 5] = ["caus", "trigger", "induc", "provok", "produc"];
const PERMITTED: [&str; 7] = ["ok", "okay", "alright", "fine", "advisable", "possible", "acceptable"];
/// Nouns that tell little where a plainer word follows ("is risk stratification useful").
const VAGUE: [&str; 14] = [
    "risk", "effect", "failed", "failure", "complications", "complication", "mortality", "morbidity",
    "factors", "serious", "severe", "value", "identify", "pain",
];
const PLAIN: [&str; 40] = [
    "useful", "necessary", "needed", "required", "effective", "safe", "feasible", "associated", "related",
    "predictive", "beneficial", "justified", "worthwhile", "reliable", "valid", "accurate", "different",
    "similar", "possible", "indicated", "superior", "better", "helpful", "important", "predictor",
    "acceptable", "adequate", "appropriate", "sufficient", "comparable", "correlated", "linked",
    "influenced", "affected", "harmful", "dangerous", "warranted", "mandatory", "essential", "relevant",
];
/// Things that nobody hopes for: a question that turns on one asks whether there is cause for worry.
const GRAVE: [&str; 12] = [
    "cancer", "cancerous", "tumor", "tumour", "stroke", "die", "blind", "infected", "infection", "infertile",
    "leukemia", "contagious",
];
const WORRIES: [&str; 7] = ["worry", "worried", "concerned", "concern", "concerning", "worrisome", "alarmed"];

/// Whether a word is a verb that tells of something ("causes", "helps").
pub(crate) fn is_verb(word: &Word<'_>) -> bool {
    let plain = word.text.strip_suffix('s').unwrap_or(word.text);
    plain != word.text && VERBS.contains(&plain)
}

/// Whether a word passes judgement by itself ("safe", "necessary").
pub(crate) fn judges(word: &Word<'_>) -> bool {
    PLAIN.contains(&word.text)
}

/// Finds the word a question turns on.
pub(crate) fn find<'a>(words: &[Word<'a>], form: Form) -> Head<'a> {
    if let Some(head) = worry(words).or_else(|| personal(words)) {
        return head;
    }
    if let Some(head) = normal(words, form) {
        return head;
    }
    if let Some(at) = words.iter().position(|word| word.text == "too").filter(|at| at + 1 < words.len()) {
        return Head { at: at + 1, stem: Some(words[at + 1].stem), kind: Kind::Bad, flipped: false };
    }
    let at = match form {
        Form::Do => verb(words),
        Form::Be => predicate(words, 1),
        Form::Phrase => predicate(words, 0),
    };
    if at.is_none()
        && let Some(at) = words.iter().position(|word| GRAVE.contains(&word.text))
    {
        return Head { at, stem: Some(words[at].stem), kind: Kind::Bad, flipped: false };
    }
    let Some(at) = at.map(|at| through_light_effect(words, at)) else {
        return unknown(words, form);
    };
    let word = &words[at];
    let (kind, flipped) = kind_of(words, at);
    Head { at, stem: Some(word.stem), kind, flipped }
}

/// No telling word was found: the last word of a short question is what it turns on.
fn unknown<'a>(words: &[Word<'a>], form: Form) -> Head<'a> {
    let last = words.len().saturating_sub(1);
    let short = form == Form::Be
        && fallback(words) != Kind::Exist
        && words.len() <= 8
        && words.get(last).is_some_and(|word| !word.classes.is_common());
    if short && last > 1 {
        return Head { at: last, stem: Some(words[last].stem), kind: fallback(words), flipped: false };
    }
    let kind = fallback(words);
    let at = if kind == Kind::Exist { 2 } else { 1 };
    Head { at: words.len().min(at), stem: None, kind, flipped: false }
}

fn fallback(words: &[Word<'_>]) -> Kind {
    match words {
        [first, ..] if first.text.starts_with("should") => Kind::Advise,
        [_, second, ..] if second.text == "there" => Kind::Exist,
        _ => Kind::Other,
    }
}

fn worry<'a>(words: &[Word<'a>]) -> Option<Head<'a>> {
    let at = words.iter().take(9).position(|word| WORRIES.contains(&word.text))?;
    Some(Head { at, stem: Some(words[at].stem), kind: Kind::Bad, flipped: false })
}

/// "Is it normal ...", "Is it odd ...".
fn normal<'a>(words: &[Word<'a>], form: Form) -> Option<Head<'a>> {
    const NORMAL: [&str; 4] = ["normal", "common", "usual", "typical"];
    const ODD: [&str; 6] = ["odd", "strange", "weird", "unusual", "abnormal", "uncommon"];
    let at = words.iter().position(|word| NORMAL.contains(&word.text) || ODD.contains(&word.text))?;
    let ends = at + 1 == words.len() || ["it", "this", "that"].contains(&words.get(1)?.text);
    let flipped = ODD.contains(&words[at].text);
    (form == Form::Be && ends).then_some(Head { at, stem: Some(words[at].stem), kind: Kind::Normal, flipped })
}

/// Questions about the asker's own doing: "Can I ...", "Should we ...", "Do I need ...", "Is it ok to ...".
fn personal<'a>(words: &[Word<'a>]) -> Option<Head<'a>> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text);
    let asker = ["i", "we", "you", "my", "she", "he", "someone"].contains(&text(1));
    let kind = match text(0) {
        "can" | "may" | "could" if ["i", "we", "you", "someone"].contains(&text(1)) => Kind::Allow,
        "should" | "shouldn't" | "must" if asker => Kind::Advise,
        "do" | "does" | "don't" if asker && text(2) == "need" || text(2) == "have" && text(3) == "to" => {
            Kind::Need
        }
        "would" | "do" if text(1) == "you" && ["recommend", "suggest", "advise"].contains(&text(2)) => {
            Kind::Advise
        }
        "is" if text(1) == "it" && PERMITTED.contains(&text(2)) && words.len() > 4 => Kind::Allow,
        _ if text(2) == "have" && text(3) == "to" => Kind::Need,
        _ => return None,
    };
    let first = if matches!(kind, Kind::Need) || text(1) == "it" { 3 } else { 2 };
    let at = (first..words.len()).find(|&at| !words[at].classes.is_common()).unwrap_or(first);
    let stem = words.get(at).filter(|word| !word.classes.is_common()).map(|word| word.stem);
    Some(Head { at: at.min(words.len()), stem, kind, flipped: false })
}

fn verb(words: &[Word<'_>]) -> Option<usize> {
    let from = |start: usize, fits: &dyn Fn(&Word<'_>) -> bool| {
        words.iter().enumerate().skip(start).find(|(_, word)| fits(word)).map(|(at, _)| at)
    };
    let plain = from(2, &|word| VERBS.contains(&word.text));
    let light = from(2, &|word| LIGHT.contains(&word.text));
    match (plain, light) {
        (Some(plain), Some(light)) if plain < light => Some(plain),
        (_, Some(light)) => from(light + 1, &|word| word.classes.any_meaning())
            .or(plain)
            .or_else(|| from(light + 1, &|word| !word.classes.is_common())),
        (Some(plain), None) => Some(plain),
        (None, None) => from(2, &|word| word.classes.any_meaning() && !is_weak(word.classes)),
    }
}

fn is_weak(classes: Classes) -> bool {
    classes.means(lexicon::UP) || classes.means(lexicon::DOWN) || classes.means(lexicon::EXIST)
}

/// The predicate of "is ...": the first telling word that is not merely "increased" or "reduced".
fn predicate(words: &[Word<'_>], start: usize) -> Option<usize> {
    let telling = |word: &Word<'_>| word.classes.any_meaning();
    let strong =
        words.iter().enumerate().skip(start).find(|(_, word)| telling(word) && !is_weak(word.classes));
    let plainer = strong.filter(|(at, word)| {
        VAGUE.contains(&word.text) && !["a", "an", "at"].contains(&words[at.saturating_sub(1)].text)
    });
    if let Some((from, _)) = plainer
        && let Some(at) = words.iter().skip(from).position(|word| PLAIN.contains(&word.text))
    {
        return Some(from + at);
    }
    let any = || words.iter().enumerate().skip(start).find(|(_, word)| telling(word));
    strong.or_else(any).map(|(at, _)| at)
}

/// "lead to improved ..." asks about the improvement, "associated with higher ..." about the rise.
fn through_light_effect(words: &[Word<'_>], at: usize) -> usize {
    if !words[at].classes.means(lexicon::EFFECT) {
        return at;
    }
    let directional = |word: &Word<'_>| {
        let classes = word.classes;
        classes.means(lexicon::UP)
            || classes.means(lexicon::DOWN)
            || ["improved", "better", "worse", "poor", "improvement"].contains(&word.text)
    };
    (at + 1..words.len().min(at + 5)).find(|&next| directional(&words[next])).unwrap_or(at)
}

fn kind_of(words: &[Word<'_>], at: usize) -> (Kind, bool) {
    let compares = COMPARING.contains(&words[at].text)
        || at > 0 && ["more", "less"].contains(&words[at - 1].text)
        || words[at..].iter().take(5).any(|word| word.text == "than");
    let advises = words.first().is_some_and(|word| word.text.starts_with("should"));
    let kind = match words[at].classes.first_meaning() {
        Some(lexicon::EFFECT) if CAUSAL.contains(&words[at].stem) => Kind::Cause,
        Some(lexicon::EFFECT) => Kind::Effect,
        Some(lexicon::NO_EFFECT) => return (Kind::Effect, true),
        Some(lexicon::SAME) => Kind::Same,
        Some(lexicon::DIFFER) => Kind::Differ,
        Some(lexicon::UP) => Kind::Up,
        Some(lexicon::DOWN) => Kind::Down,
        Some(lexicon::GOOD) if words[..at].iter().any(|word| word.text == "as") => Kind::Good,
        Some(lexicon::GOOD) if compares => Kind::Better,
        Some(lexicon::GOOD) => Kind::Good,
        Some(lexicon::BAD) => Kind::Bad,
        Some(lexicon::NEED) => Kind::Need,
        Some(lexicon::NO_NEED) => Kind::NoNeed,
        Some(lexicon::EXIST) => Kind::Exist,
        _ => fallback(words),
    };
    (if advises && matches!(kind, Kind::Good | Kind::Other) { Kind::Advise } else { kind }, false)
}

/// Whether two runs of words hold opposites ("increase or decrease", "safe or harmful").
pub(crate) fn opposed(left: &[Word<'_>], right: &[Word<'_>]) -> bool {
    const OPPOSITES: [(usize, usize); 5] = [
        (lexicon::UP, lexicon::DOWN),
        (lexicon::GOOD, lexicon::BAD),
        (lexicon::NEED, lexicon::NO_NEED),
        (lexicon::SAME, lexicon::DIFFER),
        (lexicon::GOOD, lexicon::NO_NEED),
    ];
    let has =
        |words: &[Word<'_>], meaning| words.iter().take(6).any(|word: &Word<'_>| word.classes.means(meaning));
    OPPOSITES
        .iter()
        .any(|&(one, other)| has(left, one) && has(right, other) || has(left, other) && has(right, one))
}
