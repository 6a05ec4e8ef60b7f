//! Topics: the index by kind, and the questions on each.

pub use crate::taxonomy::counts;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::TopicKind;
use locale::{Locale, Text};
use markup::SafeHtml;
use serde::Deserialize;

use crate::{
    app::App,
    doctor::{self, OnTopic, Person},
    error::Failure,
    question::{self, Row, Sort},
    taxonomy::{self, Addressed, Taxonomy, Topic},
    web::{self, Cursor, Frame, Pager, Routes, Viewer},
};

/// `/topics` and `/topics/{slug}`.
pub fn routes() -> Routes {
    Routes::new().get("/topics", index).get("/topics/{slug}", show)
}

#[derive(Template)]
#[template(path = "topic/index.html")]
struct Index {
    frame: Frame,
    taxonomy: Arc<Taxonomy>,
}

impl Index {
    /// The topics of each kind that has any, with the kind's heading.
    fn groups(&self) -> Vec<(String, Vec<&Topic>)> {
        let topics = self.taxonomy.topics();
        let group = |kind: &TopicKind| {
            topics.iter().filter(|topic| topic.topic_kind == *kind).copied().collect::<Vec<_>>()
        };
        let groups = TopicKind::ALL.iter().map(|kind| (many(self.frame.l, *kind).to_string(), group(kind)));
        groups.filter(|(_, topics)| !topics.is_empty()).collect()
    }
}

#[derive(Template)]
#[template(path = "topic/show.html")]
struct Show {
    frame: Frame,
    topic: Topic,
    taxonomy: Arc<Taxonomy>,
    questions: Pager<Row>,
    doctors: Arc<Vec<Person>>,
}

impl Show {
    fn on_topic(&self) -> OnTopic<'_> {
        OnTopic { frame: &self.frame, people: &self.doctors, topic: &self.topic, taxonomy: &self.taxonomy }
    }

    fn description_html(&self) -> Option<SafeHtml> {
        self.topic.description.as_deref().map(markup::render)
    }

    fn feed_path(&self) -> String {
        format!("/feeds/topics/{}.atom", self.topic.slug)
    }

    fn kind(&self) -> Text<'static> {
        one(self.frame.l, self.topic.topic_kind)
    }

    fn wider(&self) -> Option<&Topic> {
        self.topic.parent_id.and_then(|id| self.taxonomy.topic(id))
    }

    fn narrower(&self) -> Vec<&Topic> {
        self.taxonomy.narrower(self.topic.id)
    }

    fn synonyms(&self) -> Vec<String> {
        serde_json::from_str(&self.topic.synonyms).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Here {
    after: Option<String>,
}

async fn index(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let taxonomy = taxonomy::current(&app).await?;
    let l = viewer.locale;
    let mut frame =
        viewer.frame(l.t("Topics").to_string()).under(vec![(l.t("Home").to_string(), "/".into())]);
    frame.description = l
        .t("Find questions by what they are about: a treatment, an illness, a medicine, a part of the body.")
        .to_string();
    frame.tell_machines(Vec::new());
    web::html(&Index { frame, taxonomy })
}

async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let taxonomy = taxonomy::current(&app).await?;
    let topic = taxonomy.topic_at(&slug).ok_or(Failure::NotFound)?.clone();
    let (size, after) = (app.config.lists.page.get(), here.after.as_deref().and_then(Cursor::parse));
    let sort = Sort::OnTopic(topic.id);
    let path = format!("/topics/{slug}");
    let briefs = question::find(app.db.read(), viewer.role, sort, after, size).await?;
    let page = Pager::new(briefs, size, &path, after, |brief| question::cursor(sort, brief));
    let questions = Pager {
        rows: Row::all(app.db.read(), &taxonomy, page.rows).await?,
        next: page.next,
        first: page.first,
    };
    let l = viewer.locale;
    let mut steps =
        vec![(l.t("Home").to_string(), "/".into()), (l.t("Topics").to_string(), "/topics".into())];
    if let Some(wider) = topic.parent_id.and_then(|id| taxonomy.topic(id)) {
        steps.push((wider.name.clone(), format!("/topics/{}", wider.slug)));
    }
    let mut frame = viewer.frame(topic.name.clone()).under(steps);
    frame.indexed &= after.is_none();
    frame.description =
        l.t("Questions on {topic}, with answers from doctors.").with("topic", &topic.name).to_string();
    frame.feed = Some((topic.name.clone(), format!("/feeds/topics/{slug}.atom")));
    frame.tell_machines(Vec::new());
    let doctors = doctor::on_topic(&app, &topic).await?;
    web::html(&Show { frame, topic, taxonomy, questions, doctors })
}

fn many(l: Locale, kind: TopicKind) -> Text<'static> {
    match kind {
        TopicKind::Treatment => l.t("Treatments"),
        TopicKind::Condition => l.t("Conditions"),
        TopicKind::Medicine => l.t("Medicines"),
        TopicKind::BodyArea => l.t("Body areas"),
        TopicKind::Symptom => l.t("Symptoms"),
    }
}

fn one(l: Locale, kind: TopicKind) -> Text<'static> {
    match kind {
        TopicKind::Treatment => l.t("Treatment"),
        TopicKind::Condition => l.t("Condition"),
        TopicKind::Medicine => l.t("Medicine"),
        TopicKind::BodyArea => l.t("Body area"),
        TopicKind::Symptom => l.t("Symptom"),
    }
}
