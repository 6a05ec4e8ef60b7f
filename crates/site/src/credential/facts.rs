//! What doctors say of themselves: the fields of the form, and one's own profile to be changed.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use locale::Locale;
use serde::{Deserialize, Serialize};

use super::{
    name::{Name, NameError},
    own::is_nameless,
    rules::{LINE, field},
};
use crate::{
    app::App,
    doctor::{self, BIOGRAPHY, Facts, shown_name},
    error::Failure,
    policy::Action,
    taxonomy::{self, Taxonomy},
    web::{self, Choice, Errors, Form, Frame, Person, Unfit, Viewer, Words},
};

/// Longest name of a place.
pub(super) const PLACE: usize = 120;
/// The most sets of letters after a name.
const MOST_LETTERS: usize = 10;
/// Longest of them; an archive takes no longer ones.
const LETTERS: usize = 30;

/// The profile as a form has it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) letters: String,
    pub(super) specialty: String,
    pub(super) city: String,
    pub(super) region: String,
    pub(super) country: String,
    pub(super) practice: String,
    pub(super) biography: String,
}

impl Typed {
    fn of(facts: Facts, taxonomy: &Taxonomy) -> Self {
        let specialty = facts.specialty.and_then(|id| taxonomy.specialty(id));
        Self {
            letters: facts.letters,
            specialty: specialty.map(|specialty| specialty.slug.clone()).unwrap_or_default(),
            city: facts.city.unwrap_or_default(),
            region: facts.region.unwrap_or_default(),
            country: facts.country.unwrap_or_default(),
            practice: facts.practice.unwrap_or_default(),
            biography: facts.biography.unwrap_or_default(),
        }
    }

    /// Reads everything but the name.
    pub(super) fn read(&self, l: Locale, taxonomy: &Taxonomy, errors: &mut Errors) -> Facts {
        let specialty = taxonomy.specialty_at(self.specialty.trim()).map(|specialty| specialty.id);
        if specialty.is_none() && !self.specialty.trim().is_empty() {
            errors.add("specialty", l.t("Please choose one of these.").to_string());
        }
        let city = field(l, errors, "city", &self.city, PLACE);
        if city.is_none() {
            errors.add("city", l.t("Please say in which city you work.").to_string());
        }
        Facts {
            name: None,
            letters: letters(l, &self.letters, errors),
            specialty,
            city,
            region: field(l, errors, "region", &self.region, PLACE),
            country: country(l, &self.country, errors),
            practice: field(l, errors, "practice", &self.practice, LINE),
            biography: errors
                .read(l, "biography", Words::parse_optional(&self.biography, 1..=BIOGRAPHY))
                .map(String::from),
            lang: l.tag().to_owned(),
        }
    }
}

/// Reads a name, or says what is wrong with it.
pub(super) fn name(l: Locale, typed: &str, errors: &mut Errors) -> Option<String> {
    let said = match Name::parse(typed) {
        Ok(name) => return Some(name.into_string()),
        Err(NameError::Unfit(Unfit::Empty)) => l.t("Please enter your name.").to_string(),
        Err(NameError::Unfit(unfit)) => unfit.message(l),
        Err(NameError::Odd(sign)) => l.t("A name can’t have “{sign}” in it.").with("sign", sign).to_string(),
        Err(NameError::Mixed) => l
            .t("This name mixes letters of two alphabets that look the same. Please write it in one.")
            .to_string(),
    };
    errors.add("name", said);
    None
}

fn letters(l: Locale, typed: &str, errors: &mut Errors) -> String {
    let Some(line) = field(l, errors, "letters", typed, LINE) else { return String::new() };
    let letters: Vec<&str> = line.split([',', ';']).map(str::trim).filter(|one| !one.is_empty()).collect();
    if letters.len() > MOST_LETTERS || letters.iter().any(|one| one.chars().count() > LETTERS) {
        errors.add("letters", l.t("Please write short letters with commas between them.").to_string());
    }
    letters.join(", ")
}

fn country(l: Locale, typed: &str, errors: &mut Errors) -> Option<String> {
    let code = typed.trim().to_ascii_uppercase();
    if ::archive::record::valid_country(&code) {
        return Some(code);
    }
    errors.add("country", l.t("Please enter the two letters of your country, such as NL or US.").to_string());
    None
}

/// The specialties, to choose from.
pub(super) fn specialties(l: Locale, taxonomy: &Taxonomy) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", l.t("Another, or none"))];
    choices.extend(taxonomy.specialties().into_iter().map(|it| Choice::new(it.slug.clone(), &it.name)));
    choices
}

#[derive(Template)]
#[template(path = "credential/profile.html")]
struct Page {
    frame: Frame,
    name: String,
    path: String,
    facts: Typed,
    taxonomy: Arc<Taxonomy>,
    errors: Errors,
}

impl Page {
    fn specialties(&self) -> Vec<Choice> {
        specialties(self.frame.l, &self.taxonomy)
    }
}

async fn own(app: &App, person: &Person) -> Result<db::entity::doctor::Model, Failure> {
    let id = person.doctor.ok_or(Failure::NotFound)?;
    let own = doctor::by_id(app.db.read(), id).await?.ok_or(Failure::NotFound)?;
    // Whoever has not proved who they are says nothing of themselves.
    if is_nameless(person, &own) { Err(Failure::Forbidden) } else { Ok(own) }
}

fn page(viewer: &Viewer, doctor: &db::entity::doctor::Model, facts: Typed, taxonomy: Arc<Taxonomy>) -> Page {
    let frame = viewer.frame(viewer.locale.t("Your profile").to_string()).at_desk();
    let (name, path) = (shown_name(viewer, doctor.name.as_deref()), format!("/doctors/{}", doctor.slug));
    Page { frame, name, path, facts, taxonomy, errors: Errors::default() }
}

/// `/account/profile`
pub(super) async fn form(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnProfile)?;
    let doctor = own(&app, &person).await?;
    let taxonomy = taxonomy::current(&app).await?;
    let facts = Typed::of(Facts::of(&doctor), &taxonomy);
    web::own(&page(&viewer, &doctor, facts, taxonomy))
}

/// Changes one's own profile.
pub(super) async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnProfile)?;
    let doctor = own(&app, &person).await?;
    let taxonomy = taxonomy::current(&app).await?;
    let mut errors = Errors::default();
    let facts = typed.read(viewer.locale, &taxonomy, &mut errors);
    if errors.any() {
        return web::again(&Page { errors, ..page(&viewer, &doctor, typed, taxonomy) });
    }
    let mut write = app.write().await?;
    if !doctor::owns(&*write, person.account, doctor.id).await? {
        return Err(Failure::Forbidden);
    }
    doctor::hold(&*write, doctor.id).await?;
    let doctor = doctor::by_id(&*write, doctor.id).await?.ok_or(Failure::NotFound)?;
    // The name was checked, and the language is that of the words as long as these stay.
    let lang = if facts.biography == doctor.biography { doctor.lang.clone() } else { facts.lang };
    let facts = Facts { name: doctor.name.clone(), lang, ..facts };
    doctor::change(&mut write, &doctor, &facts, &taxonomy).await?;
    write.commit().await?;
    Ok(web::see(&viewer, &format!("/doctors/{}", doctor.slug)))
}
