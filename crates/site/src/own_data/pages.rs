//! `/account/data`

use askama::Template;
use axum::{extract::State, response::Response};
use tokio::sync::Semaphore;

use super::archive;
use crate::{
    account,
    app::App,
    error::Failure,
    web::{self, Frame, Person, Viewer},
};

#[derive(Template)]
#[template(path = "own_data/show.html")]
struct Page {
    frame: Frame,
}

/// `/account/data`
pub(super) async fn show(viewer: Viewer, _: Person) -> Result<Response, Failure> {
    let frame = viewer.frame(viewer.locale.t("Your data").to_string()).at_desk();
    web::own(&Page { frame })
}

/// One archive is made at a time: each takes a processor, and keeps hold of a moment of the database.
struct Turn(Semaphore);

/// `/account/data.zip`
pub(super) async fn take_home(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    account::recently(&app, &person)?;
    let turn = app.lasting(|_| Turn(Semaphore::new(1)));
    let _held = turn.0.acquire().await.map_err(|_| Failure::Internal)?;
    let file = archive::of(&app, viewer.locale, &person).await?;
    web::file("my-data.zip", "application/zip", file)
}
