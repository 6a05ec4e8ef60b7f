//! `/account/leave`: closing one's account and having everything about oneself erased.

use askama::Template;
use axum::{extract::State, response::Response};
use db::value::AccountRole;
use serde::Deserialize;

use super::{
    erase::{self, Texts},
    store,
    sweep::Outside,
};
use crate::{
    account,
    app::App,
    error::Failure,
    index,
    web::{self, Choice, Errors, Form, Frame, Jar, Person, Viewer},
};

#[derive(Template)]
#[template(path = "own_data/leave.html")]
struct Page {
    frame: Frame,
    person: Person,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    texts: String,
    sure: String,
}

impl Values {
    fn texts(&self) -> Option<Texts> {
        match self.texts.as_str() {
            "stay" => Some(Texts::Stay),
            "go" => Some(Texts::Go),
            _ => None,
        }
    }
}

impl Page {
    fn new(viewer: &Viewer, person: Person, values: Values, errors: Errors) -> Self {
        let frame = viewer.frame(viewer.locale.t("Close my account").to_string()).at_desk();
        Self { frame, person, values, errors }
    }

    fn choices(&self) -> Vec<Choice> {
        let l = self.frame.l;
        vec![
            Choice::new(
                "stay",
                l.t("They stay, without anything that leads to me. Others can go on reading them."),
            ),
            Choice::new("go", l.t("They are erased. In their place stands that there was something.")),
        ]
    }
}

/// `/account/leave`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    account::recently(&app, &person)?;
    web::own(&Page::new(&viewer, person, Values::default(), Errors::default()))
}

/// Does it, at once and for good.
pub(super) async fn sent(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    account::recently(&app, &person)?;
    let (l, texts) = (viewer.locale, values.texts());
    let mut errors = Errors::default();
    if texts.is_none() {
        errors.add("texts", l.t("Please choose what becomes of your texts.").to_string());
    }
    if values.sure != "yes" {
        errors.add("sure", l.t("Please tick this if you are sure.").to_string());
    }
    let mut write = app.write().await?;
    if person.standing == AccountRole::Administrator && store::is_last_administrator(&*write).await? {
        let said = l
            .t("You are the only administrator. Please make another one first, or nobody can run this site.");
        errors.add("", said.to_string());
    }
    let Some(texts) = texts.filter(|_| !errors.any()) else {
        return web::again(&Page::new(&viewer, person, values, errors));
    };
    let left = erase::everything(&mut write, &person, texts).await?;
    write.enqueue(&Outside::of(left)).await?;
    index::erase_from_files(&*write).await?;
    write.commit().await?;
    let mut response = web::see(&viewer, "/farewell");
    Jar::Session.clear(&mut response, app.is_https());
    Ok(response)
}

#[derive(Template)]
#[template(path = "own_data/farewell.html")]
struct Farewell {
    frame: Frame,
}

/// `/farewell`
pub(super) async fn farewell(viewer: Viewer) -> Result<Response, Failure> {
    let frame = viewer.frame(viewer.locale.t("Your account is closed").to_string()).at_desk();
    web::own(&Farewell { frame })
}
