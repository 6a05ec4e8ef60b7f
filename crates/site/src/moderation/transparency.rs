//! What moderators do, for everybody to see: numbers by month, and every decision without persons.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use db::value::{Act, Matter, Outcome};
use locale::Text;
use serde::Deserialize;

use super::{
    rules,
    store::{self, Line},
    thing,
};
use crate::{
    app::App,
    error::Failure,
    review,
    web::{self, Cursor, Frame, Pager, Viewer},
};

/// Where the log goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "moderation/transparency.html")]
struct Page {
    frame: Frame,
    /// None on the later pages of the log.
    figures: Option<Arc<Figures>>,
    log: Pager<Line>,
}

/// Everything that was counted.
struct Figures {
    reports: Vec<(String, String, i64)>,
    decisions: Vec<(String, Act, String, i64)>,
    appeals: Vec<(String, Option<Outcome>, i64)>,
    reviews: Reviews,
}

/// Where every review that came in has gone.
#[derive(Default)]
struct Reviews {
    received: i64,
    published: i64,
    held: i64,
    /// By the code of the reason.
    removed: Vec<(String, i64)>,
}

/// The figures with when they were counted, for everybody: whoever is signed in is served no kept page, and would have all
/// of it counted with every look.
#[derive(Default)]
struct Kept(tokio::sync::Mutex<Option<(i64, Arc<Figures>)>>);

impl Figures {
    /// As they were counted last, if that is no longer ago than pages are kept.
    async fn current(app: &App) -> Result<Arc<Self>, Failure> {
        let (kept, now) = (app.lasting(|_| Kept::default()), app.clock.now());
        let fresh = i64::try_from(app.config.caching.fresh.as_secs()).unwrap_or(i64::MAX);
        let mut kept = kept.0.lock().await;
        // A clock that was put back must not keep them for ever.
        if let Some((at, figures)) = &*kept
            && (0..fresh).contains(&now.saturating_sub(*at))
        {
            return Ok(figures.clone());
        }
        let figures = Arc::new(Self::count(app).await?);
        *kept = Some((now, figures.clone()));
        Ok(figures)
    }

    async fn count(app: &App) -> Result<Self, Failure> {
        let db = app.db.read();
        let mut reviews = Reviews::default();
        for review::Accounted { state, reason, count } in review::accounting(&app.db).await? {
            reviews.received += count;
            match state {
                db::value::State::Published => reviews.published += count,
                db::value::State::Held => reviews.held += count,
                db::value::State::Removed => {
                    reviews.removed.push((reason.unwrap_or_else(|| "other".to_owned()), count));
                }
            }
        }
        let (reports, decisions) = (store::received(db).await?, store::decisions(db).await?);
        Ok(Self { reports, decisions, appeals: store::outcomes(db).await?, reviews })
    }

    fn all_reports(&self) -> i64 {
        self.reports.iter().map(|row| row.2).sum()
    }

    fn all_decisions(&self) -> i64 {
        self.decisions.iter().map(|row| row.3).sum()
    }

    fn all_appeals(&self) -> i64 {
        self.appeals.iter().map(|row| row.2).sum()
    }
}

impl Page {
    fn done(&self, act: &Act) -> Text<'static> {
        rules::done(self.frame.l, *act)
    }

    fn kind(&self, kind: &Matter) -> Text<'static> {
        thing::kind(self.frame.l, *kind)
    }

    fn outcome(&self, outcome: &Option<Outcome>) -> Text<'static> {
        match outcome {
            None => self.frame.l.t("Waiting"),
            Some(Outcome::Upheld) => self.frame.l.t("The decision stands"),
            Some(Outcome::Overturned) => self.frame.l.t("The decision was undone"),
        }
    }
}

/// `/transparency`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (size, after) = (app.config.lists.page.get(), here.after.as_deref().and_then(Cursor::parse));
    let lines = store::log(app.db.read(), after.map(|after| after.id), size).await?;
    let log =
        Pager::new(lines, size, "/transparency", after, |line| Cursor { key: 0, second: 0, id: line.id });
    let figures = if after.is_none() { Some(Figures::current(&app).await?) } else { None };
    let l = viewer.locale;
    let mut frame = viewer
        .frame(l.t("What moderators do here").to_string())
        .under(vec![(l.t("Home").to_string(), "/".into())]);
    frame.canonical = "/transparency".into();
    frame.indexed &= after.is_none();
    frame.description =
        l.t("How many reports came in, what was decided and why, and what became of appeals.").to_string();
    frame.disclaimer = false;
    frame.tell_machines(Vec::new());
    // Nothing on it is worth counting anew at every change: it is made again when it has become old.
    Ok(web::depends(web::html(&Page { frame, figures, log })?, []))
}
