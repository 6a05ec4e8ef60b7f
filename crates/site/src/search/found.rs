//! A search from what is looked for to rows.

use std::{collections::HashMap, sync::Arc};

use search::{
    Counted, Error, Explained, Facet, Hit, Kind, Precision, Request, Results, View, Vocabulary, query::Query,
};

use super::{
    asked::{Asked, cursor},
    excerpt,
    ranked::{self, Ranked},
};
use crate::{
    app::App,
    doctor::{self, Person},
    error::Failure,
    index::{self, Finder, meant::Meant},
    policy::Role,
    question::{self, Row},
    taxonomy::{self, Topic},
    web::Pager,
};

/// Doctors and topics that stand beside questions.
const BESIDE: usize = 3;
/// Topics that are offered in place of one that is not there, or of results.
const NEAR: usize = 6;

/// What was found.
pub struct Found {
    /// Questions of this page.
    pub questions: Pager<Row>,
    /// Doctors: a few beside the questions, or a page of them.
    pub doctors: Vec<Person>,
    /// Topics: likewise.
    pub topics: Vec<Topic>,
    /// Topics near what was asked, where nothing was found or a topic was named that is not there.
    pub near: Vec<Topic>,
    /// How many there are of what fills the page.
    pub total: usize,
    /// How many results have each value of each facet.
    pub counts: Vec<(Facet, String, usize)>,
    /// Whether these are counts or estimates.
    pub precision: Precision,
    /// The words as they may have been meant.
    pub meant: Option<String>,
    /// Why each result stands where it stands, for staff.
    pub explained: HashMap<i64, Reason>,
}

/// Why a result stands where it stands.
pub struct Reason {
    /// By what it is ranked in the end.
    pub rank: f64,
    /// What its words gave.
    pub words: Explained,
    /// How near it is in meaning, where that counted.
    pub cosine: Option<f64>,
}

/// Whether it is told why results stand where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is.
    Told,
    /// It is not.
    Untold,
}

/// What the index gives.
struct Raw {
    main: Results,
    doctors: Vec<i64>,
    topics: Vec<i64>,
    near: Vec<i64>,
    meant: Option<String>,
    explained: HashMap<i64, Reason>,
}

/// Looks for something; none while the index is being built.
///
/// # Errors
/// What the database and the index say.
pub async fn find(
    app: &App,
    asked: &Arc<Asked>,
    (path, size): (&str, u64),
    why: Why,
) -> Result<Option<Found>, Failure> {
    let (wanted, limit) = (asked.clone(), usize::try_from(size).unwrap_or(usize::MAX));
    let finder = Finder::of(app);
    let meant = finder.meant();
    let look =
        move |view: &View, words: &Vocabulary| look((view, words, meant.as_ref()), &wanted, limit, why);
    let raw = finder.ask(look).await?;
    let Some(raw) = raw else { return Ok(None) };
    let (db, taxonomy) = (app.db.read(), taxonomy::current(app).await?);
    let ids: Vec<i64> = raw.main.hits.iter().map(|hit| hit.key.id).collect();
    let kind = asked.kind();
    let (mut doctors, mut topics, mut rows) = (raw.doctors, raw.topics, Vec::new());
    match kind {
        Kind::Question => {
            let texts = index::written(db, &ids).await?;
            let marks = raw.main.marks.clone();
            let excerpts = tokio::task::spawn_blocking(move || excerpt::all(&marks, texts));
            // What is not to be seen any more is not among them, whatever the index still says.
            let briefs = question::by_ids(db, Role::Reader, &ids).await?;
            rows = Row::all(db, &taxonomy, briefs).await?;
            let mut excerpts = excerpts.await.map_err(|_| Failure::Internal)?;
            let changed =
                raw.main.hits.iter().filter_map(|hit| Some((hit.key.id, asked.order.changed(hit)?)));
            let changed: HashMap<i64, i64> = changed.collect();
            for row in &mut rows {
                row.excerpt = excerpts.remove(&row.brief.id);
                row.changed = changed.get(&row.brief.id).copied();
            }
        }
        Kind::Doctor => doctors = ids,
        Kind::Topic => topics = ids,
    }
    let after = |hit: Hit| cursor(hit).to_string();
    let named =
        |ids: &[i64]| -> Vec<Topic> { ids.iter().filter_map(|id| taxonomy.topic(*id).cloned()).collect() };
    let join = if path.contains('?') { '&' } else { '?' };
    let questions = Pager {
        rows,
        next: raw.main.next.map(|last| format!("{path}{join}after={}", after(last))),
        first: asked.after.map(|_| path.to_owned()),
    };
    Ok(Some(Found {
        questions,
        doctors: doctor::by_ids(db, &doctors, asked.now).await?,
        topics: named(&topics),
        near: named(&raw.near),
        total: raw.main.total,
        counts: raw.main.counts,
        precision: raw.main.precision,
        meant: raw.meant,
        explained: raw.explained,
    }))
}

