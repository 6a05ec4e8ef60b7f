//! The specialties that are known by name: they tell a city from a specialty in page text, and fill a new site.

use crate::record::Specialty;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A specialty known by name, with the titles that its practitioners go by.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownSpecialty {
    /// Its id in addresses and archives.
    pub slug: &'static str,
    /// The field: `Facial plastic surgery`.
    pub name: &'static str,
    /// One who practises it: `Facial Plastic Surgeon`.
    pub practitioner: &'static str,
    /// The words patients use for it.
    pub label: &'static str,
    /// The code of the provider taxonomy, where known.
    pub nucc: Option<&'static str>,
    /// Other titles for one who practises it.
    pub other_titles: Vec<&'static str>,
}

impl KnownSpecialty {
    /// The specialty as a record of an archive.
    #[must_use]
    pub fn to_record(&self) -> Specialty {
        Specialty {
            id: self.slug.to_owned(),
            name: self.name.to_owned(),
            practitioner: self.practitioner.to_owned(),
            label: self.label.to_owned(),
            nucc: self.nucc.map(str::to_owned),
        }
    }
}

/// Every known specialty, ordered by slug.
#[must_use]
pub fn specialties() -> &'static [KnownSpecialty] {
    &LEXICON.all
}

/// The specialty whose practitioner's title ends the words of a line, and how many words the title has.
///
/// The longest title wins: `Facial Plastic Surgeon` before `Plastic Surgeon` before `Surgeon`.
pub(crate) fn at_end_of(words: &[&str]) -> Option<(&'static KnownSpecialty, usize)> {
    let longest = LEXICON.longest_title.min(words.len());
    let last: Vec<String> = words[words.len() - longest..].iter().map(|word| plain(word)).collect();
    (1..=longest).rev().find_map(|length| {
        let title = last[longest - length..].join(" ");
        let index = *LEXICON.by_title.get(&title)?;
        Some((LEXICON.all.get(index)?, length))
    })
}

/// Whether a word is part of some practitioner's title, such as `Cosmetic` or `Surgeon`.
pub(crate) fn is_title_word(word: &str) -> bool {
    LEXICON.title_words.contains(&plain(word))
}

/// A word without what writers vary: case, hyphens, slashes, dots, apostrophes and commas.
fn plain(word: &str) -> String {
    if word == "&" {
        return "and".to_owned();
    }
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

struct Lexicon {
    all: Vec<KnownSpecialty>,
    by_title: HashMap<String, usize>,
    title_words: HashSet<String>,
    longest_title: usize,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let all: Vec<KnownSpecialty> = include_str!("specialties.tsv").lines().filter_map(row).collect();
    let mut lexicon =
        Lexicon { all: Vec::new(), by_title: HashMap::new(), title_words: HashSet::new(), longest_title: 0 };
    for (index, specialty) in all.iter().enumerate() {
        for title in std::iter::once(&specialty.practitioner).chain(&specialty.other_titles) {
            let words: Vec<String> = title.split_whitespace().map(plain).collect();
            lexicon.longest_title = lexicon.longest_title.max(words.len());
            lexicon.by_title.insert(words.join(" "), index);
            lexicon.title_words.extend(words);
        }
    }
    lexicon.all = all;
    lexicon
});

fn row(line: &'static str) -> Option<KnownSpecialty> {
    if line.starts_with('#') {
        return None;
    }
    let mut columns = line.split('\t');
    Some(KnownSpecialty {
        slug: columns.next()?,
        name: columns.next()?,
        practitioner: columns.next()?,
        label: columns.next()?,
        nucc: columns.next().filter(|code| !code.is_empty()),
        other_titles: columns
            .next()
            .unwrap_or_default()
            .split(';')
            .filter(|title| !title.is_empty())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    #[test]
    fn every_row_is_a_valid_specialty_and_every_title_names_one_only() {
        let rows = include_str!("specialties.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(specialties().len(), rows);
        assert!(rows > 100);
        let mut titles = HashMap::new();
        for known in specialties() {
            Record::Specialty(known.to_record()).check().unwrap();
            for title in std::iter::once(&known.practitioner).chain(&known.other_titles) {
                let spelled = title.split_whitespace().map(plain).collect::<Vec<_>>().join(" ");
                assert_eq!(titles.insert(spelled, known.slug), None, "{title} is listed twice");
            }
        }
        assert!(specialties().is_sorted_by(|a, b| a.slug < b.slug));
    }

    #[test]
    fn the_longest_title_at_the_end_wins() {
        let found = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            at_end_of(&words).map(|(specialty, length)| (specialty.slug, length))
        };
        assert_eq!(found("Beverly Hills Facial Plastic Surgeon"), Some(("facial-plastic-surgery", 3)));
        assert_eq!(found("Austin Plastic & Reconstructive Surgeon"), Some(("plastic-surgery", 4)));
        assert_eq!(found("Leeds OB/GYN"), Some(("obstetrics-gynecology", 1)));
        assert_eq!(found("Great Neck Plastic Surgeon"), Some(("plastic-surgery", 2)));
        assert_eq!(found("Boston Astrologer"), None);
        assert_eq!(found(""), None);
    }
}
