//! "This helped me": readers' thanks to an answer. Shown, and never part of any order.

mod store;

pub use store::thanked;

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::value::NoticeKind;
use serde::Deserialize;

use crate::{
    app::{App, Tag, Write},
    doctor,
    error::Failure,
    notification::{self, News},
    policy::{self, Action, View},
    web::{self, Form, Viewer},
};

/// Seconds within which a doctor is told of thanks for one answer once.
const DAY: i64 = 24 * 3600;

/// What is sent: the button says what is wanted, so that pressing it twice does no other than once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    thanks: String,
}

/// `POST /answers/{id}/thanks`
pub(super) async fn give(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(wish): Form<Wish>,
) -> Result<Response, Failure> {
    let (answer, question) = store::answer(app.db.read(), id).await?.ok_or(Failure::NotFound)?;
    // An answer is seen on its question's page or not at all.
    if policy::view(viewer.role, question.state) == View::Nothing {
        return Err(Failure::NotFound);
    }
    let person = viewer.allowed_on(Action::Thank, answer.state)?;
    viewer.allowed_on(Action::Thank, question.state)?;
    if person.doctor == Some(answer.doctor_id) {
        return Err(Failure::Forbidden);
    }
    // What is kept has no word of the question, which may be erased.
    let path = format!("/questions/{}#answer-{id}", question.id);
    let mut write = app.write().await?;
    let changed = if wish.thanks == "no" {
        store::take_back(&*write, id, person.account).await?
    } else {
        let new = store::thank(&*write, id, person.account, write.now()).await?;
        if new {
            tell(&mut write, answer.doctor_id, &path).await?;
        }
        new
    };
    if changed {
        write.changes(Tag::Question(question.id));
        write.commit().await?;
    }
    Ok(web::see(&viewer, &format!("/questions/{}/{}#answer-{id}", question.id, question.slug)))
}

async fn tell(write: &mut Write, doctor: i64, path: &str) -> Result<(), Failure> {
    let Some(account) = doctor::owner(&**write, doctor).await? else { return Ok(()) };
    let since = write.now().saturating_sub(DAY);
    if store::was_told(&**write, account, path, since).await? {
        return Ok(());
    }
    notification::tell(write, account, News { kind: NoticeKind::Thanked, path, reason: None }).await
}
