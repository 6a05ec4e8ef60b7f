//! The search in one segment of the index.

use std::sync::Arc;

use tantivy::{SegmentReader, columnar::ColumnValues, fieldnorm::FieldNormReader, schema::Field};

use super::{
    Counted, Finds, Need, Plan, Times, Top,
    facets::{Facets, Wanted},
    filter::Set,
    postings::{List, Weighed},
};
use crate::{
    index::{Fields, column},
    ranking::{Order, Ranking},
};

/// How many entries are scored at a time: their scores fit into the cache of a core.
const WINDOW: u32 = 1 << 15;
/// Scores that are compared at once, before any of them is looked at alone.
const AT_ONCE: usize = 128;

pub(super) struct Segment<'a> {
    reader: &'a SegmentReader,
    /// Entries that are not there any more, in order.
    dead: Arc<[u32]>,
    field: Field,
    plan: &'a Plan,
    lengths: FieldNormReader,
    allowed: Option<Set>,
    signals: Signals,
    facets: Option<Facets>,
}

/// A member's list of entries.
struct Open {
    weight: f32,
    times: Times,
    list: List,
}

impl Times {
    fn of(self, count: u32) -> f32 {
        match self {
            Self::Each => count as f32,
            Self::Once => 1.0,
        }
    }
}

/// The columns by which entries are ranked besides words.
struct Signals {
    key: Arc<dyn ColumnValues<u64>>,
    agreement: Arc<dyn ColumnValues<u64>>,
    doctors: Arc<dyn ColumnValues<u64>>,
    updated: Arc<dyn ColumnValues<i64>>,
}

/// Scores of a window's entries, and room to add up the wordings of one group.
struct Window {
    scores: Vec<f32>,
    times: Vec<f32>,
    /// How many groups each entry has; empty where one is enough.
    groups: Vec<u8>,
    touched: Vec<u32>,
}

impl<'a> Segment<'a> {
    pub(super) fn open(
        reader: &'a SegmentReader,
        dead: Arc<[u32]>,
        fields: Fields,
        field: Field,
        plan: &'a Plan,
    ) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let facets = |wanted| -> tantivy::Result<Option<Facets>> {
            fast.str(column::FACETS)?.map(|column| Facets::of(column, wanted)).transpose()
        };
        let facets = match plan.counted {
            Counted::Nothing => None,
            Counted::Facets => facets(Wanted::AllOthers)?,
            Counted::Doctors => facets(Wanted::Doctors)?,
        };
        Ok(Self {
            reader,
            dead,
            field,
            plan,
            lengths: reader.get_fieldnorms_reader(field)?,
            allowed: plan.narrow.allowed(reader, fields)?,
            signals: Signals {
                key: fast.column_first_or_default(column::KEY)?,
                agreement: fast.column_first_or_default(column::AGREEMENT)?,
                doctors: fast.column_first_or_default(column::DOCTORS)?,
                updated: fast.column_first_or_default(column::UPDATED)?,
            },
            facets,
        })
    }

    /// Offers every entry that matches. How many do.
    pub(super) fn search(&mut self, weighed: &Weighed, top: &mut Top) -> tantivy::Result<usize> {
        let mut lists: Vec<Vec<Open>> = Vec::with_capacity(weighed.groups.len());
        for (group, _) in &weighed.groups {
            let mut open = Vec::with_capacity(group.members.len());
            for member in &group.members {
                if let Some(list) = List::open(self.reader, self.field, &member.term, self.allowed.as_ref())?
                {
                    open.push(Open { weight: member.weight, times: member.times, list });
                }
            }
            lists.push(open);
        }
        let mut window = Window::new(self.plan.need);
        let mut total = 0;
        for base in (0..self.reader.max_doc()).step_by(WINDOW as usize) {
            let end = base.saturating_add(WINDOW).min(self.reader.max_doc());
            if weighed.groups.is_empty() {
                let mut scores = vec![1.0; (end - base) as usize];
                self.bury(base, &mut scores);
                total += self.gather(base, &scores, &[], top);
                continue;
            }
            let mut any = false;
            for ((group, weight), lists) in weighed.groups.iter().zip(&mut lists) {
                any |= window.add(lists, (base, end), group.finds, |times, doc| {
                    let length = weighed.lengths[self.lengths.fieldnorm_id(doc) as usize];
                    weight * times / (times + length)
                });
            }
            if any {
                let size = (end - base) as usize;
                self.bury(base, &mut window.scores[..size]);
                let groups = window.groups.get(..size).unwrap_or_default();
                total += self.gather(base, &window.scores[..size], groups, top);
                window.clear();
            }
        }
        Ok(total)
    }

    /// Takes from the dead of a window what they scored: so they have not matched.
    fn bury(&self, base: u32, scores: &mut [f32]) {
        let first = self.dead.partition_point(|doc| *doc < base);
        for doc in &self.dead[first..] {
            let Some(score) = scores.get_mut((doc - base) as usize) else { return };
            *score = 0.0;
        }
    }

    /// Looks at the scores of a window. How many entries match.
    fn gather(&mut self, base: u32, scores: &[f32], groups: &[u8], top: &mut Top) -> usize {
        if self.allowed.is_none()
            && self.plan.need == Need::Any
            && self.plan.ranking.order == Order::Relevance
        {
            self.sample(base, scores);
            return self.gather_plain(base, scores, top);
        }
        let needed = match self.plan.need {
            Need::Any => 0,
            Need::All => u8::try_from(self.plan.groups.len()).unwrap_or(u8::MAX),
        };
        let mut total = 0;
        for (chunk, scores) in scores.chunks(AT_ONCE).enumerate() {
            if at_least(scores, f32::MIN_POSITIVE) == 0 {
                continue;
            }
            for (index, score) in (chunk * AT_ONCE..).zip(scores) {
                if *score <= 0.0 || groups.get(index).is_some_and(|groups| *groups < needed) {
                    continue;
                }
                let doc = base + index as u32;
                if self.allowed.as_ref().is_some_and(|allowed| !allowed.has(doc)) {
                    continue;
                }
                total += 1;
                if let Some(facets) = &mut self.facets {
                    facets.meet(doc);
                }
                self.signals.offer(&self.plan.ranking, doc, *score, top);
            }
        }
        total
    }

    /// Has results counted that lie evenly among all.
    fn sample(&mut self, base: u32, scores: &[f32]) {
        let Some(facets) = &mut self.facets else { return };
        let mut doc = base.next_multiple_of(facets.each());
        while let Some(score) = scores.get((doc - base) as usize) {
            if *score > 0.0 {
                facets.meet(doc);
            }
            // The next multiple of a power of two, without the division that takes most of the time.
            doc = (doc | (facets.each() - 1)) + 1;
        }
    }

    /// The same where nothing is narrowed: most scores are only compared with the worst that is kept.
    fn gather_plain(&self, base: u32, scores: &[f32], top: &mut Top) -> usize {
        let ranking = &self.plan.ranking;
        let needed = |top: &Top| (top.bar() / ranking.most()) as f32 * 0.999_999;
        let mut bar = needed(top).max(f32::MIN_POSITIVE);
        let mut total = 0;
        for (chunk, scores) in scores.chunks(AT_ONCE).enumerate() {
            total += at_least(scores, f32::MIN_POSITIVE) as usize;
            if at_least(scores, bar) == 0 {
                continue;
            }
            for (index, score) in (chunk * AT_ONCE..).zip(scores) {
                if *score >= bar {
                    self.signals.offer(ranking, base + index as u32, *score, top);
                    bar = needed(top).max(f32::MIN_POSITIVE);
                }
            }
        }
        total
    }

    /// Of so many results, those whose facets are to be counted, if any.
    pub(super) fn into_facets(self, results: usize) -> Option<Facets> {
        self.facets.map(|facets| facets.of_all(results))
    }
}

