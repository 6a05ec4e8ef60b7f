//! The part of a text that shows why it was found, and where the words stand in it.

use std::{collections::HashMap, ops::Range};

use crate::{
    analysis::{Scanner, Word, american, stem},
    engine::{Group, Term},
};

/// No more of a text is looked at.
const LONGEST: usize = 50_000;

/// The words by which something was found, in every wording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Stems, with what they count.
    words: HashMap<String, f32>,
    /// Stems that count only in this order.
    phrases: Vec<(Vec<String>, f32)>,
}

/// A part of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Where it stands in the text, in bytes. Before and after it more may follow.
    pub range: Range<usize>,
    /// Where words to be marked stand, in bytes of the text.
    pub marks: Vec<Range<usize>>,
}

impl Marks {
    pub(crate) fn of(groups: &[Group]) -> Self {
        let mut marks = Self::default();
        for group in groups {
            for member in &group.members {
                let weight = group.weight * member.weight;
                match &member.term {
                    Term::Word(word) => *marks.words.entry(word.clone()).or_default() += weight,
                    Term::Phrase(phrase) => marks.phrases.push((phrase.clone(), weight)),
                }
            }
        }
        marks
    }

    /// Begins to look for these words in texts.
    pub fn marker(&self) -> Marker<'_> {
        let mut marker = Marker::default();
        for (stem, weight) in &self.words {
            let id = marker.id(stem);
            marker.weights[id] = Some(*weight);
        }
        for (phrase, weight) in &self.phrases {
            let ids = phrase.iter().map(|stem| marker.id(stem)).collect();
            marker.phrases.push((ids, *weight));
        }
        marker
    }
}

/// Looks for words in one text after another. What each word of a text stands for is worked out once, since most come again and
/// again.
#[derive(Debug, Default)]
pub struct Marker<'a> {
    /// Stems that are looked for, by number.
    stems: HashMap<&'a str, usize>,
    /// What each of them counts by itself; none: only in a phrase.
    weights: Vec<Option<f32>>,
    phrases: Vec<(Vec<usize>, f32)>,
    /// Words as they were met, with the number of their stem; none: nobody looks for it.
    met: HashMap<String, Option<usize>>,
}

impl<'a> Marker<'a> {
    fn id(&mut self, stem: &'a str) -> usize {
        let next = self.stems.len();
        let id = *self.stems.entry(stem).or_insert(next);
        if id == next {
            self.weights.push(None);
        }
        id
    }

    /// The number of a word's stem among those that are looked for.
    fn known(&mut self, word: &str) -> Option<usize> {
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let mut plain = word.to_owned();
        american(&mut plain);
        let known = self.stems.get(stem(&plain).as_str()).copied();
        self.met.insert(word.to_owned(), known);
        known
    }

    /// Every place in a text that is marked, with what it counts and for which word.
    fn places(&mut self, text: &str) -> Vec<Place> {
        let (mut scanner, mut word) = (Scanner::new(text), Word::default());
        let mut all: Vec<(Range<usize>, Option<usize>)> = Vec::new();
        while scanner.next_into(&mut word) {
            all.push((word.start..word.end, self.known(&word.text)));
        }
        let mut places: Vec<Place> = Vec::new();
        for (index, (range, known)) in all.iter().enumerate() {
            let Some(id) = *known else { continue };
            if let Some(weight) = self.weights[id] {
                places.push(Place { range: range.clone(), weight, word: id });
            }
            for (place, (phrase, weight)) in self.phrases.iter().enumerate() {
                let here = all[index..].iter().map(|(_, known)| *known);
                if all.len() - index >= phrase.len() && here.zip(phrase).all(|(known, id)| known == Some(*id))
                {
                    let end = all[index + phrase.len() - 1].0.end;
                    let word = self.weights.len() + place;
                    places.push(Place { range: range.start..end, weight: *weight, word });
                }
            }
        }
        places.sort_by_key(|place| (place.range.start, std::cmp::Reverse(place.range.end)));
        places
    }

