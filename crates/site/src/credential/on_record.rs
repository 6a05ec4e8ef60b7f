//! The credentials that are on record for a doctor, wherever they came from, and taking one of them back.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::{credential::Model as Credential, doctor::Model as Doctor},
    value::Doubt,
};
use locale::Locale;
use serde::Deserialize;

use super::{decide::tell, judge::AFTERWARDS, proof, store::held, words::doubts};
use crate::{
    app::App,
    audit,
    doctor::{self, kind_of_proof, shown_name},
    error::Failure,
    policy::Action,
    web::{self, Choice, Errors, Form, Frame, Person, Viewer},
};

#[derive(Template)]
#[template(path = "credential/on_record.html")]
struct List {
    frame: Frame,
    doctor: Doctor,
    credentials: Vec<Credential>,
    /// Whether an account owns the profile as this doctor's.
    owned: bool,
    now: i64,
}

#[derive(Template)]
#[template(path = "credential/detach.html")]
struct Detach {
    frame: Frame,
    doctor: Doctor,
}

#[derive(Template)]
#[template(path = "credential/take_back.html")]
struct One {
    frame: Frame,
    doctor: Doctor,
    one: Credential,
    values: Values,
    errors: Errors,
    now: i64,
}

/// What an editor sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    reason: String,
}

impl One {
    async fn of(
        app: &App,
        viewer: &Viewer,
        doctor: Doctor,
        id: i64,
        values: Values,
    ) -> Result<Self, Failure> {
        let one = held::of_doctor(app.db.read(), doctor.id, id).await?.ok_or(Failure::NotFound)?;
        let l = viewer.locale;
        let name = shown_name(viewer, doctor.name.as_deref());
        let steps = vec![
            (name.clone(), format!("/doctors/{}", doctor.slug)),
            (l.t("Credentials of {name}").with("name", name).to_string(), path(&doctor)),
        ];
        let frame = viewer.frame(title(l, &one)).under(steps).at_desk();
        Ok(Self { frame, doctor, one, values, errors: Errors::default(), now: app.clock.now() })
    }

    fn doubts(&self) -> Vec<Choice> {
        doubts(self.frame.l, AFTERWARDS)
    }

    fn path(&self) -> String {
        format!("{}/{}", path(&self.doctor), self.one.id)
    }
}

fn path(doctor: &Doctor) -> String {
    format!("/doctors/{}/credentials", doctor.slug)
}

fn detach_path(doctor: &Doctor) -> String {
    format!("/doctors/{}/detach", doctor.slug)
}

/// What a credential is called.
fn title(l: Locale, one: &Credential) -> String {
    let kind = kind_of_proof(l, one.credential_kind).to_string();
    let parts = [Some(kind.as_str()), Some(&*one.issuer), one.number.as_deref(), one.jurisdiction.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How it stands.
fn said_of(l: Locale, one: &Credential, now: i64) -> String {
    match (one.revoked_at, one.expires_at, one.verified_at) {
        (Some(at), ..) => l.t("Withdrawn on {date}").with("date", l.date(at)).to_string(),
        (_, Some(end), _) if end <= now => l.t("Ran out on {date}").with("date", l.date(end)).to_string(),
        (_, _, None) => l.t("Not checked yet").to_string(),
        (_, Some(end), _) => l.t("Confirmed until {date}").with("date", l.date(end)).to_string(),
        _ => l.t("Confirmed").to_string(),
    }
}

async fn found(app: &App, viewer: &Viewer, slug: &str) -> Result<(Person, Doctor), Failure> {
    let person = viewer.allowed(Action::JudgeCredentials)?;
    let doctor = doctor::find_at(app.db.read(), slug).await?.ok_or(Failure::NotFound)?;
    Ok((person, doctor))
}

/// `/doctors/{slug}/credentials`
pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let (_, doctor) = found(&app, &viewer, &slug).await?;
    let credentials = doctor::credentials(app.db.read(), doctor.id).await?;
    let owned = doctor.name.is_some() && doctor::owner(app.db.read(), doctor.id).await?.is_some();
    let l = viewer.locale;
    let name = shown_name(&viewer, doctor.name.as_deref());
    let steps = vec![(name.clone(), format!("/doctors/{slug}"))];
    let title = l.t("Credentials of {name}").with("name", name).to_string();
    let frame = viewer.frame(title).under(steps).at_desk();
    web::own(&List { frame, doctor, credentials, owned, now: app.clock.now() })
}

/// `GET /doctors/{slug}/credentials/{credential}`
pub(super) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    Path((slug, id)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (_, doctor) = found(&app, &viewer, &slug).await?;
    web::own(&One::of(&app, &viewer, doctor, id, Values::default()).await?)
}

/// Takes a credential back.
pub(super) async fn take_back(
    State(app): State<App>,
    viewer: Viewer,
    Path((slug, id)): Path<(String, i64)>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, doctor) = found(&app, &viewer, &slug).await?;
    others(&person, &doctor)?;
    let mut page = One::of(&app, &viewer, doctor, id, values).await?;
    let reason = Doubt::from_word(&page.values.reason).filter(|reason| AFTERWARDS.contains(reason));
    let Some(reason) = reason else {
        let said = viewer.locale.t("Please give the reason. The profile says it as well.").to_string();
        page.errors.add("reason", said);
        return web::again(&page);
    };
    let mut write = app.write().await?;
    audit::turn(&write).await?;
    doctor::hold(&*write, page.doctor.id).await?;
    if proof::revoke(&mut write, Some(&person), &page.one, reason).await? {
        let now = write.now();
        held::mark_revoked(&*write, id, reason, Some(person.account), now).await?;
        if let Some(account) = doctor::owner(&*write, page.doctor.id).await? {
            tell(&mut write, account, Some(reason.word())).await?;
        }
        write.commit().await?;
    }
    // Somebody else did so a moment ago: then the list shows it.
    Ok(web::see(&viewer, &path(&page.doctor)))
}

/// `GET /doctors/{slug}/detach`
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let (person, doctor) = found(&app, &viewer, &slug).await?;
    others(&person, &doctor)?;
    if doctor.name.is_none() || doctor::owner(app.db.read(), doctor.id).await?.is_none() {
        return Ok(web::see(&viewer, &path(&doctor)));
    }
    let l = viewer.locale;
    let name = shown_name(&viewer, doctor.name.as_deref());
    let steps = vec![
        (name.clone(), format!("/doctors/{slug}")),
        (l.t("Credentials of {name}").with("name", &name).to_string(), path(&doctor)),
    ];
    let title = l.t("Take the profile of {name} back").with("name", name).to_string();
    web::own(&Detach { frame: viewer.frame(title).under(steps).at_desk(), doctor })
}

/// Takes a profile back from whoever was taken for the doctor.
pub(super) async fn detach(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let (person, doctor) = found(&app, &viewer, &slug).await?;
    others(&person, &doctor)?;
    // A second click finds that it is nobody's.
    super::detach::detach(&app, Some(&person), doctor.id).await?;
    Ok(web::see(&viewer, &path(&doctor)))
}

/// Nobody decides on what is their own.
fn others(person: &Person, doctor: &Doctor) -> Result<(), Failure> {
    if person.doctor == Some(doctor.id) { Err(Failure::Forbidden) } else { Ok(()) }
}
