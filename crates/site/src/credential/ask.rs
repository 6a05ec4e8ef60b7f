//! Saying that a profile is one's own, or asking for one, with a first credential to prove it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{entity::doctor::Model as Doctor, value::ClaimState};
use serde::{Deserialize, Serialize};

use super::{
    decide::OWN,
    facts::{self, specialties},
    jobs::Compare,
    own::is_nameless,
    rules::{self, Proof, field},
    store::{self, New},
    words::kinds,
};
use crate::{
    app::App,
    doctor::{self, Facts, shown_name},
    error::Failure,
    policy::Action,
    taxonomy::{self, Taxonomy},
    web::{self, Choice, Errors, Form, Frame, Person, Viewer},
};

/// Longest note to the editors.
const NOTE: usize = 1000;
/// How many claims one account makes in [`WITHIN`].
const MOST_CLAIMS: u64 = 5;
/// Seconds for which claims are counted.
const WITHIN: i64 = 30 * 24 * 3600;

/// What is sent by whoever claims a profile.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Claiming {
    name: String,
    note: String,
    #[serde(flatten)]
    proof: rules::Typed,
}

/// What is sent by whoever asks for a profile.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Asking {
    name: String,
    note: String,
    #[serde(flatten)]
    facts: facts::Typed,
    #[serde(flatten)]
    proof: rules::Typed,
}

#[derive(Template)]
#[template(path = "credential/claim.html")]
struct ClaimPage {
    frame: Frame,
    slug: String,
    unnamed: bool,
    values: Claiming,
    proof: rules::Typed,
    errors: Errors,
}

impl ClaimPage {
    fn of(viewer: &Viewer, doctor: &Doctor, values: Claiming, errors: Errors) -> Self {
        let l = viewer.locale;
        let name = shown_name(viewer, doctor.name.as_deref());
        let frame = viewer.frame(l.t("Claim the profile of {name}").with("name", name).to_string()).at_desk();
        let (slug, unnamed) = (doctor.slug.clone(), doctor.name.is_none());
        Self { frame, slug, unnamed, proof: values.proof.clone(), values, errors }
    }

    fn path(&self) -> String {
        format!("/doctors/{}/claim", self.slug)
    }
}

#[derive(Template)]
#[template(path = "credential/new.html")]
struct NewPage {
    frame: Frame,
    values: Asking,
    facts: facts::Typed,
    proof: rules::Typed,
    taxonomy: Arc<Taxonomy>,
    errors: Errors,
}

impl NewPage {
    fn of(viewer: &Viewer, values: Asking, taxonomy: Arc<Taxonomy>, errors: Errors) -> Self {
        let frame = viewer.frame(viewer.locale.t("Make a doctor’s profile").to_string()).at_desk();
        let (facts, proof) = (values.facts.clone(), values.proof.clone());
        Self { frame, values, facts, proof, taxonomy, errors }
    }

    fn specialties(&self) -> Vec<Choice> {
        specialties(self.frame.l, &self.taxonomy)
    }
}

/// Where somebody goes who can't claim this: to their own claim, or to the profile that has an owner.
async fn elsewhere(app: &App, person: &Person, doctor: Option<&Doctor>) -> Result<Option<String>, Failure> {
    let db = app.db.read();
    // A profile of one's own without a name is claimed like any other: whose it is was never proved.
    let nameless = doctor.is_some_and(|doctor| is_nameless(person, doctor));
    if (person.doctor.is_some() && !nameless) || store::standing(db, person.account).await?.is_some() {
        return Ok(Some(OWN.to_owned()));
    }
    if nameless {
        return Ok(None);
    }
    let Some(doctor) = doctor else { return Ok(None) };
    let owned = doctor::owner(db, doctor.id).await?.is_some();
    Ok(owned.then(|| format!("/doctors/{}", doctor.slug)))
}

/// `/doctors/{slug}/claim`
pub(super) async fn claim_form(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    let doctor = doctor::find_at(app.db.read(), &slug).await?.ok_or(Failure::NotFound)?;
    if let Some(path) = elsewhere(&app, &person, Some(&doctor)).await? {
        return Ok(web::see(&viewer, &path));
    }
    web::own(&ClaimPage::of(&viewer, &doctor, Claiming::default(), Errors::default()))
}

