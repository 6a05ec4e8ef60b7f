//! One act on one thing: its form, with what it takes, and doing it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::value::Act;

use super::{
    decide,
    form::{self, Values},
    notes::Notes,
    rules::{self, Standing, Term},
    thing::{self, Item, Thing},
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Choice, Errors, Field, Form, Frame, Person, Viewer},
};

#[derive(Template)]
#[template(path = "moderation/act.html")]
struct Page {
    frame: Frame,
    item: Item,
    act: Act,
    values: Values,
    errors: Errors,
}

impl Page {
    fn new(viewer: &Viewer, item: Item, act: Act, values: Values, errors: Errors) -> Self {
        let l = viewer.locale;
        let steps = vec![
            (l.t("Moderation").to_string(), "/moderation".into()),
            (item.kind(l).to_string(), item.thing().desk()),
        ];
        let frame = viewer.frame(rules::verb(l, act).to_string()).under(steps).at_desk();
        Self { frame, item, act, values, errors }
    }

    fn reasons(&self) -> Vec<Choice> {
        rules::reasons(self.frame.l, self.act, self.item.thing().kind)
    }

    fn notes(&self) -> Vec<Field> {
        Notes::fields(&self.frame, &self.values, &self.errors)
    }

    fn terms(&self) -> Vec<Choice> {
        Term::ALL.iter().map(|term| Choice::new(term.word(), term.said(self.frame.l))).collect()
    }

    /// What it will do, for acts of which one might not guess it.
    fn means(&self) -> Option<String> {
        let l = self.frame.l;
        let said = match self.act {
            Act::Remove => l.t("Readers will see that something was here and why it was removed. Nothing is erased."),
            Act::Edit => l.t("What stands here now is kept. The page will say that a moderator changed it, and why."),
            Act::Merge => l.t("The address of this question will lead to the other. Answers go along, unless their doctor has answered the other as well."),
            Act::Suspend => l.t("Whoever it is can still read and appeal, and do nothing else until the end of the term."),
            Act::Lock => l.t("Everybody can still read it, and no doctor can answer it any more."),
            _ => return None,
        };
        Some(said.to_string())
    }
}

/// The thing and the act that an address names, if this viewer may act on it.
async fn named(
    app: &App,
    viewer: &Viewer,
    (kind, id, act): (String, i64, String),
) -> Result<(Person, Item, Act), Failure> {
    let thing = Thing::parse(&(kind, id))?;
    let act = Act::from_word(&act).filter(|act| rules::has_form(*act));
    let act = act.ok_or(Failure::NotFound)?;
    let item = thing::find(app.db.read(), thing).await?.ok_or(Failure::NotFound)?;
    let person = viewer.allowed_on(Action::Moderate, item.state())?;
    decide::not_own(app, thing, &person).await?;
    Ok((person, item, act))
}

/// `GET /moderation/{kind}/{id}/{act}`
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    Path(named_by): Path<(String, i64, String)>,
) -> Result<Response, Failure> {
    let (_, item, act) = named(&app, &viewer, named_by).await?;
    if !rules::possible(act, Standing::of(&item)) {
        return Ok(web::see(&viewer, &item.thing().desk()));
    }
    let values = Values::fresh(&app, &item, act).await?;
    web::own(&Page::new(&viewer, item, act, values, Errors::default()))
}

/// `POST /moderation/{kind}/{id}/{act}`
pub(super) async fn take(
    State(app): State<App>,
    viewer: Viewer,
    Path(named_by): Path<(String, i64, String)>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, item, act) = named(&app, &viewer, named_by).await?;
    let desk = item.thing().desk();
    // Sent twice, or somebody else was faster: the page shows how it stands now.
    if !rules::possible(act, Standing::of(&item)) {
        return Ok(web::see(&viewer, &desk));
    }
    let ruling = match form::parse(&app, viewer.locale, &item, act, &values).await? {
        Ok(ruling) => ruling,
        Err(errors) => return web::again(&Page::new(&viewer, item, act, values, errors)),
    };
    if !decide::carry_out(&app, &person, &item, ruling).await? {
        let mut errors = Errors::default();
        let said = if act == Act::Suspend {
            viewer.locale.t("This account can’t be suspended here: it belongs to the staff.")
        } else {
            viewer.locale.t("It has changed since you opened it. Please look at it again.")
        };
        errors.add("", said.to_string());
        return web::again(&Page::new(&viewer, item, act, values, errors));
    }
    Ok(web::see(&viewer, &desk))
}
