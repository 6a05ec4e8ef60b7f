//! What the site says about itself: who runs it, how answers are ranked, and what answers are not.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    agreement,
    answer::rules::{self, Peers},
    app::App,
    doctor::counts,
    error::Failure,
    taxonomy::{self, Source},
    web::{self, Frame, Routes, Viewer},
};

/// `/about`, `/disclaimer` and `/how-answers-are-ranked`.
pub fn routes() -> Routes {
    Routes::new().get("/about", about).get("/disclaimer", disclaimer).get("/how-answers-are-ranked", ranking)
}

#[derive(Template)]
#[template(path = "about/about.html")]
struct About {
    frame: Frame,
    sources: Vec<Source>,
}

#[derive(Template)]
#[template(path = "about/disclaimer.html")]
struct DisclaimerPage {
    frame: Frame,
}

/// Written from the constants that the code uses, so that it can't say anything else than what is done.
#[derive(Template)]
#[template(path = "about/ranking.html")]
struct Ranking {
    frame: Frame,
    prior_agree: u32,
    prior_all: u32,
    caveat: f64,
    fewest: u32,
    share: (u32, u32),
    prior_reviews: i64,
    prior_stars: f64,
}

impl Ranking {
    /// Worked examples: marks and the score that they give.
    fn examples(&self) -> Vec<(Peers, f64)> {
        let peers = |agree, caveat, disagree| Peers { agree, caveat, disagree };
        [peers(0, 0, 0), peers(1, 0, 0), peers(3, 1, 0), peers(8, 0, 1), peers(1, 0, 3)]
            .map(|p| (p, p.score()))
            .into()
    }
}

async fn about(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let taxonomy = taxonomy::current(&app).await?;
    let title = viewer.locale.t("About this site").to_string();
    let frame = titled(&viewer, title);
    web::html(&About { frame, sources: taxonomy.sources().into_iter().cloned().collect() })
}

async fn disclaimer(viewer: Viewer) -> Result<Response, Failure> {
    let mut frame = titled(&viewer, viewer.locale.t("Disclaimer").to_string());
    frame.disclaimer = false;
    web::html(&DisclaimerPage { frame })
}

async fn ranking(viewer: Viewer) -> Result<Response, Failure> {
    let frame = titled(&viewer, viewer.locale.t("How answers are ranked").to_string());
    web::html(&Ranking {
        frame,
        prior_agree: rules::PRIOR_AGREE,
        prior_all: rules::PRIOR_ALL,
        caveat: f64::from(rules::CAVEAT_SHARE.0) / f64::from(rules::CAVEAT_SHARE.1),
        fewest: agreement::FEWEST,
        share: agreement::AGREEMENT,
        prior_reviews: counts::PRIOR_COUNT,
        prior_stars: counts::PRIOR_MEAN as f64 / 1e6,
    })
}

fn titled(viewer: &Viewer, title: String) -> Frame {
    let mut frame = viewer.frame(title).under(vec![(viewer.locale.t("Home").to_string(), "/".into())]);
    frame.tell_machines(Vec::new());
    frame
}
