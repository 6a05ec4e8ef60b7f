//! The draft of a question: whose it is, and what became of saving it.

use std::{sync::Arc, time::Duration};

use super::words::Values;
use crate::{
    app::{App, Token},
    draft::{self, About, Owner},
    error::Failure,
    web::{Limit, Network, Viewer},
};

/// The one question that somebody is writing.
pub(super) const ABOUT: About = ("question", 0);

/// The time within which new drafts are counted.
const WITHIN: Duration = Duration::from_secs(15 * 60);

/// New drafts by network, for the process.
struct Begun(Limit<Network>);

impl Begun {
    fn of(app: &App) -> Arc<Self> {
        app.lasting(|config| Self(Limit::new(config.asking.drafts_by_network.get(), WITHIN, &app.clock)))
    }
}

/// Whose draft it will be: somebody whom nobody knows gets a token.
pub(super) fn owner(viewer: &Viewer) -> Result<Owner, Failure> {
    Owner::of(viewer).map_or_else(|| Token::new().map(Owner::Visitor), Ok)
}

/// What there is.
#[derive(Default)]
pub(super) struct Found {
    /// The draft.
    pub(super) saved: Option<Values>,
    /// What was written in this browser before signing in, where the account had a draft already.
    pub(super) before: Option<Values>,
}

/// Looks for what the visitor has written.
pub(super) async fn find(app: &App, viewer: &Viewer) -> Result<Found, Failure> {
    let Some(owner) = Owner::of(viewer) else { return Ok(Found::default()) };
    let saved = read(app, &owner).await?;
    let before = match left_behind(viewer) {
        Some(visitor) => read(app, &visitor).await?.map(|values| values.at(0)),
        None => None,
    };
    let before = before.filter(|before| saved.as_ref().is_none_or(|saved| !saved.says(before)));
    Ok(Found { saved, before })
}

async fn read(app: &App, owner: &Owner) -> Result<Option<Values>, Failure> {
    let found = draft::find::<Values>(&mut app.db.reading()?, owner, ABOUT).await?;
    Ok(found.map(|draft| draft.content.at(draft.version)))
}

/// Of somebody who is signed in: what this browser was known by before.
fn left_behind(viewer: &Viewer) -> Option<Owner> {
    viewer.person.as_ref()?;
    viewer.draft.clone().map(Owner::Visitor)
}

/// What became of a save.
pub(super) enum Kept {
    /// It is kept, in this version.
    At(i64),
    /// Another window saved this since, and it stands.
    Behind(Box<Values>),
}

/// Keeps what was written.
pub(super) async fn save(
    app: &App,
    owner: &Owner,
    network: Network,
    values: &Values,
) -> Result<Kept, Failure> {
    if values.version == 0 {
        if values.is_empty() {
            return Ok(Kept::At(0));
        }
        Begun::of(app).0.count(&network)?;
    }
    let write = app.write().await?;
    if let Some(version) = draft::save(&write, owner, ABOUT, values.version, values).await? {
        write.commit().await?;
        return Ok(Kept::At(version));
    }
    if let Some(newer) = draft::find_again::<Values>(&write, owner, ABOUT).await? {
        let newer = newer.content.at(newer.version);
        // The same form sent twice.
        return Ok(if newer.says(values) { Kept::At(newer.version) } else { Kept::Behind(Box::new(newer)) });
    }
    if values.version != 0 {
        Begun::of(app).0.count(&network)?;
    }
    // The draft is gone: it was sent, thrown away, or is that of an account from which this browser has signed out.
    let saved = draft::save(&write, owner, ABOUT, 0, values).await?;
    write.commit().await?;
    Ok(Kept::At(saved.unwrap_or(values.version)))
}

/// Throws away what was written before signing in, once the account's own draft was chosen.
pub(super) async fn forget_before(app: &App, viewer: &Viewer) -> Result<(), Failure> {
    let Some(visitor) = left_behind(viewer) else { return Ok(()) };
    if read(app, &visitor).await?.is_some() {
        let write = app.write().await?;
        draft::discard(&*write, [(visitor, ABOUT)]).await?;
        write.commit().await?;
    }
    Ok(())
}
