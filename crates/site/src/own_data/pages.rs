//! `/account/data`

use askama::Template;
use axum::{extract::State, response::Response};

use super::{archive, store};
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

/// `/account/data.zip`
pub(super) async fn take_home(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    account::recently(&app, &person)?;
    let parts = store::everything(app.db.read(), person.account, person.doctor).await?;
    let zip = archive::zip(viewer.locale, &app.config.brand.name, &parts)?;
    Ok(web::download("my-data.zip", "application/zip", zip))
}
