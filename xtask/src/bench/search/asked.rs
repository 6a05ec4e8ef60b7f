//! What people look for: queries made from the texts, and titles as they are typed.

use std::fs;
use std::path::Path;

use search::analysis::is_stop_word;

use super::texts::readable;
use super::wording::slipped;
use crate::bench::generate::Random;

/// What kind of query it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    Misspelt,
    Title,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Words, Self::Misspelt, Self::Title];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Misspelt => "misspelt",
            Self::Title => "title",
        }
    }
}

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) kind: Kind,
    pub(super) text: String,
}

/// So many queries from some of the questions: one in ten a whole title, one in seven with a slip of the hand.
pub(super) fn queries(lines: &[String], count: usize, random: &mut Random) -> Vec<Asked> {
    let pick = |random: &mut Random| lines.get(random.below(lines.len() as u64) as usize);
    (0..count).filter_map(|_| pick(random).map(|line| query(line, random))).collect()
}

fn query(line: &str, random: &mut Random) -> Asked {
    if random.percent(10) {
        let text = readable(line).next().unwrap_or_default().to_owned();
        return Asked { kind: Kind::Title, text };
    }
    // Each word as likely as it is frequent: so there are frequent ones and rare ones, as in the texts.
    let words: Vec<&str> = readable(line).flat_map(str::split_whitespace).map(trimmed).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| telling(word)).collect();
    let length = random.within(2, 5);
    let places = random.distinct(length, words.len() as u64);
    let mut chosen: Vec<String> = Vec::new();
    for place in places {
        let word = words[place as usize].to_ascii_lowercase();
        if !chosen.contains(&word) {
            chosen.push(word);
        }
    }
    let long = chosen.iter_mut().find(|word| word.len() > 4);
    let kind = match long {
        Some(word) if random.percent(15) => {
            *word = slipped(random, word);
            Kind::Misspelt
        }
        _ => Kind::Words,
    };
    Asked { kind, text: chosen.join(" ") }
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|char: char| !char.is_ascii_alphanumeric())
}

fn telling(word: &str) -> bool {
    word.len() > 2 && !is_stop_word(&word.to_ascii_lowercase().replace('\'', ""))
}

/// Beginnings of titles, from two letters on, as the box of the site asks for suggestions.
pub(super) fn typed(lines: &[String], count: usize, random: &mut Random) -> Vec<String> {
    let one = |_| {
        let title = readable(lines.get(random.below(lines.len() as u64) as usize)?).next()?;
        let length = random.within(2, title.len().clamp(2, 40) as u64) as usize;
        Some(title.get(..length).unwrap_or(title).to_owned())
    };
    (0..count).filter_map(one).collect()
}

/// Writes queries for the process that searches.
pub(super) fn save(path: &Path, queries: &[Asked]) -> Result<(), String> {
    let lines: Vec<String> =
        queries.iter().map(|asked| format!("{}\t{}\n", asked.kind.name(), asked.text)).collect();
    fs::write(path, lines.concat()).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads them back.
pub(super) fn load(path: &Path) -> Result<Vec<Asked>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let asked = text.lines().filter_map(|line| {
        let (name, text) = line.split_once('\t')?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name)?;
        Some(Asked { kind, text: text.to_owned() })
    });
    Ok(asked.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<String> {
        vec!["Can a walk of an hour help?\tI walk and I rest, and neither helped anybody.\tx\ty".to_owned()]
    }

    #[test]
    fn queries_have_few_words_of_the_text() {
        let asked = queries(&lines(), 200, &mut Random::new(1, 1));
        let of = |kind| asked.iter().filter(move |one| one.kind == kind);
        assert!(of(Kind::Title).all(|one| one.text == "Can a walk of an hour help?"));
        assert!(of(Kind::Words).all(|one| (1..=5).contains(&one.text.split(' ').count())), "{asked:?}");
        assert!(Kind::ALL.into_iter().all(|kind| of(kind).count() > 5), "{asked:?}");
        assert!(
            of(Kind::Words).all(|one| !one.text.contains(" and") && !one.text.contains('?')),
            "{asked:?}"
        );
    }

    #[test]
    fn titles_are_typed_from_two_letters_on() {
        let typed = typed(&lines(), 50, &mut Random::new(1, 1));
        assert!(typed.iter().all(|text| text.len() >= 2 && "Can a walk of an hour help?".starts_with(text)));
    }
}
