//! Writing a review, and changing it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::doctor::Model as Doctor,
    value::{self, Relationship},
};
use locale::{Locale, Text};
use serde::Deserialize;

use super::{own, state};
use crate::{
    app::{App, Write},
    doctor,
    error::Failure,
    policy::Action,
    review::{
        self, Review,
        rules::{self, BadMonth, FIRST_POST, Month, Written},
    },
    web::{self, Choice, Errors, Form, Frame, Person, Viewer, Words},
};

#[derive(Template)]
#[template(path = "reviewing/write.html")]
struct Page {
    frame: Frame,
    doctor: Doctor,
    /// What stands there already.
    mine: Option<Review>,
    /// Whether it is the visitor's own profile.
    own: bool,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    stars: String,
    title: String,
    text: String,
    treatment: String,
    month: String,
    relationship: String,
    /// What the form was made from: 0 for a new review, else one more than there are revisions.
    #[serde(deserialize_with = "web::number")]
    version: i32,
}

impl Values {
    fn of(review: &Review, version: i32) -> Self {
        Self {
            stars: review.stars.to_string(),
            title: review.title.clone().unwrap_or_default(),
            text: review.text.clone(),
            treatment: review.treatment.clone().unwrap_or_default(),
            month: review.visit_month.clone().unwrap_or_default(),
            relationship: review.relationship.map(Relationship::word).unwrap_or_default().to_owned(),
            version,
        }
    }
}

impl Page {
    fn name(&self) -> String {
        self.doctor.name.clone().unwrap_or_else(|| self.frame.l.t("Name not given").to_string())
    }

    fn path(&self) -> String {
        format!("/doctors/{}", self.doctor.slug)
    }

    /// Why there is no form, where there is none.
    fn closed(&self) -> Option<String> {
        let l = self.frame.l;
        if self.own {
            return Some(l.t("This is your own profile. Doctors do not review themselves.").to_string());
        }
        let review = self.mine.as_ref()?;
        let said = own::said(l, rules::closed_to_change(review)?);
        let code = review.state_reason.as_deref().or(review.text_held.as_deref()).unwrap_or_default();
        if code == rules::DISPUTED {
            return Some(said);
        }
        let reason = l.t(web::removal_reason(code)).to_string();
        Some(format!("{said} {}", l.t("Reason: {reason}").with("reason", reason)))
    }

    fn waits(&self) -> bool {
        self.mine.as_ref().is_some_and(|review| review.state == value::State::Held)
    }

    fn stars(&self) -> Vec<Choice> {
        let l = self.frame.l;
        (1..=5).rev().map(|n: i32| Choice::new(n.to_string(), l.n(n, "{n} star", "{n} stars"))).collect()
    }

    fn relationships(&self) -> Vec<Choice> {
        let label = |one: &Relationship| Choice::new(one.word(), declared(self.frame.l, *one));
        Relationship::ALL.iter().map(label).collect()
    }

    fn read(&self, now: i64) -> Result<Written, Errors> {
        let (l, values, mut errors) = (self.frame.l, &self.values, Errors::default());
        if let Some(said) = self.closed() {
            errors.add("", said);
            return Err(errors);
        }
        let stars = rules::stars(&values.stars);
        if stars.is_none() {
            errors.add("stars", l.t("Please choose from one to five stars.").to_string());
        }
        let text =
            Words::parse(&values.text, rules::TEXT).map_err(|unfit| errors.add("text", unfit.message(l)));
        let mut optional = |field, text, lengths| {
            Words::parse_optional(text, lengths)
                .map_err(|unfit| errors.add(field, unfit.message(l)))
                .ok()
                .flatten()
        };
        let title = optional("title", &values.title, rules::TITLE);
        let treatment = optional("treatment", &values.treatment, rules::TREATMENT);
        let relationship = Relationship::from_word(&values.relationship);
        if relationship.is_none() {
            errors.add("relationship", l.t("Please say what you are to this doctor.").to_string());
        }
        let month = month(l, &values.month, relationship, now).map_err(|said| errors.add("month", said));
        match (stars, text, month, relationship) {
            (Some(stars), Ok(text), Ok(month), Some(relationship)) if !errors.any() => {
                Ok(Written { stars, title, text, treatment, month, relationship })
            }
            _ => Err(errors),
        }
    }
}

fn month(l: Locale, text: &str, of: Option<Relationship>, now: i64) -> Result<Option<Month>, String> {
    if text.trim().is_empty() && !of.is_some_and(rules::had_a_visit) {
        return Ok(None);
    }
    let said = |bad| match bad {
        BadMonth::Unreadable => l.t("Please give the year and the month, such as 2026-05.").to_string(),
        BadMonth::Future => l.t("This month is still to come.").to_string(),
        BadMonth::Past => l.t("The visit must be in the last ten years.").to_string(),
    };
    Month::of_visit(text, now).map(Some).map_err(said)
}

