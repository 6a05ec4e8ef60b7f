//! Telling those who wait for answers.

use db::{Statements, value::NoticeKind};

use super::kept;
use crate::{
    app::Write,
    error::Failure,
    notification::{News, tell_all},
};

/// An answer that is new, or says something new.
pub(super) struct Fresh {
    pub(super) question: i64,
    pub(super) answer: i64,
    /// The author's account, which need not be told.
    pub(super) author: i64,
}

/// Tells those who wait for answers to these questions, but for the authors.
pub(super) async fn tell_of(
    write: &mut Write<impl Statements>,
    kind: NoticeKind,
    all: &[Fresh],
) -> Result<(), Failure> {
    let waiting = kept::waiting(write, all.iter().map(|one| one.question).collect()).await?;
    let path = |one: &Fresh| format!("/questions/{}#answer-{}", one.question, one.answer);
    let paths: Vec<String> = all.iter().map(path).collect();
    let news = all.iter().zip(&paths).flat_map(|(one, path)| {
        let others = waiting.get(&one.question).into_iter().flatten().filter(|who| **who != one.author);
        others.map(move |who| (*who, News { kind, path, reason: None }))
    });
    tell_all(write, &news.collect::<Vec<_>>()).await
}
