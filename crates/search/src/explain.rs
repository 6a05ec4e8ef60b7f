//! Why a result stands where it stands.

use serde::Serialize;

use crate::{
    engine::{Finds, Group, Plan, Term, Top},
    entry::Key,
    error::Error,
    index::View,
    ranking::{Order, Ranking},
    search::Request,
};

/// What one group of words gave to a result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Given {
    /// Its wordings, each with what it counts.
    pub words: Vec<(String, f32)>,
    /// What the whole group counts.
    pub weight: f32,
    /// What BM25 made of it.
    pub score: f64,
}

/// A result's rank and what it is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explained {
    /// The rank: the sum of what the words gave, times the factor of the signals.
    pub rank: f64,
    /// What agreement, doctors and freshness multiply.
    pub factor: f64,
    /// What each group of words gave.
    pub given: Vec<Given>,
}

impl View {
    /// Explains the place of one entry among the results of a request.
    pub fn explain(&self, request: &Request, key: Key) -> Result<Explained, Error> {
        let plan = self.plan(request)?;
        let rank = self.rank_of(&plan, key)?;
        let plain = Ranking { order: Order::Words, ..plan.ranking };
        let mut given = Vec::new();
        let mut sum = 0.0;
        for group in &plan.groups {
            let group = Group { finds: Finds::Alone, ..group.clone() };
            let alone = Plan { groups: vec![group.clone()], ranking: plain, ..plan.clone() };
            let score = self.rank_of(&alone, key)?;
            sum += score;
            if score > 0.0 {
                given.push(Given { words: group.named(), weight: group.weight, score });
            }
        }
        let factor = if sum > 0.0 { rank / sum } else { 0.0 };
        Ok(Explained { rank, factor, given })
    }

    fn rank_of(&self, plan: &Plan, key: Key) -> Result<f64, Error> {
        let mut plan = plan.clone();
        plan.narrow.only = Some(key);
        let hits = self.run(&plan, Top::new(1, None))?.hits;
        Ok(hits.first().map_or(0.0, |hit| hit.rank))
    }
}

impl Group {
    /// Its wordings as a person reads them.
    fn named(&self) -> Vec<(String, f32)> {
        let name = |term: &Term| match term {
            Term::Word(word) => word.clone(),
            Term::Phrase(words) => words.join(" "),
        };
        self.members.iter().map(|member| (name(&member.term), member.weight)).collect()
    }
}
