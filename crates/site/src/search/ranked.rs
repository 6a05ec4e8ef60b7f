//! Questions in their order: by words, and where it is known what questions mean, by both.

use std::collections::{HashMap, HashSet};

use search::{
    CANDIDATES, Error, Facet, Hit, Key, Kind, Order, Request, Results, View, query::Query, words_and_meaning,
};

use crate::index::meant::Meant;

/// What was found, with how near each is in meaning where that counted.
#[derive(Default)]
pub(super) struct Ranked {
    pub(super) results: Results,
    pub(super) cosines: HashMap<i64, f64>,
}

/// A page of questions.
pub(super) fn questions(view: &View, page: &Request, meant: Option<&Meant>) -> Result<Ranked, Error> {
    match meant {
        Some(meant) if page.ranking.order == Order::Relevance && !page.query.words.is_empty() => {
            by_both(view, page, meant)
        }
        _ => Ranked::of_words(view, page),
    }
}

impl Ranked {
    /// By words alone.
    pub(super) fn of_words(view: &View, page: &Request) -> Result<Self, Error> {
        let results = view.search(page)?;
        Ok(Self { results, cosines: HashMap::new() })
    }
}

/// The best thousand by words and those nearest in meaning, in one order. What shares no word with what was typed is there only if
/// it has to do with it.
fn by_both(view: &View, page: &Request, meant: &Meant) -> Result<Ranked, Error> {
    let words = Request { limit: CANDIDATES, after: None, ..page.clone() };
    let mut results = view.search(&words)?;
    let ids = if is_narrowed(page) { view.narrowed(page, Kind::Question)? } else { None };
    let vector = meant.vector(&typed(page.query));
    let near = meant.near(&vector, CANDIDATES, |id| ids.as_ref().is_none_or(|ids| ids.has(id)));
    let cosines: HashMap<i64, f64> = near.iter().copied().collect();
    let by_words: Vec<(Key, f64)> = results.hits.iter().map(|hit| (hit.key, hit.rank)).collect();
    let by_meaning: Vec<(Key, f64)> = near.into_iter().map(|(id, near)| (Key::question(id), near)).collect();
    let matching: HashSet<Key> = by_words.iter().map(|(key, _)| *key).collect();
    let related = |key: &Key| cosines.get(&key.id).is_some_and(|cosine| *cosine >= meant.floor());
    let mut fused = words_and_meaning(&by_words, &by_meaning, page.query.telling());
    fused.retain(|(key, _)| matching.contains(key) || related(key));
    results.total = results.total.max(fused.len());
    let place = |(key, rank): &(Key, f64)| {
        page.after.is_none_or(|after| follows(Hit { key: *key, rank: *rank }, after))
    };
    let mut hits: Vec<Hit> = fused
        .iter()
        .filter(|one| place(one))
        .map(|(key, rank)| Hit { key: *key, rank: *rank })
        .take(page.limit + 1)
        .collect();
    results.next = None;
    if hits.len() > page.limit {
        hits.truncate(page.limit);
        results.next = hits.last().copied();
    }
    results.hits = hits;
    Ok(Ranked { results, cosines })
}

/// Whether one result stands after another.
fn follows(one: Hit, other: Hit) -> bool {
    one.rank < other.rank || (one.rank == other.rank && one.key > other.key)
}

/// Whether somebody chose or wrote something that results are narrowed by. That they are questions is so of all.
fn is_narrowed(page: &Request) -> bool {
    let query = page.query;
    !page.with.is_empty()
        || page.without.iter().any(|(facet, value)| *facet != Facet::Kind || value == Kind::Question.name())
        || !query.phrases.is_empty()
        || !query.without.is_empty()
}

/// What was typed, without what narrows it.
fn typed(query: &Query) -> String {
    if query.filters.is_empty() && query.without.is_empty() && query.phrases.is_empty() {
        return query.text.clone();
    }
    let words: Vec<&str> =
        query.words.iter().filter(|word| !word.joined).map(|word| word.text.as_str()).collect();
    words.join(" ")
}
