//! One search from what was typed to a page of results.

use std::collections::HashMap;

use crate::{
    analysis::{stem, stems},
    engine::{Bm25, Counted, Group, Hit, In, Narrow, Need, Plan, Term, Top},
    entry::Facet,
    error::Error,
    index::View,
    plan,
    query::Query,
    ranking::Ranking,
    snippet::Marks,
    tune::tune,
    vocabulary::Vocabulary,
};

/// So many of the best titles are read for words that they share.
const TITLES: usize = 10;
/// So many of them must have a word.
const SHARED: f32 = 3.0;
/// So many words are added.
const WORDS: usize = 6;
/// What a word counts that all of them have.
const FEEDBACK: f32 = 0.4;

/// Whether the titles of what was found add words to the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// Only what was typed, in its wordings.
    #[default]
    Off,
    /// Words that several of the best titles share are looked for too, at little weight.
    Titles,
}

/// What is asked of an index.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What was typed. Its filters do nothing by themselves: the site looks up what they name and says so in `with`
    /// and `without`.
    pub query: &'a Query,
    /// The wordings that are known.
    pub vocabulary: Option<&'a Vocabulary>,
    /// Of each of these facets, one of the values.
    pub with: Vec<(Facet, Vec<String>)>,
    /// None of these.
    pub without: Vec<(Facet, String)>,
    /// In which order.
    pub ranking: Ranking,
    /// At most so many.
    pub limit: usize,
    /// Only what comes after this one: the last of the page before.
    pub after: Option<Hit>,
    /// Whether facets are counted.
    pub counted: Counted,
    /// How words are weighed.
    pub bm25: Bm25,
    /// Whether what is found adds words.
    pub feedback: Feedback,
}

impl<'a> Request<'a> {
    /// The first results for a query, by relevance.
    pub fn new(query: &'a Query, limit: usize) -> Self {
        Self {
            query,
            vocabulary: None,
            with: Vec::new(),
            without: Vec::new(),
            ranking: Ranking::default(),
            limit,
            after: None,
            counted: Counted::Nothing,
            bm25: Bm25::default(),
            feedback: Feedback::Off,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// A page of it, best first.
    pub hits: Vec<Hit>,
    /// How many there are on all pages.
    pub total: usize,
    /// How many have each value of each facet, the most frequent first.
    pub counts: Vec<(Facet, String, usize)>,
    /// Where the next page begins, if there is one.
    pub next: Option<Hit>,
    /// The words by which they were found, to be marked in their texts.
    pub marks: Marks,
}

impl View {
    /// Looks for what is asked.
    pub fn search(&self, request: &Request) -> Result<Results, Error> {
        let plan = self.plan(request)?;
        let nothing_asked = plan.groups.is_empty() && plan.narrow.is_empty();
        if nothing_asked {
            return Ok(Results::default());
        }
        // One more than asked tells whether there is a next page.
        let mut found = self.run(&plan, Top::new(request.limit.saturating_add(1), request.after))?;
        let next = (found.hits.len() > request.limit)
            .then(|| found.hits.get(request.limit.wrapping_sub(1)).copied());
        found.hits.truncate(request.limit);
        Ok(Results {
            hits: found.hits,
            total: found.total,
            counts: found.counts,
            next: next.flatten(),
            marks: Marks::of(&plan.groups),
        })
    }

    /// What the engine is told to do.
    pub(crate) fn plan(&self, request: &Request) -> Result<Plan, Error> {
        let term = |words: &Vec<String>| match words.as_slice() {
            [word] => Term::Word(stem(word)),
            words => Term::Phrase(words.iter().map(|word| stem(word)).collect()),
        };
        let mut plan = Plan {
            groups: plan::groups(self, request.query, request.vocabulary)?,
            need: Need::Any,
            field: In::Words,
            narrow: Narrow {
                only: None,
                with: request.with.clone(),
                without: request.without.clone(),
                terms: request.query.phrases.iter().map(term).collect(),
                no_terms: request.query.without.iter().map(term).collect(),
            },
            bm25: request.bm25,
            ranking: request.ranking,
            counted: request.counted,
        };
        if request.feedback == Feedback::Titles {
            let more = self.shared_by_titles(&plan)?;
            plan.groups.extend(more);
        }
        Ok(plan)
    }

    /// Words that several titles of the best results share and that were not asked.
    fn shared_by_titles(&self, plan: &Plan) -> Result<Vec<Group>, Error> {
        let plain = Plan { counted: Counted::Nothing, ..plan.clone() };
        let hits = self.run(&plain, Top::new(tune("FB_DOCS", TITLES as f32) as usize, None))?.hits;
        let mut sums: HashMap<String, (f32, f32)> = HashMap::new();
        let best = hits.first().map_or(1.0, |hit| hit.rank);
        for hit in &hits {
            let Some(title) = self.title(hit.key)? else { continue };
            let mut stems = stems(&title);
            stems.sort_unstable();
            stems.dedup();
            for stem in stems {
                let sum = sums.entry(stem).or_default();
                sum.0 += 1.0;
                sum.1 += (hit.rank / best) as f32;
            }
        }
        let asked = |stem: &String| {
            let asked = plan.groups.iter().flat_map(|group| &group.members);
            asked.into_iter().any(|member| member.term == Term::Word(stem.clone()))
        };
        let mut shared: Vec<(String, f32, f32)> = Vec::new();
        for (stem, (titles, weight)) in sums {
            if titles >= tune("FB_MIN", SHARED)
                && !asked(&stem)
                && !stem.starts_with(|c: char| c.is_ascii_digit())
            {
                let worth = weight * self.idf(&stem)?;
                shared.push((stem, weight / hits.len() as f32, worth));
            }
        }
        shared.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        shared.truncate(tune("FB_TERMS", WORDS as f32) as usize);
        let weight = tune("FB_W", FEEDBACK);
        Ok(shared
            .into_iter()
            .map(|(stem, share, _)| Group { weight: weight * share, ..Group::word(stem) })
            .collect())
    }
}
