//! The part of a question or of its answers that shows why it was found.

use std::collections::HashMap;

use search::{Marker, Marks, Snippet};

use crate::question::{Excerpt, Part};

/// Bytes of a text that are shown.
const LONGEST: usize = 220;

/// Of the texts of each question, its own and those of its answers, the part that has most of what was looked for.
pub(super) fn all(marks: &Marks, texts: HashMap<i64, Vec<String>>) -> HashMap<i64, Excerpt> {
    let mut marker = marks.marker();
    let shown = texts.into_iter().filter_map(|(id, texts)| {
        let texts: Vec<String> = texts.iter().map(|text| markup::shown_text(text)).collect();
        Some((id, best(&mut marker, &texts)?))
    });
    shown.collect()
}

/// The part of the first text that has most of what was looked for.
fn best(marker: &mut Marker<'_>, texts: &[String]) -> Option<Excerpt> {
    let shown: Vec<_> = texts.iter().map(|text| (text, marker.snippet(text, LONGEST))).collect();
    // Of equals the first, which is the question's own.
    let (text, snippet) = shown.into_iter().rev().max_by_key(|(text, snippet)| different(text, snippet))?;
    let excerpt = Excerpt(parts(text, &snippet));
    (!excerpt.0.is_empty()).then_some(excerpt)
}

/// How many different words are marked.
fn different(text: &str, snippet: &Snippet) -> usize {
    let mut words: Vec<String> =
        snippet.marks.iter().filter_map(|at| text.get(at.clone())).map(str::to_lowercase).collect();
    words.sort_unstable();
    words.dedup();
    words.len()
}

fn parts(text: &str, snippet: &Snippet) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |range: std::ops::Range<usize>, marked| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            parts.push(Part { text: text.to_owned(), marked });
        }
    };
    let mut at = snippet.range.start;
    for mark in &snippet.marks {
        add(at..mark.start, false);
        add(mark.clone(), true);
        at = mark.end;
    }
    add(at..snippet.range.end, false);
    if snippet.range.start > 0 && !parts.is_empty() {
        parts.insert(0, Part { text: "… ".to_owned(), marked: false });
    }
    if snippet.range.end < text.trim_end().len() && !parts.is_empty() {
        parts.push(Part { text: " …".to_owned(), marked: false });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_the_text_itself_with_its_ends_told() {
        let text = "My hair fell out. It grew again.";
        let hair = 3..7;
        let snippet = Snippet { range: 3..16, marks: vec![hair] };
        let parts = parts(text, &snippet);
        let all: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(all, "… hair fell out …");
        assert_eq!(
            parts.iter().filter(|part| part.marked).map(|part| part.text.as_str()).collect::<Vec<_>>(),
            ["hair"]
        );
        assert!(super::parts("", &Snippet::default()).is_empty());
    }
}
