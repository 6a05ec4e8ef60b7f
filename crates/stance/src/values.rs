//! What each kind of word means for each kind of question: the table in `data/values.txt`.

use std::sync::LazyLock;

use crate::lexicon::MEANINGS;

/// What a question asks about its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Does one thing change, cause or foretell another?
    Effect,
    /// Does one thing bring on another, mostly an unwelcome one?
    Cause,
    /// Does it make more of something?
    Up,
    /// Does it make less of something?
    Down,
    /// Is it safe, useful, fit?
    Good,
    /// Is it better than something else?
    Better,
    /// Is it harmful, serious, a risk?
    Bad,
    /// Is it necessary?
    Need,
    /// Can it be left out?
    NoNeed,
    /// Are they alike?
    Same,
    /// Are they unlike?
    Differ,
    /// Is there such a thing?
    Exist,
    /// Is it normal?
    Normal,
    /// May I?
    Allow,
    /// Should I?
    Advise,
    /// None of these.
    Other,
}

impl Kind {
    /// Whether a yes is often said with a negation ("no difference", "not needed").
    pub(crate) fn expects_negation(self) -> bool {
        matches!(self, Self::Same | Self::NoNeed)
    }

    /// Whether the question is about what somebody may, should or has to do.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Self::Allow | Self::Advise | Self::Need)
    }

    /// Whether words say little about questions of this kind.
    pub(crate) fn is_vague(self) -> bool {
        matches!(self, Self::Other | Self::Advise | Self::Need)
    }
}

/// What a word says for the question as it stands, and under a negation.
type Value = (f32, f32);
type Values = [[Value; MEANINGS.len()]; NAMES.len()];

/// The rows of the table, in the order of [`Kind`].
const NAMES: [&str; 16] = [
    "effect", "cause", "up", "down", "good", "better", "bad", "need", "noneed", "same", "differ", "exist",
    "normal", "allow", "advise", "other",
];

static VALUES: LazyLock<Values> = LazyLock::new(|| load(include_str!("../data/values.txt")));

fn load(table: &str) -> Values {
    let mut values = [[(0.0, 0.0); MEANINGS.len()]; NAMES.len()];
    for line in table.lines() {
        let mut cells = line.split_whitespace();
        let name = cells.next().unwrap_or_default();
        let Some(row) = NAMES.iter().position(|known| *known == name) else { continue };
        for (value, cell) in values[row].iter_mut().zip(cells) {
            *value = parse(cell).unwrap_or_default();
        }
    }
    values
}

fn parse(cell: &str) -> Option<Value> {
    let (plain, negated) = cell.split_once('/')?;
    Some((plain.parse().ok()?, negated.parse().ok()?))
}

/// How far a word of the given meaning speaks for yes (above zero) or no (below).
pub(crate) fn value(kind: Kind, meaning: usize, negated: bool) -> f32 {
    let (plain, under_negation) = VALUES[kind as usize][meaning];
    if negated { under_negation } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_and_cell_of_the_table_is_read() {
        let table = include_str!("../data/values.txt");
        let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(lines.iter().any(|cells| cells.get(1..) == Some(&MEANINGS[..])), "columns");
        for name in NAMES {
            let row = lines.iter().find(|cells| cells.first() == Some(&name)).unwrap();
            assert_eq!(row.len(), MEANINGS.len() + 1, "{name}");
            assert!(row[1..].iter().all(|cell| parse(cell).is_some()), "{name}");
        }
    }

    #[test]
    fn rows_stand_in_the_order_of_the_kinds() {
        assert_eq!(NAMES[Kind::Effect as usize], "effect");
        assert_eq!(NAMES[Kind::Good as usize], "good");
        assert_eq!(NAMES[Kind::Other as usize], "other");
        assert_eq!(Kind::Other as usize + 1, NAMES.len());
    }
}
