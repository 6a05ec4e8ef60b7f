//! Who is behind a question: for staff, with a reason, and never without a row in the audit log.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    response::Response,
};
use db::value::{AccountRole, Matter};
use locale::{Locale, Text};
use serde::Deserialize;

use super::own_store;
use crate::{
    app::App,
    audit::Act,
    error::Failure,
    policy::Action,
    web::{self, Choice, Errors, Field, Form, Frame, Person, Viewer},
};

/// Codes of the reasons for which staff may look.
const REASONS: [&str; 4] = ["danger", "report", "abuse", "law"];

#[derive(Template)]
#[template(path = "question/asker.html")]
struct Page {
    frame: Frame,
    question: i64,
    reason: String,
    found: Option<Behind>,
    errors: Errors,
}

/// What staff get to see. The mail address is not among it.
enum Behind {
    /// It came from an archive.
    Nobody,
    /// Somebody with an account.
    Account { number: i64, role: AccountRole, since: i64, questions: u64 },
}

fn page(viewer: &Viewer, question: i64) -> Page {
    let frame = viewer.frame(viewer.locale.t("Who asked this question").to_string()).at_desk();
    Page { frame, question, reason: String::new(), found: None, errors: Errors::default() }
}

impl Page {
    fn reasons(&self) -> Field {
        let l = self.frame.l;
        let choices = REASONS.iter().map(|code| Choice::new(*code, said(l, code))).collect();
        let field = self.frame.field("reason", l.t("Why do you need to know?")).radio(choices);
        field.value(&self.reason).errors(&self.errors)
    }

    fn standing(&self, role: AccountRole) -> Text<'static> {
        let l = self.frame.l;
        match role {
            AccountRole::Member => l.t("Member"),
            AccountRole::Doctor => l.t("Doctor"),
            AccountRole::Editor => l.t("Medical editor"),
            AccountRole::Moderator => l.t("Moderator"),
            AccountRole::Administrator => l.t("Administrator"),
        }
    }
}

fn said(l: Locale, code: &str) -> Text<'static> {
    match code {
        "danger" => l.t("Somebody may be in danger"),
        "report" => l.t("To decide on a report"),
        "abuse" => l.t("Several accounts may be one person"),
        _ => l.t("A court or an authority asks"),
    }
}

/// Whether there is such a question and the visitor may look behind it.
async fn allowed(app: &App, viewer: &Viewer, id: i64) -> Result<Person, Failure> {
    let state = own_store::state(app.db.read(), id).await?.ok_or(Failure::NotFound)?;
    viewer.allowed_on(Action::LookBehind, state)
}

/// `/questions/{id}/asker`
pub(super) async fn ask(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    allowed(&app, &viewer, id).await?;
    web::own(&page(&viewer, id))
}

/// What is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    reason: String,
}

/// `POST /questions/{id}/asker`
pub(super) async fn look(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let person = allowed(&app, &viewer, id).await?;
    let mut page = page(&viewer, id);
    if !REASONS.contains(&&*values.reason) {
        page.errors
            .add("reason", viewer.locale.t("Please choose a reason. It is kept on record.").to_string());
        return web::again(&page);
    }
    let write = app.write().await?;
    let act = Act {
        actor: Some(&person),
        action: "look_behind",
        on: (Matter::Question, id),
        reason: Some(&values.reason),
        detail: None,
    };
    act.record(&write).await?;
    let behind = match own_store::asker(&*write, id).await? {
        Some(account) => own_store::account(&*write, account).await?,
        None => None,
    };
    write.commit().await?;
    page.found = Some(behind.map_or(Behind::Nobody, |(account, questions)| Behind::Account {
        number: account.id,
        role: account.role,
        since: account.created_at,
        questions,
    }));
    web::own(&page)
}