fn look(
    (view, words, meant): (&View, &Vocabulary, Option<&Meant>),
    asked: &Asked,
    limit: usize,
    why: Why,
) -> Result<Raw, Error> {
    let worded = view.worded(&asked.query, Some(words))?;
    let request = |kind, limit| Request { worded: Some(&worded), ..asked.request(kind, limit) };
    let kind = asked.kind();
    let mut page = request(kind, limit);
    page.after = asked.after;
    page.counted = Counted::Facets;
    let Ranked { results: main, cosines } = match kind {
        _ if asked.is_empty() => Ranked::default(),
        Kind::Question => ranked::questions(view, &page, meant)?,
        _ => Ranked::of_words(view, &page)?,
    };
    let beside = |kind| -> Result<Vec<i64>, Error> {
        let sought = !asked.query.words.is_empty() || !asked.with.is_empty();
        if !sought || asked.kind.is_some() || asked.after.is_some() {
            return Ok(Vec::new());
        }
        Ok(view.search(&request(kind, BESIDE))?.hits.iter().map(|hit| hit.key.id).collect())
    };
    let mut explained = HashMap::new();
    if why == Why::Told {
        for hit in &main.hits {
            let (words, cosine) = (view.explain(&page, hit.key)?, cosines.get(&hit.key.id).copied());
            explained.insert(hit.key.id, Reason { rank: hit.rank, words, cosine });
        }
    }
    let topics = beside(Kind::Topic)?;
    let mut near = match asked.after {
        None => near(view, words, asked, main.hits.is_empty())?,
        Some(_) => Vec::new(),
    };
    near.retain(|id| !topics.contains(id));
    Ok(Raw {
        doctors: beside(Kind::Doctor)?,
        topics,
        near,
        meant: if asked.after.is_none() { view.did_you_mean(&asked.query)? } else { None },
        explained,
        main,
    })
}

/// Topics for whoever named one that is not there, or found nothing: whatever the search was narrowed to.
fn near(view: &View, words: &Vocabulary, asked: &Asked, nothing: bool) -> Result<Vec<i64>, Error> {
    let named = asked.unknown_topics().map(Query::parse);
    let mut near = Vec::new();
    for query in named.chain(nothing.then(|| asked.query.clone())) {
        if query.words.is_empty() || near.len() == NEAR {
            continue;
        }
        let worded = view.worded(&query, Some(words))?;
        // Its words alone: what else was written there narrows too.
        let query = Query { phrases: Vec::new(), without: Vec::new(), ..query };
        let with = vec![(Facet::Kind, vec![Kind::Topic.name().to_owned()])];
        let request = Request { worded: Some(&worded), with, ..Request::new(&query, NEAR) };
        for id in view.search(&request)?.hits.iter().map(|hit| hit.key.id) {
            if near.len() < NEAR && !near.contains(&id) {
                near.push(id);
            }
        }
    }
    Ok(near)
}
