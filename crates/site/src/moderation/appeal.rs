//! Settling an appeal: by a moderator who did not make the decision.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::{appeal::Model as Appeal, decision::Model as Decision},
    value::{NoticeKind, Outcome},
};
use locale::Text;
use serde::Deserialize;

use super::{
    owner,
    rules::{self, WORDS},
    store,
    thing::{self, Item, Thing},
    undo,
};
use crate::{
    app::App,
    audit,
    error::Failure,
    notification::{self, News},
    policy::Action,
    web::{self, Choice, Errors, Form, Frame, Person, Unfit, Viewer, Words},
};

#[derive(Template)]
#[template(path = "moderation/appeal.html")]
struct Page {
    frame: Frame,
    appeal: Appeal,
    decision: Decision,
    /// None: it is gone, or has no words any more.
    item: Option<Item>,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    outcome: String,
    reason: String,
}

impl Page {
    fn new(viewer: &Viewer, (appeal, decision, item): Found, values: Values, errors: Errors) -> Self {
        let l = viewer.locale;
        let steps = vec![
            (l.t("Moderation").to_string(), "/moderation".into()),
            (l.t("Appeals").to_string(), "/appeals".into()),
        ];
        let frame = viewer.frame(l.t("An appeal").to_string()).under(steps).at_desk();
        Self { frame, appeal, decision, item, values, errors }
    }

    fn done(&self) -> Text<'static> {
        rules::done(self.frame.l, self.decision.act)
    }

    fn kind(&self) -> Text<'static> {
        thing::kind(self.frame.l, self.decision.matter_kind)
    }

    fn outcomes(&self) -> Vec<Choice> {
        let l = self.frame.l;
        vec![
            Choice::new(Outcome::Upheld.word(), l.t("It stands")),
            Choice::new(Outcome::Overturned.word(), l.t("It was wrong and is undone")),
        ]
    }
}

type Found = (Appeal, Decision, Option<Item>);

/// The appeal, if it is this viewer's to settle.
async fn named(app: &App, viewer: &Viewer, id: i64) -> Result<(Person, Found), Failure> {
    let person = viewer.allowed(Action::Moderate)?;
    let db = app.db.read();
    let (appeal, decision) = store::find_appeal(db, id).await?.ok_or(Failure::NotFound)?;
    let thing = Thing::of(&decision);
    let own = appeal.account_id == person.account || owner::concerns(db, thing, person.account).await?;
    if own || decision.account_id == person.account {
        return Err(Failure::Forbidden);
    }
    let item = thing::find(db, thing).await?;
    Ok((person, (appeal, decision, item)))
}

/// `GET /appeals/{id}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (_, found) = named(&app, &viewer, id).await?;
    if found.0.outcome.is_some() {
        return Ok(web::see(&viewer, "/appeals"));
    }
    web::own(&Page::new(&viewer, found, Values::default(), Errors::default()))
}

/// `POST /appeals/{id}`
pub(super) async fn settle(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, found) = named(&app, &viewer, id).await?;
    let (outcome, reason) = match parse(&viewer, &values) {
        Ok(read) => read,
        Err(errors) => return web::again(&Page::new(&viewer, found, values, errors)),
    };
    let (appeal, decision, _) = found;
    let mut write = app.write().await?;
    let act = audit::Act {
        actor: Some(&person),
        action: if outcome == Outcome::Upheld { "uphold" } else { "overturn" },
        on: (decision.matter_kind, decision.matter_id),
        reason: Some(&decision.reason),
        detail: Some(format!("decision {}", decision.id)),
    };
    // Written first, and so the turn of what it may undo is taken as well.
    act.record(&write).await?;
    let now = write.now();
    let mut stays = false;
    if store::settle_appeal(&*write, id, (outcome, reason), person.account, now).await? {
        if outcome == Outcome::Overturned {
            let undone = undo::undo(&mut write, &person, &decision, appeal.account_id).await?;
            stays = undone.is_none();
        }
        let path = format!("/decisions/{}", decision.id);
        let news = News { kind: NoticeKind::Appeal, path: &path, reason: Some(outcome.word()) };
        notification::tell(&mut write, appeal.account_id, news).await?;
        write.commit().await?;
    }
    // Settled by somebody else meanwhile: then nothing was done here, nor written down.
    Ok(web::see(&viewer, if stays { "/appeals?stays=yes" } else { "/appeals" }))
}

fn parse(viewer: &Viewer, values: &Values) -> Result<(Outcome, String), Errors> {
    let (l, mut errors) = (viewer.locale, Errors::default());
    let outcome = Outcome::from_word(&values.outcome);
    if outcome.is_none() {
        errors.add("outcome", l.t("Please choose what becomes of the decision.").to_string());
    }
    let reason = match Words::parse(&values.reason, WORDS) {
        Ok(reason) => Some(reason),
        Err(unfit) => {
            let none = l.t("Please tell the person why.");
            errors.add("reason", if unfit == Unfit::Empty { none.to_string() } else { unfit.message(l) });
            None
        }
    };
    match (outcome, reason) {
        (Some(outcome), Some(reason)) => Ok((outcome, reason.into())),
        _ => Err(errors),
    }
}