    /// The part of a text, at most so many bytes long, that shows the most of what was looked for.
    pub fn snippet(&mut self, text: &str, length: usize) -> Snippet {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let places = self.places(text);
        let mut best = (0.0_f32, 0);
        for (first, place) in places.iter().enumerate() {
            let score =
                worth(places[first..].iter().take_while(|p| p.range.end <= place.range.start + length));
            if score > best.0 {
                best = (score, place.range.start);
            }
        }
        let range = around(text, best.1, length);
        let mut marks: Vec<Range<usize>> = Vec::new();
        for place in places.iter().filter(|p| p.range.start >= range.start && p.range.end <= range.end) {
            match marks.last_mut() {
                Some(last) if place.range.start < last.end => last.end = last.end.max(place.range.end),
                _ => marks.push(place.range.clone()),
            }
        }
        Snippet { range, marks }
    }
}

/// A marked place.
struct Place {
    range: Range<usize>,
    weight: f32,
    /// The number of the word or of the phrase.
    word: usize,
}

/// What places are worth together: each word once, and a little for every further time.
fn worth<'a>(places: impl Iterator<Item = &'a Place>) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut sum = 0.0;
    for place in places.take(64) {
        let again = seen.contains(&place.word);
        sum += if again { place.weight * 0.1 } else { place.weight };
        seen.push(place.word);
    }
    sum
}

/// The part around a place: from the beginning of its sentence if that is near, and of whole words.
fn around(text: &str, at: usize, length: usize) -> Range<usize> {
    let lead = text.floor_char_boundary(at.saturating_sub(length / 2));
    let before = &text[lead..at];
    let sentence =
        before.rmatch_indices(['.', '!', '?', '\n']).next().map(|(index, end)| lead + index + end.len());
    let start = match sentence {
        _ if lead == 0 && !before.contains(['.', '!', '?', '\n']) => 0,
        Some(start) => start,
        None => before.find(char::is_whitespace).map_or(at, |space| lead + space),
    };
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let end = text.floor_char_boundary((start + length).min(text.len()));
    let end = match text[start..end].rfind(char::is_whitespace) {
        Some(space) if end < text.len() && start + space > at => start + space,
        _ => end,
    };
    start..start + text[start..end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(words: &[&str]) -> Marks {
        Marks::of(&words.iter().map(|word| Group::word(stem(word))).collect::<Vec<_>>())
    }

    fn shown(text: &str, words: &[&str], length: usize) -> String {
        let marks = marks(words);
        let snippet = marks.marker().snippet(text, length);
        let mut out = String::new();
        let mut at = snippet.range.start;
        for mark in snippet.marks {
            out.push_str(&format!("{}[{}]", &text[at..mark.start], &text[mark.clone()]));
            at = mark.end;
        }
        out + &text[at..snippet.range.end]
    }

    #[test]
    fn the_sentence_with_the_words_is_shown() {
        let text =
            "It was long ago and nothing helped. My hair fell out after Botox injections. Then it grew.";
        assert_eq!(
            shown(text, &["botox", "injection"], 48),
            "My hair fell out after [Botox] [injections]. Then"
        );
        assert_eq!(shown(text, &["nothere"], 20), "It was long ago and");
        assert_eq!(shown("", &["x"], 20), "");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_snippet(text in "(a|botox|é|\\.| |\u{200f}|头){0,60}", length in 0_usize..80) {
            let marks = marks(&["botox", "a"]);
            let snippet = marks.marker().snippet(&text, length);
            proptest::prop_assert!(text.get(snippet.range.clone()).is_some());
            proptest::prop_assert!(snippet.range.len() <= length);
            let mut last = snippet.range.start;
            for mark in snippet.marks {
                proptest::prop_assert!(text.get(mark.clone()).is_some() && mark.start >= last);
                last = mark.end;
            }
            proptest::prop_assert!(last <= snippet.range.end.max(snippet.range.start));
        }
    }
}
