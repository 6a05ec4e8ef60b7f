//! One's own claim: what was handed in, what became of it, what is missing, and more credentials.

use askama::Template;
use axum::{extract::State, response::Response};
use db::{
    entity::{
        claim::{Column as C, Model as Claim},
        claimed_credential::{Column as H, Model as Claimed},
        doctor::Model as Doctor,
    },
    value::{ClaimState, CredentialKind},
};
use locale::{Locale, Text};

use super::{
    decide::OWN,
    rules,
    store::{self, New},
    words::{kinds, state},
};
use crate::{
    app::App,
    doctor::{self, kind_of_proof, said_of_check, shown_name},
    error::Failure,
    policy::{self, Action},
    web::{self, Errors, Form, Frame, Person, Viewer},
};

/// The most credentials of one claim that wait at the same time.
const MOST_WAITING: usize = 10;

#[derive(Template)]
#[template(path = "credential/own.html")]
struct Page {
    frame: Frame,
    /// The last claim that was made.
    claim: Option<Claim>,
    /// The profile that is theirs, or that they claim: its name and address.
    doctor: Option<(String, String)>,
    owner: bool,
    /// Where to say whose the profile is that has their answers and no name.
    nameless: Option<String>,
    proofs: Vec<Claimed>,
    proof: rules::Typed,
    errors: Errors,
    now: i64,
}

impl Page {
    /// Whether anything can be handed in now.
    fn open(&self) -> bool {
        self.owner || self.claim.as_ref().is_some_and(|claim| claim.standing_for.is_some())
    }

    fn waits(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.state == ClaimState::Open)
    }

    /// Why the claim was refused.
    fn refused(&self) -> Option<Text<'static>> {
        let claim = self.claim.as_ref().filter(|claim| claim.state == ClaimState::Refused && !self.owner)?;
        claim.reason.map(|why| said_of_check(self.frame.l, why))
    }

    fn may_change(&self) -> bool {
        self.owner && policy::may(self.frame.viewer.role, Action::KeepOwnProfile)
    }
}

/// What a credential is called in a list.
pub(super) fn title(l: Locale, one: &Claimed) -> String {
    let mut title = kind_of_proof(l, one.credential_kind).to_string();
    let more = [Some(one.issuer.as_str()), one.number.as_deref(), one.jurisdiction.as_deref()];
    for more in more.into_iter().flatten() {
        title.push_str(", ");
        title.push_str(more);
    }
    title
}

/// What became of it, in words.
pub(super) fn said_of(l: Locale, one: &Claimed, now: i64) -> String {
    let mut said = match (one.state, one.credential_id, one.expires_at) {
        (ClaimState::Refused, Some(_), _) => l.t("Withdrawn").to_string(),
        (ClaimState::Granted, _, Some(end)) if end <= now => {
            l.t("Ran out on {date}").with("date", l.date(end)).to_string()
        }
        (ClaimState::Granted, _, Some(end)) => {
            l.t("Confirmed until {date}").with("date", l.date(end)).to_string()
        }
        _ => state(l, one.state).to_string(),
    };
    if let Some(why) = one.reason {
        said = format!("{said}. {}", said_of_check(l, why));
    }
    said
}

/// Whether this is their own profile and has no name: what is left to them when the one that they had was another's.
pub(super) fn is_nameless(person: &Person, doctor: &Doctor) -> bool {
    person.doctor == Some(doctor.id) && doctor.name.is_none()
}

async fn page(
    app: &App,
    viewer: &Viewer,
    person: &Person,
    proof: rules::Typed,
    errors: Errors,
) -> Result<Page, Failure> {
    let db = app.db.read();
    let claim = match store::standing(db, person.account).await? {
        Some(claim) => Some(claim),
        None => store::latest(db, person.account).await?,
    };
    let proofs = match &claim {
        Some(claim) => store::proofs(db, claim.id).await?,
        None => Vec::new(),
    };
    let doctor: Option<Doctor> = match person.doctor.or_else(|| claim.as_ref()?.doctor_id) {
        Some(id) => doctor::by_id(db, id).await?,
        None => None,
    };
    let named =
        |doctor: Doctor| (shown_name(viewer, doctor.name.as_deref()), format!("/doctors/{}", doctor.slug));
    let frame = viewer.frame(viewer.locale.t("Your credentials").to_string()).at_desk();
    let standing = claim.as_ref().is_some_and(|claim| claim.standing_for.is_some());
    let nameless = doctor.as_ref().filter(|doctor| !standing && is_nameless(person, doctor));
    let nameless = nameless.map(|doctor| format!("/doctors/{}/claim", doctor.slug));
    let (doctor, owner) = (doctor.map(named), person.doctor.is_some() && nameless.is_none());
    Ok(Page { frame, claim, doctor, owner, nameless, proofs, proof, errors, now: app.clock.now() })
}

