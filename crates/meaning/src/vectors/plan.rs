//! When a graph is built of the vectors there are, and how it is taken into use while they go on changing.

use std::collections::HashMap;

use super::{
    GRAPH_FROM, Kept, Place, SPARE, Vectors,
    graph::{self, Graph},
    rows::Rows,
};

/// What a graph is built of.
#[derive(Debug)]
pub struct Plan(Rows);

impl Plan {
    /// Builds it, on all processors.
    pub fn build(self) -> Built {
        Built(Graph::build(self.0))
    }
}

/// A graph, ready to be taken into use.
#[derive(Debug)]
pub struct Built(Graph);

impl Vectors {
    /// So many nearest are found quickly: more are found by looking at all of them. A quarter of what the graph gives may count no
    /// more.
    pub fn quickly(&self) -> usize {
        self.graph.as_ref().map_or(usize::MAX, |_| graph::WHILE_LOOKING * 3 / 4 - SPARE)
    }

    /// Whether a graph should be built: there are many, and many of them are in none.
    pub fn wants_graph(&self) -> bool {
        let inside = self.graph.as_ref().map_or(0, |graph| graph.rows.len());
        self.len() >= GRAPH_FROM
            && self.loose.len() + self.dead.iter().filter(|dead| **dead).count() > inside / 4
    }

    /// What a graph is built of, as it is now. Building it needs nothing of this and may take minutes.
    pub fn plan(&self) -> Plan {
        let mut rows = Rows::new(self.about.dimension);
        for (id, kept) in &self.kept {
            if let Some((from, row)) = self.row(kept.place) {
                rows.push(*id, from.scale(row), from.codes(row));
            }
        }
        Plan(rows)
    }

    /// Takes a graph into use that was built of an earlier state. What has changed since is looked at beside it.
    pub fn adopt(&mut self, built: Built) {
        let Built(graph) = built;
        let mut all = HashMap::with_capacity(self.kept.len());
        let mut dead = vec![true; graph.rows.len()];
        for (row, id) in graph.rows.ids.iter().enumerate() {
            let Some(kept) = self.kept.get(id) else { continue };
            let same = self.row(kept.place).is_some_and(|(from, at)| {
                from.scale(at) == graph.rows.scale(row) && from.codes(at) == graph.rows.codes(row)
            });
            if same {
                dead[row] = false;
                all.insert(*id, Kept { place: Place::Graph(row), mark: kept.mark });
            }
        }
        let mut loose = Rows::new(self.about.dimension);
        for (id, kept) in &self.kept {
            if let (false, Some((from, row))) = (all.contains_key(id), self.row(kept.place)) {
                all.insert(*id, Kept { place: Place::Loose(loose.len()), mark: kept.mark });
                loose.push(*id, from.scale(row), from.codes(row));
            }
        }
        (self.graph, self.dead, self.kept, self.loose) = (Some(graph), dead, all, loose);
    }
}