/// Claims a profile.
pub(super) async fn claim(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Form(values): Form<Claiming>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    let doctor = doctor::find_at(app.db.read(), &slug).await?.ok_or(Failure::NotFound)?;
    if let Some(path) = elsewhere(&app, &person, Some(&doctor)).await? {
        return Ok(web::see(&viewer, &path));
    }
    let (l, mut errors) = (viewer.locale, Errors::default());
    let unnamed = doctor.name.is_none();
    let name = if unnamed { facts::name(l, &values.name, &mut errors) } else { None };
    let note = field(l, &mut errors, "note", &values.note, NOTE);
    let proof = rules::proof(l, &values.proof, app.clock.now(), &mut errors);
    allow(&app, &viewer, &person, &mut errors).await?;
    let (Some(proof), false) = (proof, errors.any()) else {
        return web::again(&ClaimPage::of(&viewer, &doctor, values, errors));
    };
    let facts =
        name.map(|name| Facts { name: Some(name), country: doctor.country.clone(), ..Facts::default() });
    let claim = Wanted { doctor: Some(doctor.id), facts, note };
    claim.make(&app, &person, proof).await?;
    Ok(web::see(&viewer, OWN))
}

/// `/doctors/new`
pub(super) async fn new_form(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    if let Some(path) = elsewhere(&app, &person, None).await? {
        return Ok(web::see(&viewer, &path));
    }
    let taxonomy = taxonomy::current(&app).await?;
    web::own(&NewPage::of(&viewer, Asking::default(), taxonomy, Errors::default()))
}

/// Asks for a profile.
pub(super) async fn new(
    State(app): State<App>,
    viewer: Viewer,
    Form(values): Form<Asking>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    if let Some(path) = elsewhere(&app, &person, None).await? {
        return Ok(web::see(&viewer, &path));
    }
    let taxonomy = taxonomy::current(&app).await?;
    let (l, mut errors) = (viewer.locale, Errors::default());
    let name = facts::name(l, &values.name, &mut errors);
    let facts = values.facts.read(l, &taxonomy, &mut errors);
    let note = field(l, &mut errors, "note", &values.note, NOTE);
    let proof = rules::proof(l, &values.proof, app.clock.now(), &mut errors);
    allow(&app, &viewer, &person, &mut errors).await?;
    let (Some(proof), false) = (proof, errors.any()) else {
        return web::again(&NewPage::of(&viewer, values, taxonomy, errors));
    };
    let claim = Wanted { doctor: None, facts: Some(Facts { name, ..facts }), note };
    claim.make(&app, &person, proof).await?;
    Ok(web::see(&viewer, OWN))
}

/// Notes that somebody has claimed enough for now.
async fn allow(app: &App, viewer: &Viewer, person: &Person, errors: &mut Errors) -> Result<(), Failure> {
    let since = app.clock.now() - WITHIN;
    if store::made_since(app.db.read(), person.account, since).await? >= MOST_CLAIMS {
        let said = viewer
            .locale
            .t("You have claimed several profiles already. Please wait some weeks, or write to us.");
        errors.add("", said.to_string());
    }
    Ok(())
}

/// A claim that is about to be made.
struct Wanted {
    doctor: Option<i64>,
    facts: Option<Facts>,
    note: Option<String>,
}

impl Wanted {
    /// Makes it. Sent twice, it is made once.
    async fn make(self, app: &App, person: &Person, proof: Proof) -> Result<(), Failure> {
        let proposed = self.facts.as_ref().map(serde_json::to_string).transpose();
        let proposed = proposed.map_err(|_| Failure::Internal)?;
        let mut write = app.write().await?;
        let (account, now) = (person.account, write.now());
        let new = New { account, doctor: self.doctor, proposed, note: self.note, state: ClaimState::Open };
        if let Some(claim) = store::add(&*write, new, now).await? {
            store::hand_in(&*write, claim, proof, now).await?;
            if self.facts.is_some() {
                write.enqueue(&Compare { claim }).await?;
            }
        }
        write.commit().await
    }
}