/// `/account/credentials`
pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    web::own(&page(&app, &viewer, &person, rules::Typed::default(), Errors::default()).await?)
}

/// Hands in one more credential.
pub(super) async fn hand_in(
    State(app): State<App>,
    viewer: Viewer,
    Form(typed): Form<rules::Typed>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    let db = app.db.read();
    let claim = store::standing(db, person.account).await?;
    let own = match person.doctor {
        Some(id) => doctor::by_id(db, id).await?.filter(|doctor| !is_nameless(&person, doctor)),
        None => None,
    };
    if claim.is_none() && own.is_none() {
        // There is nothing yet that it could prove.
        return Ok(web::see(&viewer, OWN));
    }
    let mut errors = Errors::default();
    let proof = rules::proof(viewer.locale, &typed, app.clock.now(), &mut errors);
    let waiting = match &claim {
        Some(claim) => store::proofs(db, claim.id).await?,
        None => Vec::new(),
    };
    let waiting = waiting.into_iter().filter(|one| one.state == ClaimState::Open);
    let (same, count) = waiting.fold((false, 0), |(same, count), one| {
        (same || proof.as_ref().is_some_and(|proof| rules::Proof::of(&one) == *proof), count + 1)
    });
    if same {
        // Sent twice.
        return Ok(web::see(&viewer, OWN));
    }
    if count >= MOST_WAITING {
        let said = viewer.locale.t("Please wait until the editors have looked at what you handed in.");
        errors.add("", said.to_string());
    }
    let (Some(proof), false) = (proof, errors.any()) else {
        return web::again(&page(&app, &viewer, &person, typed, errors).await?);
    };
    keep(&app, &person, claim, proof).await?;
    Ok(web::see(&viewer, OWN))
}

async fn keep(app: &App, person: &Person, claim: Option<Claim>, proof: rules::Proof) -> Result<(), Failure> {
    let write = app.write().await?;
    let (account, now) = (person.account, write.now());
    if let Some(doctor) = person.doctor
        && !doctor::owns(&*write, account, doctor).await?
    {
        // The profile was taken away while this waited.
        return Err(Failure::Forbidden);
    }
    let claim = match claim {
        Some(claim) => Some(claim.id),
        // The profile is theirs by another way than a claim.
        None => {
            let state = ClaimState::Granted;
            let new = New { account, doctor: person.doctor, proposed: None, note: None, state };
            store::add(&*write, new, now).await?
        }
    };
    let held = match claim {
        Some(claim) => store::hold(&*write, claim).await?,
        None => store::standing(&*write, account).await?,
    };
    if let Some(claim) = held.filter(|claim| claim.standing_for.is_some()) {
        // Of two presses of the button at the same time, the second finds here what the first handed in.
        let there = store::proofs(&*write, claim.id).await?;
        if !there.iter().any(|one| one.state == ClaimState::Open && rules::Proof::of(one) == proof) {
            store::hand_in(&*write, claim.id, proof, now).await?;
        }
    }
    write.commit().await
}

/// Takes one's claim back while it waits.
pub(super) async fn withdraw(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    let write = app.write().await?;
    if let Some(claim) = store::standing(&*write, person.account).await? {
        let claim = store::hold(&*write, claim.id).await?;
        if let Some(claim) = claim.filter(|claim| claim.state == ClaimState::Open) {
            let word = ClaimState::Withdrawn.word();
            let rest = vec![(H::State, word.into()), (H::JudgedAt, write.now().into())];
            store::turn_rest(&*write, claim.id, rest).await?;
            let columns = vec![
                (C::State, word.into()),
                (C::StandingFor, None::<i64>.into()),
                (C::WaitingSince, None::<i64>.into()),
            ];
            store::set(&*write, claim.id, columns).await?;
        }
    }
    write.commit().await?;
    Ok(web::see(&viewer, OWN))
}

/// What would help the editors to decide.
pub(super) fn missing(l: Locale, one: &Claimed) -> Option<Text<'static>> {
    let nothing = one.state == ClaimState::Open && one.link.is_none() && one.file.is_none();
    let looked_up = one.issuer == rules::NPPES && one.credential_kind == CredentialKind::Registration;
    (nothing && !looked_up).then(|| l.t("Missing: a document, or a link to your entry in the register."))
}
