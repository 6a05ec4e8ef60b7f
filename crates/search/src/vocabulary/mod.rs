//! Words that mean the same: lay and professional, brand and ingredient, abbreviation and slang.
//!
//! A wording adds to what was typed at reduced weight and never replaces it, and only while a query is short: a long one
//! brings its other words itself.

mod built_in;
mod parse;

use std::collections::HashMap;

use crate::analysis::{stem, words};
pub use parse::Broken;

/// A list of groups, by the stems of their words.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    groups: Vec<Group>,
    /// By the first stem, everything that begins with it.
    by_first: HashMap<String, Vec<Place>>,
}

/// Words that are said of the same thing.
#[derive(Clone, Debug, Default)]
struct Group {
    same: Vec<Name>,
    /// What is more than the same; found, but does not find.
    wider: Vec<Name>,
}

/// One wording.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    stems: Vec<String>,
    sense: Sense,
    /// As it was written, but for case, hyphens and apostrophes.
    written: String,
}

/// Whether a wording always means its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sense {
    /// It does.
    Only,
    /// It means other things as well.
    OneOfSeveral,
}

/// Where a wording stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    group: usize,
    name: usize,
}

/// Another wording for words of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Its stems.
    pub stems: Vec<String>,
    /// Whether what was typed surely meant it.
    pub sense: Sense,
}

/// Some words of a query for which others are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The first of them.
    pub at: usize,
    /// How many they are.
    pub length: usize,
    /// The others.
    pub wordings: Vec<Wording>,
}

impl Vocabulary {
    /// The lists that come with the program.
    pub fn built_in() -> Result<Self, Broken> {
        Self::read(built_in::FILES)
    }

    /// The lists that come with the program, and an operator's own beside them, which may add to their groups. A broken file
    /// refuses all: whoever has read an earlier state keeps that.
    pub fn with(own: &[(&str, &str)]) -> Result<Self, Broken> {
        Self::of(built_in::FILES, own)
    }

    /// Reads files, each a name and its text. One broken line refuses all of it.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Broken> {
        Self::of(files, &[])
    }

    fn of(files: &[(&str, &str)], own: &[(&str, &str)]) -> Result<Self, Broken> {
        let groups = parse::files(files, own)?;
        let mut by_first: HashMap<String, Vec<Place>> = HashMap::new();
        for (group, all) in groups.iter().enumerate() {
            for (name, wording) in all.same.iter().enumerate() {
                if let Some(first) = wording.stems.first() {
                    by_first.entry(first.clone()).or_default().push(Place { group, name });
                }
            }
        }
        Ok(Self { groups, by_first })
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// What is known of words in a row, by their stems. Longer wordings come before those within them, which are left
    /// out: in `heart attack` nobody asks for attacks.
    pub fn known(&self, stems: &[String]) -> Vec<Known> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < stems.len() {
            let length = self.longest(&stems[at..]);
            if length > 0 {
                found.push(Known { at, length, wordings: self.others(&stems[at..at + length]) });
            }
            at += length.max(1);
        }
        found.retain(|known| !known.wordings.is_empty());
        found
    }

    fn names_at<'a>(&'a self, stems: &'a [String]) -> impl Iterator<Item = (&'a Group, &'a Name)> {
        let places = stems.first().and_then(|first| self.by_first.get(first)).map_or(&[][..], Vec::as_slice);
        let names = places.iter().map(|place| {
            let group = &self.groups[place.group];
            (group, &group.same[place.name])
        });
        names.filter(|(_, name)| stems.starts_with(&name.stems))
    }

    fn longest(&self, stems: &[String]) -> usize {
        self.names_at(stems).map(|(_, name)| name.stems.len()).max().unwrap_or(0)
    }

    /// The other wordings of exactly these stems.
    fn others(&self, stems: &[String]) -> Vec<Wording> {
        let mut wordings: Vec<Wording> = Vec::new();
        for (group, own) in self.names_at(stems).filter(|(_, name)| name.stems.len() == stems.len()) {
            for other in group.same.iter().chain(&group.wider) {
                if other.sense == Sense::Only && other.stems != own.stems {
                    wordings.push(Wording { stems: other.stems.clone(), sense: own.sense });
                }
            }
        }
        wordings.sort_by(|a, b| a.stems.cmp(&b.stems).then(a.sense.cmp(&b.sense)));
        wordings.dedup_by(|a, b| a.stems == b.stems);
        wordings
    }
}

