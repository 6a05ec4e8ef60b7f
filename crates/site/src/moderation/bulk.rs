//! Removing what is spam, many at once: one decision each.

use axum::{extract::State, response::Response};
use db::value::Act;
use serde::Deserialize;

use super::{
    decide::{self, Order, Ruling},
    owner,
    rules::{AT_ONCE, Standing, possible},
    store,
    thing::Thing,
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Form, Viewer},
};

/// What is ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ticked {
    thing: Vec<String>,
}

/// `POST /moderation/bulk`
pub(super) async fn spam(
    State(app): State<App>,
    viewer: Viewer,
    Form(ticked): Form<Ticked>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::Moderate)?;
    if ticked.thing.len() > AT_ONCE {
        return Err(Failure::TooLarge);
    }
    let mut things: Vec<Thing> = ticked.thing.iter().filter_map(|text| Thing::parse_box(text)).collect();
    things.sort_unstable();
    things.dedup();
    for item in store::all(app.db.read(), &things).await? {
        // What somebody else has removed meanwhile, and what is the moderator's own, is left as it is.
        let own = owner::concerns(app.db.read(), item.thing(), person.account).await?;
        if own || !possible(Act::Remove, Standing::of(&item)) {
            continue;
        }
        // Each by itself: fifty things held at once, in whatever order, would stand in the way of everybody.
        let ruling = Ruling { order: Order::Remove, reason: "spam", note: None };
        decide::carry_out(&app, &person, &item, ruling).await?;
    }
    Ok(web::see(&viewer, "/moderation"))
}
