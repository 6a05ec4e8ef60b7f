//! What stands beside a question: questions like it, and doctors who answer on its topic.

use std::sync::Arc;

use super::{
    Found, likes,
    store::{self, Related},
};
use crate::{
    app::App,
    doctor::{self, Person},
    error::Failure,
    policy::Role,
};

/// Questions like this one, the likest first; where there are too few, those that stand next to it on its topic.
pub(super) async fn related(app: &App, found: &Found) -> Result<Vec<Related>, Failure> {
    let (question, size) = (&found.question, app.config.lists.related.get());
    if size == 0 {
        return Ok(Vec::new());
    }
    let most = usize::try_from(size).unwrap_or(usize::MAX);
    let alike = likes::of(app, question.id);
    let briefs = store::by_ids(app.db.read(), Role::Reader, &alike).await?;
    let mut related: Vec<Related> = briefs.into_iter().map(Related::from).take(most).collect();
    if let Some(topic) = found.topics.first().filter(|_| related.len() < most) {
        let near = store::related(&mut app.db.reading()?, question, *topic, size).await?;
        let known: Vec<i64> = related.iter().map(|one| one.id).collect();
        related.extend(near.into_iter().filter(|one| !known.contains(&one.id)));
        related.truncate(most);
    }
    Ok(related)
}

/// Doctors who answer on the question's first topic.
pub(super) async fn doctors(app: &App, found: &Found) -> Result<Arc<Vec<Person>>, Failure> {
    match found.topics.first().and_then(|id| found.taxonomy.topic(*id)) {
        Some(topic) => doctor::on_topic(app, topic).await,
        None => Ok(Arc::default()),
    }
}
