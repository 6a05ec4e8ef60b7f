//! The directory: all doctors, those of a specialty, and those of a specialty in a place.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{Person, Row, store};
use crate::{
    app::App,
    error::Failure,
    taxonomy::{self, Taxonomy},
    web::{self, Cursor, Frame, Pager, Viewer},
};

/// Where a list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

impl Here {
    pub(super) fn cursor(&self) -> Option<Cursor> {
        self.after.as_deref().and_then(Cursor::parse)
    }
}

/// A link with how many doctors are behind it.
struct Entry {
    label: String,
    path: String,
    doctors: i64,
}

#[derive(Template)]
#[template(path = "doctor/directory.html")]
struct Directory {
    frame: Frame,
    lede: String,
    specialties: Vec<Entry>,
    places: Vec<Entry>,
    doctors: Pager<Person>,
    taxonomy: std::sync::Arc<Taxonomy>,
}

impl Directory {
    fn row<'a>(&'a self, person: &'a Person, level: u8) -> Row<'a> {
        Row { frame: &self.frame, person, taxonomy: &self.taxonomy, level }
    }
}

/// The counts behind the directory's links, kept until the content changes.
struct Groups(Vec<store::Group>);

async fn groups(app: &App) -> Result<std::sync::Arc<Groups>, Failure> {
    app.remember(None, async { Ok(Groups(store::groups(app.db.read()).await?)) }).await
}

/// `/doctors`
pub(super) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (taxonomy, groups) = (taxonomy::current(&app).await?, groups(&app).await?);
    let which = store::Which { specialty: None, place: None };
    let doctors = page(&app, which, "/doctors", here.cursor()).await?;
    let mut specialties = Vec::new();
    for group in &groups.0 {
        let Some(specialty) = group.specialty_id.and_then(|id| taxonomy.specialty(id)) else { continue };
        tally(
            &mut specialties,
            specialty.practitioner.clone(),
            format!("/specialties/{}", specialty.slug),
            group.doctors,
        );
    }
    specialties.sort_by(|a, b| a.label.cmp(&b.label));
    let l = viewer.locale;
    let mut frame =
        viewer.frame(l.t("Doctors").to_string()).under(vec![(l.t("Home").to_string(), "/".into())]);
    let lede = l.t("Doctors who answer here, with who they are and what patients say of them.").to_string();
    frame.description.clone_from(&lede);
    frame.tell_machines(Vec::new());
    web::html(&Directory { frame, lede, specialties, places: Vec::new(), doctors, taxonomy })
}

/// `/specialties/{slug}`
pub(super) async fn specialty(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (taxonomy, groups) = (taxonomy::current(&app).await?, groups(&app).await?);
    let specialty = taxonomy.specialty_at(&slug).ok_or(Failure::NotFound)?;
    let which = store::Which { specialty: Some(specialty.id), place: None };
    let doctors = page(&app, which, &format!("/specialties/{slug}"), here.cursor()).await?;
    let mut places = Vec::new();
    for group in groups.0.iter().filter(|group| group.specialty_id == Some(specialty.id)) {
        let (Some(place), Some(city)) = (&group.place, &group.city) else { continue };
        tally(&mut places, city.clone(), format!("/specialties/{slug}/{place}"), group.doctors);
    }
    places.sort_by(|a, b| a.label.cmp(&b.label));
    let l = viewer.locale;
    let mut frame = viewer.frame(specialty.practitioner.clone()).under(steps(&viewer, None));
    let lede = specialty.label.clone();
    frame.description = l
        .t("Doctors in this field who answer here: {specialty}.")
        .with("specialty", &specialty.name)
        .to_string();
    frame.tell_machines(Vec::new());
    let taxonomy = taxonomy.clone();
    web::html(&Directory { frame, lede, specialties: Vec::new(), places, doctors, taxonomy })
}

/// `/specialties/{slug}/{place}`
pub(super) async fn place(
    State(app): State<App>,
    viewer: Viewer,
    Path((slug, place)): Path<(String, String)>,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let taxonomy = taxonomy::current(&app).await?;
    let specialty = taxonomy.specialty_at(&slug).ok_or(Failure::NotFound)?;
    let which = store::Which { specialty: Some(specialty.id), place: Some(&place) };
    let doctors = page(&app, which, &format!("/specialties/{slug}/{place}"), here.cursor()).await?;
    let city = match doctors.rows.first() {
        Some(person) => person.city.clone().unwrap_or_default(),
        None => return Err(Failure::NotFound),
    };
    let l = viewer.locale;
    let title = l
        .t("{specialty} in {city}")
        .with("specialty", &specialty.practitioner)
        .with("city", &city)
        .to_string();
    let above = (specialty.practitioner.clone(), format!("/specialties/{slug}"));
    let mut frame = viewer.frame(title).under(steps(&viewer, Some(above)));
    frame.tell_machines(Vec::new());
    let (lede, taxonomy) = (specialty.label.clone(), taxonomy.clone());
    web::html(&Directory { frame, lede, specialties: Vec::new(), places: Vec::new(), doctors, taxonomy })
}

async fn page(
    app: &App,
    which: store::Which<'_>,
    path: &str,
    after: Option<Cursor>,
) -> Result<Pager<Person>, Failure> {
    let size = app.config.lists.page.get();
    let rows = store::list(app.db.read(), which, app.clock.now(), after, size).await?;
    let cursor = |person: &Person| Cursor { key: person.rating_order, second: 0, id: person.doctor_id };
    Ok(Pager::new(rows, size, path, after, cursor))
}

/// The way to a page of the directory.
pub(super) fn steps(viewer: &Viewer, above: Option<(String, String)>) -> Vec<(String, String)> {
    let l = viewer.locale;
    let mut steps =
        vec![(l.t("Home").to_string(), "/".into()), (l.t("Doctors").to_string(), "/doctors".into())];
    steps.extend(above);
    steps
}

fn tally(entries: &mut Vec<Entry>, label: String, path: String, doctors: i64) {
    match entries.iter_mut().find(|entry| entry.path == path) {
        Some(entry) => entry.doctors += doctors,
        None => entries.push(Entry { label, path, doctors }),
    }
}
