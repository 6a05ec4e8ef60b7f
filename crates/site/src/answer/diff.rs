//! What changed between two texts, word by word.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// How long two texts may be compared. After that what is left counts as changed altogether.
const PATIENCE: Duration = Duration::from_millis(60);

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// They stayed.
    Same,
    /// They were taken out.
    Deleted,
    /// They were put in.
    Inserted,
}

/// Words that share a fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) fate: Fate,
    pub(super) text: String,
}

impl Piece {
    pub(super) fn is_deleted(&self) -> bool {
        self.fate == Fate::Deleted
    }

    pub(super) fn is_inserted(&self) -> bool {
        self.fate == Fate::Inserted
    }
}

/// The way from one text to the other.
pub(super) fn words(old: &str, new: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Same,
            ChangeTag::Delete => Fate::Deleted,
            ChangeTag::Insert => Fate::Inserted,
        };
        let text: &str = change.value();
        match pieces.last_mut() {
            Some(last) if last.fate == fate => last.text.push_str(text),
            _ => pieces.push(Piece { fate, text: text.to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_texts_can_be_read_from_the_pieces() {
        let (old, new) = ("It does not, as far as I know.\n\nRest.", "It may, as far as we know.\n\nRest.");
        let pieces = words(old, new);
        let without =
            |fate| pieces.iter().filter(|p| p.fate != fate).map(|p| p.text.as_str()).collect::<String>();
        assert_eq!((without(Fate::Inserted).as_str(), without(Fate::Deleted).as_str()), (old, new));
        assert!(pieces.iter().any(|p| p.is_deleted() && p.text.contains("does")));
        assert!(pieces.iter().any(|p| p.is_inserted() && p.text.contains("may")));
        assert!(words("same", "same").iter().all(|p| p.fate == Fate::Same));
    }
}
