//! Scores the entries of an index against groups of words, by BM25 in which what is said in other words counts less.
//!
//! Scores are summed group by group in a window of entries that fits into the processor's cache, which for the few and
//! often common words of a query is faster than walking all lists side by side.

mod facets;
mod filter;
mod narrowed;
mod phrase;
pub(crate) mod postings;
mod segment;
mod top;

use tantivy::Searcher;

use crate::{
    entry::{Facet, Key},
    index::{Dead, Fields},
    ranking::Ranking,
};
use facets::Counts;
pub use facets::Precision;
pub(crate) use filter::Narrow;
pub use narrowed::Ids;
pub(crate) use narrowed::narrowed;
pub(crate) use postings::idf;
pub(crate) use top::Top;

/// How BM25 weighs how often and in how long a text a word stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bm25 {
    /// How soon more of the same word counts no more.
    pub k1: f32,
    /// How much a long text is held against it.
    pub b: f32,
}

impl Default for Bm25 {
    fn default() -> Self {
        Self { k1: 1.2, b: 0.5 }
    }
}

impl Bm25 {
    /// For letters: what answers one says its words again and again, and is long.
    pub const LETTER: Self = Self { k1: 1.5, b: 0.6 };
}

/// A word, or several that follow one another; stemmed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Term {
    Word(String),
    Phrase(Vec<String>),
}

/// Whether a wording that stands in an entry several times counts as often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    Each,
    /// So that no number of near misses is worth one hit.
    Once,
}

/// One way to say what a group means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) term: Term,
    /// What it counts beside the words that were typed, which count 1 unless near misses stand beside them.
    pub(crate) weight: f32,
    pub(crate) times: Times,
}

impl Member {
    pub(crate) fn new(term: Term, weight: f32) -> Self {
        Self { term, weight, times: Times::Each }
    }
}

/// One meaning that was asked for, in all its wordings. They count as one word that occurs more often.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) members: Vec<Member>,
    pub(crate) weight: f32,
    pub(crate) finds: Finds,
}

/// Whether an entry that has nothing else of what is looked for is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finds {
    Alone,
    /// It only counts where something else was found.
    Beside,
}

impl Group {
    pub(crate) fn word(stem: impl Into<String>) -> Self {
        let members = vec![Member::new(Term::Word(stem.into()), 1.0)];
        Self { members, weight: 1.0, finds: Finds::Alone }
    }
}

/// Whether an entry needs one of the groups or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Any,
    All,
}

/// Which of the two fields of words is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum In {
    Words,
    Names,
}

/// Everything that one search does.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Those that find alone come first.
    pub(crate) groups: Vec<Group>,
    pub(crate) need: Need,
    pub(crate) field: In,
    pub(crate) narrow: Narrow,
    pub(crate) bm25: Bm25,
    pub(crate) ranking: Ranking,
    pub(crate) counted: Counted,
}

/// Whether what could be narrowed by is counted too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Only the results.
    #[default]
    Nothing,
    /// Also how many results each topic, specialty, place and so on has; doctors aside.
    Facets,
    /// Also how many results each doctor has.
    Doctors,
}

/// An entry that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub key: Key,
    /// By what it is ranked.
    pub rank: f64,
}

/// What a search gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) hits: Vec<Hit>,
    pub(crate) total: usize,
    pub(crate) counts: Vec<(Facet, String, usize)>,
    pub(crate) precision: Precision,
}

/// Runs a plan over all segments.
pub(crate) fn run(
    searcher: &Searcher,
    dead: &Dead,
    fields: Fields,
    plan: &Plan,
    mut top: Top,
) -> tantivy::Result<Found> {
    let field = match plan.field {
        In::Words => fields.words,
        In::Names => fields.names,
    };
    let weighed = postings::weigh(searcher, field, plan)?;
    let mut parts = Vec::new();
    let mut total = 0;
    for reader in searcher.segment_readers() {
        let mut segment = segment::Segment::open(reader, dead.of(searcher, reader), fields, field, plan)?;
        let results = segment.search(&weighed, &mut top)?;
        total += results;
        parts.extend(segment.into_facets(results));
    }
    let counts = Counts::of(&parts)?;
    Ok(Found { hits: top.into_hits(), total, precision: counts.precision, counts: counts.into_sorted() })
}
