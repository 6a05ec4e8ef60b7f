//! Removing what is spam, many at once: one decision each, all or none.

use axum::{extract::State, response::Response};
use db::value::Act;
use serde::Deserialize;

use super::{
    decide::{self, Order, Ruling},
    owner,
    rules::{AT_ONCE, Standing, possible},
    thing::{self, Thing},
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
    let mut write = app.write().await?;
    let mut items = thing::all(&*write, &things).await?;
    // In one order for everybody, so that two moderators never wait for each other.
    items.sort_by_key(thing::Item::thing);
    for item in items {
        let own = owner::of(&*write, item.thing()).await? == Some(person.account);
        // What somebody else has removed meanwhile, and what is the moderator's own, is left as it is.
        if own || !possible(Act::Remove, Standing::of(&item)) {
            continue;
        }
        let ruling = Ruling { order: Order::Remove, reason: "spam", note: None };
        if !decide::within(&mut write, &person, &item, ruling).await? {
            // Somebody else was faster with one of them: nothing is done, and the queue shows what is left.
            return Ok(web::see(&viewer, "/moderation"));
        }
    }
    write.commit().await?;
    Ok(web::see(&viewer, "/moderation"))
}
