//! One search from what was typed to a page of results.

use crate::{
    analysis::stem,
    engine::{Bm25, Counted, Group, Hit, Ids, In, Narrow, Need, Plan, Precision, Term, Top},
    entry::{Facet, Kind},
    error::Error,
    index::View,
    plan,
    query::Query,
    ranking::Ranking,
    snippet::Marks,
    vocabulary::Vocabulary,
};

/// What is asked of an index.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What was typed. Its filters do nothing by themselves: the site looks up what they name and says so in `with`
    /// and `without`.
    pub query: &'a Query,
    /// What its words look for, if that was worked out before; else it is, without other wordings.
    pub worded: Option<&'a Worded>,
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
    /// How words are weighed, in place of what suits the length of the query.
    pub bm25: Option<Bm25>,
}

impl<'a> Request<'a> {
    /// The first results for a query, by relevance.
    pub fn new(query: &'a Query, limit: usize) -> Self {
        Self {
            query,
            worded: None,
            with: Vec::new(),
            without: Vec::new(),
            ranking: Ranking::default(),
            limit,
            after: None,
            counted: Counted::Nothing,
            bm25: None,
        }
    }

    pub(crate) fn narrow(&self) -> Narrow {
        let term = |words: &Vec<String>| match words.as_slice() {
            [word] => Term::Word(stem(word)),
            words => Term::Phrase(words.iter().map(|word| stem(word)).collect()),
        };
        Narrow {
            only: None,
            with: self.with.clone(),
            without: self.without.clone(),
            terms: self.query.phrases.iter().map(term).collect(),
            no_terms: self.query.without.iter().map(term).collect(),
        }
    }
}

/// What the words of a query look for in an index: worked out once for every search by it.
#[derive(Clone, Debug)]
pub struct Worded {
    groups: Vec<Group>,
    /// How words are weighed in a query so long.
    suited: Bm25,
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
    /// Whether that is so, or an estimate since there are very many results.
    pub precision: Precision,
    /// Where the next page begins, if there is one.
    pub next: Option<Hit>,
    /// The words by which they were found, to be marked in their texts.
    pub marks: Marks,
}

impl View {
    /// Works out what the words of a query look for: other spellings, and other wordings as far as they are known.
    pub fn worded(&self, query: &Query, vocabulary: Option<&Vocabulary>) -> Result<Worded, Error> {
        let (groups, suited) = plan::groups(self, query, vocabulary)?;
        Ok(Worded { groups, suited })
    }

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
            precision: found.precision,
            next: next.flatten(),
            marks: Marks::of(&plan.groups),
        })
    }

    /// The ids of one kind to which a request is narrowed, whatever its words; none where it may find all of them.
    pub fn narrowed(&self, request: &Request, kind: Kind) -> Result<Option<Ids>, Error> {
        self.ids(&request.narrow(), kind)
    }

    /// What the engine is told to do.
    pub(crate) fn plan(&self, request: &Request) -> Result<Plan, Error> {
        let Worded { groups, suited } = match request.worded {
            Some(worded) => worded.clone(),
            None => self.worded(request.query, None)?,
        };
        Ok(Plan {
            groups,
            need: Need::Any,
            field: In::Words,
            narrow: request.narrow(),
            bm25: request.bm25.unwrap_or(suited),
            ranking: request.ranking,
            counted: request.counted,
        })
    }
}
