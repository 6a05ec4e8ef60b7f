//! A question in a list: title, agreement, answers, topics, date.

use std::sync::Arc;

use askama::{Template, filters::HtmlSafe};
use db::sea_orm::{ConnectionTrait, DbErr};

use super::{Brief, store};
use crate::{
    agreement::Tally,
    taxonomy::{Addressed, Taxonomy, Topic},
    web::Frame,
};

/// A question in a list.
pub struct Row {
    /// The question.
    pub brief: Brief,
    /// Why it was looked for and found, where it was.
    pub excerpt: Option<Excerpt>,
    /// When it or an answer to it last changed, Unix seconds, in a list that is ordered by that.
    pub changed: Option<i64>,
    topics: Vec<i64>,
    taxonomy: Arc<Taxonomy>,
}

/// A part of a text, with the words marked that were looked for.
pub struct Excerpt(pub Vec<Part>);

/// A piece of it.
pub struct Part {
    /// What it says.
    pub text: String,
    /// Whether it was looked for.
    pub marked: bool,
}

/// The row as it is written.
#[derive(Template)]
#[template(path = "question/row.html")]
pub struct Shown<'a> {
    frame: &'a Frame,
    row: &'a Row,
    /// The heading's level on this page.
    level: u8,
}

impl HtmlSafe for Shown<'_> {}

impl Row {
    /// Adds the topics to questions of a list, with one query for all.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn all(
        db: &impl ConnectionTrait,
        taxonomy: &Arc<Taxonomy>,
        briefs: Vec<Brief>,
    ) -> Result<Vec<Self>, DbErr> {
        let ids: Vec<i64> = briefs.iter().map(|brief| brief.id).collect();
        let mut topics = store::topics(db, &ids).await?;
        let row = |brief: Brief| Self {
            topics: topics.remove(&brief.id).unwrap_or_default(),
            brief,
            excerpt: None,
            changed: None,
            taxonomy: taxonomy.clone(),
        };
        Ok(briefs.into_iter().map(row).collect())
    }

    /// The row on a page, with its heading at this level.
    pub fn shown<'a>(&'a self, frame: &'a Frame, level: u8) -> Shown<'a> {
        Shown { frame, row: self, level }
    }

    fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter().filter_map(|id| self.taxonomy.topic(*id))
    }
}

impl<'a> Shown<'a> {
    fn tally(&self) -> Tally<'a> {
        Tally { frame: self.frame, counts: self.row.brief.counts(), answers: self.row.brief.answer_count }
    }
}