/// The stems of a wording, stop words included: `shortness of breath` is told from `short breath`.
fn stems_of(text: &str) -> Vec<String> {
    words(text).filter(|word| !word.joined).map(|word| stem(&word.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Words.\n# Language: en\n# Source: made up\n";

    fn of(lines: &str) -> Vocabulary {
        Vocabulary::read(&[("test.txt", &format!("{HEAD}{lines}"))]).unwrap()
    }

    fn wordings(vocabulary: &Vocabulary, text: &str) -> Vec<String> {
        let known = vocabulary.known(&stems_of(text));
        known.into_iter().flat_map(|known| known.wordings).map(|wording| wording.stems.join(" ")).collect()
    }

    #[test]
    fn wordings_find_one_another() {
        let vocabulary = of("heart attack | myocardial infarction | MI?\nattack | assault\n");
        assert_eq!(wordings(&vocabulary, "after a heart attack"), ["myocard infarct"]);
        assert_eq!(wordings(&vocabulary, "Myocardial Infarctions"), ["heart attack"]);
        assert_eq!(wordings(&vocabulary, "an attack"), ["assault"]);
    }

    #[test]
    fn a_word_with_several_senses_finds_and_is_not_found() {
        let vocabulary = of("erectile dysfunction | ED?\nemergency department | ED?\n");
        let known = vocabulary.known(&stems_of("ED"));
        assert_eq!(known.len(), 1);
        assert!(known[0].wordings.iter().all(|wording| wording.sense == Sense::OneOfSeveral));
        assert_eq!(known[0].wordings.len(), 2);
        assert!(wordings(&vocabulary, "erectile dysfunction").is_empty());
    }

    #[test]
    fn what_is_wider_is_found_one_way() {
        let vocabulary = of("ibuprofen | Advil | > NSAID\nnaproxen | Aleve | > NSAID\n");
        assert_eq!(wordings(&vocabulary, "advil"), ["ibuprofen", "nsaid"]);
        assert!(wordings(&vocabulary, "nsaid").is_empty());
    }

    #[test]
    fn the_lists_of_the_program_can_be_read_and_added_to() {
        let built_in = Vocabulary::built_in().unwrap_or_else(|broken| panic!("{broken}"));
        assert!(built_in.len() >= 1_500, "{}", built_in.len());
        let own = format!("{HEAD}qwertz | asdfgh\n");
        let more = Vocabulary::with(&[("own.txt", &own)]).unwrap();
        assert_eq!(more.len(), built_in.len() + 1);
        assert_eq!(wordings(&more, "qwertz"), ["asdfgh"]);
        // Another name for what ships joins its group; what would make two of them one is refused.
        let own = format!("{HEAD}zorbo | Botox\n");
        let more = Vocabulary::with(&[("own.txt", &own)]).unwrap();
        assert_eq!(more.len(), built_in.len());
        assert!(wordings(&more, "zorbo").contains(&"botox".to_owned()));
        assert!(wordings(&more, "botox").contains(&"zorbo".to_owned()));
        let own = format!("{HEAD}botox | heart attack\n");
        let broken = Vocabulary::with(&[("own.txt", &own)]).unwrap_err();
        assert!(
            broken.to_string().starts_with("own.txt:4: `botox` and `heart attack` mean different"),
            "{broken}"
        );
        let broken = Vocabulary::with(&[("own.txt", "qwertz | asdfgh\n")]).unwrap_err();
        assert_eq!(broken.file, "own.txt");
    }
}
