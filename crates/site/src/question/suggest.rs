//! Which topics a question may be about: those whose name or another wording stands in it, word by word.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use crate::{
    app::{App, Tag},
    error::Failure,
    taxonomy::{self, Taxonomy, Topic},
};

/// Topics that are suggested at most.
const MOST: usize = 10;

/// The wordings of all topics, by their first word.
pub(super) struct Phrases(HashMap<String, Vec<Phrase>>);

struct Phrase {
    words: Vec<String>,
    topic: i64,
}

/// The wordings as the content now has them.
///
/// # Errors
/// What the database says.
pub(super) async fn current(app: &App) -> Result<Arc<Phrases>, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    app.remember(Some(&[Tag::Vocabulary]), async { Ok(Phrases::of(&taxonomy.topics())) }).await
}

impl Phrases {
    fn of(topics: &[&Topic]) -> Self {
        let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
        for topic in topics {
            // What is no list of words has none.
            let others: Vec<String> = serde_json::from_str(&topic.synonyms).unwrap_or_default();
            for wording in others.iter().chain([&topic.name]) {
                let words = words(wording);
                if let Some(first) = words.first().cloned() {
                    phrases.entry(first).or_default().push(Phrase { words, topic: topic.id });
                }
            }
        }
        Self(phrases)
    }

    /// The topics that these words speak of, the likeliest first: what the title says counts most, then what is said often.
    pub(super) fn suggested(&self, taxonomy: &Taxonomy, title: &str, body: &str) -> Vec<i64> {
        let mut found: HashMap<i64, (usize, usize)> = HashMap::new();
        for (text, in_title) in [(title, 1), (body, 0)] {
            let words = words(text);
            for (at, word) in words.iter().enumerate() {
                let here = self.0.get(word).into_iter().flatten();
                for phrase in here.filter(|phrase| words[at..].starts_with(&phrase.words)) {
                    let (titled, times) = found.entry(phrase.topic).or_default();
                    *titled += in_title;
                    *times += 1;
                }
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(|(id, weight)| {
            (Reverse(*weight), taxonomy.topic(*id).map(|topic| topic.name.clone()), *id)
        });
        found.into_iter().map(|(id, _)| id).take(MOST).collect()
    }
}

/// The words of a text without case, accents and the plural's s.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| bare(markup::slug(word, ""))).filter(|word| !word.is_empty()).collect()
}

fn bare(mut word: String) -> String {
    if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::value::TopicKind;

    fn topic(id: i64, name: &str, synonyms: &str) -> Topic {
        Topic {
            id,
            slug: name.to_lowercase(),
            name: name.to_owned(),
            topic_kind: TopicKind::Condition,
            parent_id: None,
            description: None,
            synonyms: synonyms.to_owned(),
            question_count: 0,
        }
    }

    #[test]
    fn topics_are_found_by_any_wording_whatever_its_case_and_accents() {
        let topics = [
            topic(1, "Hair loss", "[\"alopecia\", \"pérdida de cabello\"]"),
            topic(2, "Headache", "[]"),
            topic(3, "Acne", "not json"),
            topic(4, "Hair", "[]"),
        ];
        let phrases = Phrases::of(&topics.iter().collect::<Vec<_>>());
        let found = |title, body| {
            let mut found = phrases.suggested(&Taxonomy::default(), title, body);
            found.sort_unstable();
            found
        };
        assert_eq!(found("My HAIR LOSS", ""), [1, 4]);
        assert_eq!(found("", "Tengo perdida de\ncabello y (alopecia)."), [1]);
        assert_eq!(found("Headaches each day", ""), [2]);
        assert_eq!(found("Loss of hair", ""), [4], "the words of a wording stand together");
        assert_eq!(found("Chair, acneiform", ""), [0_i64; 0], "whole words only");
        assert_eq!(
            phrases.suggested(&Taxonomy::default(), "acne", "headache headache"),
            [3, 2],
            "the title counts most"
        );
    }
}
