//! The front page: what the site is, its most answered question, what is new, and the ways in.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use serde_json::json;

use crate::{
    agreement::Bar,
    app::App,
    error::Failure,
    question::{self, Brief, Row, Sort},
    taxonomy::{self, Addressed, Taxonomy, Topic},
    web::{self, Frame, Routes, Viewer, json_ld::compact},
};

/// Newest questions shown.
const NEWEST: u64 = 6;
/// Topics shown.
const TOPICS: usize = 12;

/// `/`
pub fn routes() -> Routes {
    Routes::new().get("/", home)
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct Home {
    frame: Frame,
    tagline: String,
    featured: Option<Brief>,
    newest: Vec<Row>,
    taxonomy: Arc<Taxonomy>,
}

impl Home {
    fn topics(&self) -> Vec<&Topic> {
        let mut topics = self.taxonomy.topics();
        topics.retain(|topic| topic.question_count > 0);
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.question_count));
        topics.truncate(TOPICS);
        topics
    }

    fn bar(&self, brief: &Brief) -> Bar<'_> {
        Bar { counts: brief.counts(), sprite: self.frame.sprite() }
    }
}

async fn home(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let (db, taxonomy) = (app.db.read(), taxonomy::current(&app).await?);
    let featured = question::find(db, viewer.role, Sort::MostAnswered, None, 1).await?.into_iter().next();
    let mut newest = question::find(db, viewer.role, Sort::Newest, None, NEWEST).await?;
    newest.truncate(usize::try_from(NEWEST).unwrap_or_default());
    let newest = Row::all(db, &taxonomy, newest).await?;
    let l = viewer.locale;
    let tagline = viewer.face.brand.tagline.clone();
    let tagline =
        tagline.unwrap_or_else(|| l.t("One question. Several doctors. See how far they agree.").to_string());
    let mut frame = viewer.frame(&*viewer.face.brand.name);
    frame.description.clone_from(&tagline);
    frame.feed = Some((l.t("Newest questions").to_string(), "/feeds/questions.atom".into()));
    let search = json!({
        "@type": "SearchAction", "query-input": "required name=q",
        "target": format!("{}?q={{q}}", frame.absolute_path("/search")),
    });
    let site = compact(json!({
        "@type": "WebSite", "name": frame.title, "url": frame.canonical_url(), "description": tagline, "inLanguage": l.tag(),
        "potentialAction": search,
    }));
    frame.tell_machines(vec![site]);
    frame.finding = true;
    web::html(&Home { frame, tagline, featured, newest, taxonomy })
}
