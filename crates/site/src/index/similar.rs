//! Questions that ask what a text asks: the index finds those that share words, and how alike both are puts them in order.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use db::{
    entity::question,
    sea_orm::{
        self, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    },
};
use search::{Error, Facet, Kind, Request, View, Vocabulary, query::Query, similar::Likeness};

use super::Finder;
use crate::{
    app::App,
    error::Failure,
    policy::{Role, listed},
};

/// From this likeness up, the answers to one question answer the other.
pub const SAME: f64 = search::similar::THRESHOLD;
/// From this likeness up, they are on the same matter. What shares nothing has 0.15.
pub const NEAR: f64 = 0.25;

/// Words of a letter that are read, and of each question that is held against it.
const LETTER: (usize, usize) = (1_000, 300);
/// The same where time matters more: what a question is about stands at its beginning.
const OPENING: (usize, usize) = (60, 60);

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
        let text = beginning(&format!("{title}\n{}", markup::plain_text(body)), words.0);
        Self { text, words, candidates: 0, answered: false, except: None }
    }

    /// Only those that a doctor has answered.
    #[must_use]
    pub fn answered(mut self) -> Self {
        self.answered = true;
        self
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

#[derive(FromQueryResult)]
struct Asked {
    id: i64,
    title: String,
    body: String,
}

/// Published questions from this likeness up, the likest first. None while there is no index yet.
///
/// # Errors
/// What the database and the index say.
pub async fn alike(app: &App, sought: Sought, least: f64) -> Result<Option<Vec<Alike>>, Failure> {
    let (finder, sought) = (Finder::of(app), Arc::new(sought));
    let look = sought.clone();
    let Some(ids) = finder.ask(move |view, words| candidates(view, words, &look)).await? else {
        return Ok(None);
    };
    if ids.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let asked = published(app.db.read(), &ids).await?;
    finder.ask(move |view, words| Ok(ranked(view, words, &sought, asked, least))).await
}

/// Questions that share words with the text, the best first.
fn candidates(view: &View, vocabulary: &Vocabulary, sought: &Sought) -> Result<Vec<i64>, Error> {
    let query = Query::of_text(&sought.text);
    if query.words.is_empty() {
        return Ok(Vec::new());
    }
    // One more, since what is asked may be among them. Leaving out the few others afterwards is quicker than not looking.
    let mut request = Request::new(&query, sought.candidates + 1);
    request.vocabulary = Some(vocabulary);
    if sought.answered {
        request.with.push((Facet::Answered, vec!["yes".to_owned()]));
    }
    let hits = view.search(&request)?.hits.into_iter().map(|hit| hit.key);
    let questions = hits.filter(|key| key.kind == Kind::Question && Some(key.id) != sought.except);
    Ok(questions.map(|key| key.id).take(sought.candidates).collect())
}

/// Those of these questions that everybody may see, as they are now.
async fn published(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Asked>, DbErr> {
    use question::Column as Q;
    let asked = question::Entity::find().select_only().columns([Q::Id, Q::Title, Q::Body]);
    let asked = asked.filter(Q::Id.is_in(ids.iter().copied())).filter(Q::State.is_in(listed(Role::Reader)));
    asked.into_model().all(db).await
}

fn ranked(
    view: &View,
    vocabulary: &Vocabulary,
    sought: &Sought,
    asked: Vec<Asked>,
    least: f64,
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
    let one = |asked: Asked| {
        let text = format!("{}\n{}", asked.title, markup::plain_text(&asked.body));
        let other = likeness.side(&beginning(&text, sought.words.1));
        Alike { id: asked.id, likeness: likeness.score(&own, &other) }
    };
    let mut all: Vec<Alike> = asked.into_iter().map(one).filter(|one| one.likeness >= least).collect();
    all.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.id.cmp(&b.id)));
    all
}

/// A text up to its n-th word.
fn beginning(text: &str, words: usize) -> String {
    let mut left = words;
    let mut between = true;
    for (at, letter) in text.char_indices() {
        if letter.is_whitespace() {
            between = true;
        } else if between {
            if left == 0 {
                return text[..at].trim_end().to_owned();
            }
            (left, between) = (left - 1, false);
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(beginning("Does  it\ngrow back?", 3), "Does  it\ngrow");
        assert_eq!(beginning("Does it", 2), "Does it");
        assert_eq!(beginning("", 2), "");
    }

    #[test]
    fn what_is_looked_for_is_plain_text() {
        let sought = Sought::opening("Does it grow?", "It is **bad**.").answered().but(3);
        assert_eq!(sought.text.split_whitespace().collect::<Vec<_>>().join(" "), "Does it grow? It is bad.");
        assert!(sought.answered && sought.except == Some(3));
    }
}
