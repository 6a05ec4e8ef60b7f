//! Atom feeds (RFC 4287): all questions, those of a topic, a doctor's answers.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    answer,
    app::App,
    doctor,
    error::Failure,
    question::{self, Brief, Sort},
    taxonomy,
    web::{self, Viewer, json_ld::time},
};

#[derive(Template)]
#[template(path = "feed/feed.xml")]
struct Feed {
    viewer: Viewer,
    title: String,
    /// The page that the feed follows, without a language.
    page: String,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    /// What the permanent id ends with: `question/12`.
    id: String,
    title: String,
    lang: String,
    path: String,
    published: Option<String>,
    updated: String,
    /// Text for a question, HTML for an answer.
    text: String,
    is_html: bool,
}

impl Feed {
    fn absolute(&self, path: &str) -> String {
        format!("{}{}", self.viewer.face.public_url, self.viewer.locale.href(path))
    }

    /// A permanent id (RFC 4151); it says nothing of the address and so survives a change of it.
    fn tag(&self, what: &str) -> String {
        let host = self.viewer.face.public_url.split("://").nth(1).unwrap_or("consilium.invalid");
        let host = host.split(['/', ':']).next().unwrap_or(host);
        format!("tag:{host},2026:{what}")
    }
}

/// `/feeds/questions.atom`
pub(super) async fn questions(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let title = viewer.locale.t("Newest questions").to_string();
    of_questions(&app, viewer, Sort::Newest, title, "/questions".into()).await
}

/// `/feeds/topics/{slug}.atom`
pub(super) async fn topic(
    State(app): State<App>,
    viewer: Viewer,
    Path(file): Path<String>,
) -> Result<Response, Failure> {
    let slug = file.strip_suffix(".atom").ok_or(Failure::NotFound)?;
    let taxonomy = taxonomy::current(&app).await?;
    let topic = taxonomy.topic_at(slug).ok_or(Failure::NotFound)?;
    of_questions(&app, viewer, Sort::OnTopic(topic.id), topic.name.clone(), format!("/topics/{slug}")).await
}

/// `/feeds/doctors/{slug}.atom`
pub(super) async fn doctor(
    State(app): State<App>,
    viewer: Viewer,
    Path(file): Path<String>,
) -> Result<Response, Failure> {
    let slug = file.strip_suffix(".atom").ok_or(Failure::NotFound)?;
    let doctor = doctor::find_at(app.db.read(), slug).await?.ok_or(Failure::NotFound)?;
    let latest = answer::latest(&app.db, viewer.role, doctor.id, size(&app)).await?;
    let title = doctor.name.unwrap_or_else(|| viewer.locale.t("Name not given").to_string());
    let entries: Vec<Entry> = latest
        .into_iter()
        .map(|answer| Entry {
            id: format!("answer/{}", answer.id),
            title: format!("{}: {}", answer.title, answer.headline),
            path: format!("/questions/{}/{}#answer-{}", answer.question_id, answer.slug, answer.id),
            lang: answer.lang,
            published: answer.answered_at.map(time),
            updated: time(answer.updated_at.or(answer.answered_at).unwrap_or_default()),
            text: answer.body_html,
            is_html: true,
        })
        .collect();
    respond(viewer, title, format!("/doctors/{slug}"), entries)
}

async fn of_questions(
    app: &App,
    viewer: Viewer,
    sort: Sort,
    title: String,
    page: String,
) -> Result<Response, Failure> {
    let mut briefs = question::find(app.db.read(), viewer.role, sort, None, size(app)).await?;
    briefs.truncate(usize::try_from(size(app)).unwrap_or_default());
    let entries = briefs.iter().map(|brief| entry(&viewer, brief)).collect();
    respond(viewer, title, page, entries)
}

fn entry(viewer: &Viewer, brief: &Brief) -> Entry {
    let l = viewer.locale;
    let answers = l.n(brief.answer_count, "{n} answer", "{n} answers").to_string();
    let text =
        brief.counts().sentence(l).map_or_else(|| answers.clone(), |label| format!("{answers}. {label}"));
    Entry {
        id: format!("question/{}", brief.id),
        title: brief.title.clone(),
        lang: brief.lang.clone(),
        path: brief.path(),
        published: brief.asked_at.map(time),
        updated: time(brief.updated_at.unwrap_or(brief.listed_at)),
        text,
        is_html: false,
    }
}

fn respond(viewer: Viewer, title: String, page: String, entries: Vec<Entry>) -> Result<Response, Failure> {
    let updated = entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(|| time(0));
    web::feed(&Feed { viewer, title, page, updated, entries })
}

fn size(app: &App) -> u64 {
    app.config.lists.feed.get()
}