/// What somebody says that they are to the doctor.
fn declared(l: Locale, relationship: Relationship) -> Text<'static> {
    match relationship {
        Relationship::Patient => l.t("I am or was a patient."),
        Relationship::Family => l.t("I am a relative of a patient."),
        Relationship::Staff => l.t("I work with this doctor, or did."),
        Relationship::Competitor => l.t("I am in the same business."),
        Relationship::Paid => l.t("I got money or something else for this review."),
    }
}

/// `/doctors/{slug}/review`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let (_, mut page) = open(&app, &viewer, &slug).await?;
    if let Some(review) = &page.mine {
        page.values = Values::of(review, version(&app, review).await?);
    }
    web::own(&page)
}

/// Publishes a review, or holds it, or changes one.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, page) = open(&app, &viewer, &slug).await?;
    let page = Page { values, ..page };
    let written = match page.read(app.clock.now()) {
        Ok(written) => written,
        Err(errors) => return web::again(&Page { errors, ..page }),
    };
    let mut write = app.write().await?;
    let Some(state) = keep(&mut write, &person, &page, &written).await? else {
        drop(write);
        return overtaken(&app, &viewer, page).await;
    };
    write.commit().await?;
    let path = page.path();
    let public = state == value::State::Published;
    Ok(web::see(&viewer, &if public { format!("{path}/reviews") } else { format!("{path}/review") }))
}

/// Another window was faster: what stands there now is not what this form was made from.
async fn overtaken(app: &App, viewer: &Viewer, page: Page) -> Result<Response, Failure> {
    let (_, now) = open(app, viewer, &page.doctor.slug).await?;
    let mut page = Page { mine: now.mine, ..page };
    if let Some(review) = &page.mine {
        page.values.version = version(app, review).await?;
    }
    let l = viewer.locale;
    let said = page.closed().unwrap_or_else(|| {
        l.t("You saved your review in another window as well. Send this one again to put it in its place.")
            .to_string()
    });
    page.errors.add("", said);
    web::again(&page)
}

/// What a form that is made from this review has as its version.
async fn version(app: &App, review: &Review) -> Result<i32, Failure> {
    Ok(review::revisions(app.db.read(), review.id).await? + 1)
}

/// Keeps what was written, and says in which state. None: what stands there is not what the form was made from, or can't be
/// changed any more.
async fn keep(
    write: &mut Write,
    person: &Person,
    page: &Page,
    written: &Written,
) -> Result<Option<value::State>, Failure> {
    let mine = review::by(&**write, person.account, page.doctor.id).await?;
    let Some(mine) = mine else { return add(write, person, page, written).await };
    let Some(old) = review::hold(&**write, mine.id).await? else { return Ok(None) };
    // The same again, such as a second click, is no change.
    if written.is(&old) {
        return Ok(Some(old.state));
    }
    let number = review::revisions(&**write, old.id).await? + 1;
    if rules::closed_to_change(&old).is_some() || page.values.version != number {
        return Ok(None);
    }
    review::revise(&**write, &old, number, written, write.now()).await?;
    // Whoever is not trusted yet changes nothing that everybody reads before a moderator has seen it.
    let state = if person.trusted { old.state } else { value::State::Held };
    if state != old.state {
        review::set_state(&**write, old.id, state, Some(FIRST_POST)).await?;
    }
    state::count(write, old.doctor_id, Some((old.state, old.stars)), (state, written.stars)).await?;
    Ok(Some(state))
}

async fn add(
    write: &mut Write,
    person: &Person,
    page: &Page,
    written: &Written,
) -> Result<Option<value::State>, Failure> {
    let (state, reason) =
        if person.trusted { (value::State::Published, None) } else { (value::State::Held, Some(FIRST_POST)) };
    let (doctor, lang, now) = (page.doctor.id, page.frame.l.tag(), write.now());
    let added = review::add(&**write, (person.account, doctor), written, (state, reason, lang), now).await?;
    let Some(id) = added else { return Ok(None) };
    state::count(write, doctor, None, (state, written.stars)).await?;
    if state == value::State::Published {
        state::announce(write, doctor, id).await?;
    }
    Ok(Some(state))
}

async fn open(app: &App, viewer: &Viewer, slug: &str) -> Result<(Person, Page), Failure> {
    let person = viewer.allowed(Action::Review)?;
    let db = app.db.read();
    let doctor = doctor::find_at(db, slug).await?.ok_or(Failure::NotFound)?;
    let mine = review::by(db, person.account, doctor.id).await?;
    let own = person.doctor == Some(doctor.id);
    let title =
        if mine.is_some() { viewer.locale.t("Your review") } else { viewer.locale.t("Write a review") };
    let frame = viewer.frame(title.to_string()).at_desk();
    let (values, errors) = (Values::default(), Errors::default());
    Ok((person, Page { frame, doctor, mine, own, values, errors }))
}
