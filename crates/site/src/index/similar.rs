//! Questions that ask what a text asks: the index finds those that share words or mean much the same, and how alike both are
//! puts them in order.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use search::{
    Error, Facet, Kind, Request, View, Vocabulary,
    query::Query,
    similar::{self, Likeness},
};

use super::{
    Finder,
    meant::Meant,
    texts::{self, Asked},
};
use crate::{app::App, error::Failure};

/// Words of a letter that are read, and of each question that is held against it.
const LETTER: (usize, usize) = (1_000, 300);
/// The same where time matters more: what a question is about stands at its beginning.
const OPENING: (usize, usize) = (60, 60);

/// How alike questions have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// The answers to one answer the other.
    Same,
    /// They are on the same matter.
    Related,
}

impl Nearness {
    /// From this likeness up; by words alone, or where it is known how near they lie in meaning. What has nothing in common has
    /// 0.15 by words and 0.10 by meaning.
    fn least(self, cosine: Option<f64>) -> f64 {
        match (self, cosine) {
            (Self::Same, _) => similar::THRESHOLD,
            (Self::Related, None) => 0.25,
            (Self::Related, Some(_)) => 0.35,
        }
    }
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    text: String,
    words: (usize, usize),
    candidates: usize,
    answered: bool,
    except: Option<i64>,
}

impl Sought {
    /// Whatever asks what this letter asks, all of it read.
    pub fn letter(title: &str, body: &str) -> Self {
        Self { candidates: 40, ..Self::like(title, body, LETTER) }
    }

    /// The same, read by its beginning.
    pub fn opening(title: &str, body: &str) -> Self {
        Self { candidates: 20, ..Self::like(title, body, OPENING) }
    }

    fn like(title: &str, body: &str, words: (usize, usize)) -> Self {
        let text = texts::text(title, body, words.0);
        Self { text, words, candidates: 0, answered: false, except: None }
    }

    /// Only those that a doctor has answered.
    #[must_use]
    pub fn answered(mut self) -> Self {
        self.answered = true;
        self
    }

    fn narrowed<'a>(&self, mut request: Request<'a>) -> Request<'a> {
        if self.answered {
            request.with.push((Facet::Answered, vec!["yes".to_owned()]));
        }
        request
    }

    /// Not this one, which is what is asked.
    #[must_use]
    pub fn but(mut self, question: i64) -> Self {
        self.except = Some(question);
        self
    }
}

/// A question that is like what was looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    /// Its identity.
    pub id: i64,
    /// How likely it is that both ask the same, 0 to 1.
    pub likeness: f64,
}

/// Published questions that are as near as this, the likest first. None while there is no index yet.
///
/// # Errors
/// What the database and the index say.
pub async fn alike(app: &App, sought: Sought, nearness: Nearness) -> Result<Option<Vec<Alike>>, Failure> {
    let (finder, sought) = (Finder::of(app), Arc::new(sought));
    let (look, meant) = (sought.clone(), finder.meant());
    let found = finder.ask(move |view, words| match &meant {
        Some(meant) => by_meaning(view, meant, &look),
        None => by_words(view, words, &look),
    });
    let Some(found) = found.await? else { return Ok(None) };
    if found.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let ids: Vec<i64> = found.keys().copied().collect();
    let asked = texts::published(app.db.read(), &ids).await?;
    let pairs = asked.into_iter().map(|asked| (found.get(&asked.id).copied().flatten(), asked)).collect();
    finder.ask(move |view, words| Ok(ranked(view, words, &sought, pairs, nearness))).await
}

/// Questions that may be like it, with how near they lie in meaning where that is known.
type Candidates = HashMap<i64, Option<f64>>;

/// Questions that mean much the same. They need not share a word.
fn by_meaning(view: &View, meant: &Meant, sought: &Sought) -> Result<Candidates, Error> {
    if Query::of_text(&sought.text).words.is_empty() {
        return Ok(Candidates::new());
    }
    // What has been asked was read already.
    let known = sought.except.and_then(|question| meant.of(question));
    let vector = known.unwrap_or_else(|| meant.vector(&sought.text));
    let everything = Query::of_text("");
    let request = sought.narrowed(Request::new(&everything, 0));
    let ids = view.narrowed(&request, Kind::Question)?;
    let may = |id| Some(id) != sought.except && ids.as_ref().is_none_or(|ids| ids.has(id));
    let near = meant.near(&vector, sought.candidates, may);
    Ok(near.into_iter().map(|(id, cosine)| (id, Some(cosine))).collect())
}

/// Questions that share words with the text, the best of them.
fn by_words(view: &View, vocabulary: &Vocabulary, sought: &Sought) -> Result<Candidates, Error> {
    let query = Query::of_text(&sought.text);
    if query.words.is_empty() {
        return Ok(Candidates::new());
    }
    // One more, since what is asked may be among them. Leaving out the few others afterwards is quicker than not looking.
    let worded = view.worded(&query, Some(vocabulary))?;
    let mut request = sought.narrowed(Request::new(&query, sought.candidates + 1));
    request.worded = Some(&worded);
    let hits = view.search(&request)?.hits.into_iter().map(|hit| hit.key);
    let questions = hits.filter(|key| key.kind == Kind::Question && Some(key.id) != sought.except);
    Ok(questions.map(|key| (key.id, None)).take(sought.candidates).collect())
}

fn ranked(
    view: &View,
    vocabulary: &Vocabulary,
    sought: &Sought,
    pairs: Vec<(Option<f64>, Asked)>,
    nearness: Nearness,
) -> Vec<Alike> {
    // The same words stand in many of them, and looking one up is what takes time.
    let known: RefCell<HashMap<String, f32>> = RefCell::default();
    let idf = |stem: &str| {
        if let Some(idf) = known.borrow().get(stem) {
            return *idf;
        }
        // What can't be looked up tells nothing.
        let idf = view.idf(stem).unwrap_or(0.0);
        known.borrow_mut().insert(stem.to_owned(), idf);
        idf
    };
    let likeness = Likeness::new(&idf, Some(vocabulary));
    let own = likeness.side(&sought.text);
    let one = |(cosine, asked): (Option<f64>, Asked)| {
        let other = likeness.side(&asked.text(sought.words.1));
        let alike = match cosine {
            Some(cosine) => likeness.score_with_meaning(&own, &other, cosine),
            None => likeness.score(&own, &other),
        };
        (alike >= nearness.least(cosine)).then_some(Alike { id: asked.id, likeness: alike })
    };
    let mut all: Vec<Alike> = pairs.into_iter().filter_map(one).collect();
    all.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.id.cmp(&b.id)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_is_plain_text() {
        let sought = Sought::opening("Does it grow?", "It is **bad**.").answered().but(3);
        assert_eq!(sought.text.split_whitespace().collect::<Vec<_>>().join(" "), "Does it grow? It is bad.");
        assert!(sought.answered && sought.except == Some(3));
    }
}