/// How many scores reach the bar. Without a branch, so that the processor compares several in one step.
fn at_least(scores: &[f32], bar: f32) -> u32 {
    scores.iter().map(|score| u32::from(*score >= bar)).sum()
}

impl Signals {
    fn offer(&self, ranking: &Ranking, doc: u32, score: f32, top: &mut Top) {
        let score = f64::from(score);
        let rank = match ranking.order {
            Order::Words => score,
            Order::Newest => self.updated.get_val(doc) as f64,
            Order::Agreement => self.agreement.get_val(doc) as f64 + score / (1.0 + score),
            Order::Relevance => {
                if score * ranking.most() < top.bar() {
                    return;
                }
                let doctors = self.doctors.get_val(doc);
                score * ranking.factor(self.agreement.get_val(doc), doctors, self.updated.get_val(doc))
            }
        };
        if rank >= top.bar() {
            top.offer(rank, self.key.get_val(doc));
        }
    }
}

impl Window {
    fn new(need: Need) -> Self {
        let size = WINDOW as usize;
        let groups = match need {
            Need::Any => Vec::new(),
            Need::All => vec![0; size],
        };
        Self { scores: vec![0.0; size], times: vec![0.0; size], groups, touched: Vec::new() }
    }

    /// Adds what one group gives to each entry of the window. Whether there was any.
    fn add(
        &mut self,
        lists: &mut [Open],
        (base, end): (u32, u32),
        finds: Finds,
        score: impl Fn(f32, u32) -> f32,
    ) -> bool {
        let Self { scores, times, groups, touched } = self;
        let mut met = |at: usize| {
            if let Some(groups) = groups.get_mut(at) {
                *groups = groups.saturating_add(1);
            }
        };
        let mut any = false;
        if let [Open { weight, times: counted, list }] = lists {
            list.before(end, |doc, count| {
                let at = (doc - base) as usize;
                if finds == Finds::Alone || scores[at] > 0.0 {
                    scores[at] += score(*weight * counted.of(count), doc);
                    met(at);
                    any = true;
                }
            });
            return any;
        }
        for Open { weight, times: counted, list } in lists {
            list.before(end, |doc, count| {
                let at = (doc - base) as usize;
                if finds == Finds::Beside && scores[at] == 0.0 {
                    return;
                }
                if times[at] == 0.0 {
                    touched.push(doc);
                }
                times[at] += *weight * counted.of(count);
            });
        }
        any = !touched.is_empty();
        for doc in touched.drain(..) {
            let at = (doc - base) as usize;
            scores[at] += score(times[at], doc);
            met(at);
            times[at] = 0.0;
        }
        any
    }

    fn clear(&mut self) {
        self.scores.fill(0.0);
        self.groups.fill(0);
    }
}
