//! The doctor's one reply to a review.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::value::NoticeKind;
use serde::Deserialize;

use super::{own, state};
use crate::{
    app::{App, Tag},
    error::Failure,
    notification::{self, News},
    review::{
        self, Review, Shown,
        rules::{self, Closed},
    },
    web::{self, Errors, Form, Frame, Viewer, Words},
};

#[derive(Template)]
#[template(path = "reviewing/reply.html")]
struct Page {
    frame: Frame,
    review: Review,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    reply: String,
    warned: String,
}

impl Page {
    fn of(viewer: &Viewer, review: Review, values: Values) -> Self {
        let frame = viewer.frame(viewer.locale.t("Reply to a review").to_string()).at_desk();
        Self { frame, review, values, errors: Errors::default() }
    }

    fn shown(&self) -> Shown<'_> {
        Shown { frame: &self.frame, review: &self.review }
    }

    fn closed(&self) -> Option<String> {
        rules::closed_to_reply(&self.review).map(|closed| own::said(self.frame.l, closed))
    }

    fn read(&self) -> Result<Words, Errors> {
        let (l, mut errors) = (self.frame.l, Errors::default());
        let reply = Words::parse(&self.values.reply, rules::REPLY);
        if let Some(said) = self.closed() {
            return match reply {
                Ok(reply) if is_there(&self.review, &reply) => Ok(reply),
                _ => {
                    errors.add("", said);
                    Err(errors)
                }
            };
        }
        let reply = reply.map_err(|unfit| errors.add("reply", unfit.message(l)));
        if self.values.warned != "yes" {
            errors.add("warned", l.t("Please read the warning and tick the box.").to_string());
        }
        reply.ok().filter(|_| !errors.any()).ok_or(errors)
    }

    fn again(mut self, errors: Errors) -> Result<Response, Failure> {
        self.errors = errors;
        web::again(&self)
    }
}

/// Whether this is the reply: a second click finds it there.
fn is_there(review: &Review, reply: &Words) -> bool {
    rules::closed_to_reply(review) == Some(Closed::Replied)
        && review.reply.as_deref() == Some(reply.as_str())
        && review.reply_removed_for.is_none()
}

/// `/reviews/{id}/reply`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (_, review) = own::find(&app, &viewer, id).await?;
    web::own(&Page::of(&viewer, review, Values::default()))
}

/// Publishes the reply.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, review) = own::find(&app, &viewer, id).await?;
    let page = Page::of(&viewer, review, values);
    let reply = match page.read() {
        Ok(reply) => reply,
        Err(errors) => return page.again(errors),
    };
    let mut write = app.write().await?;
    own::hold(&write, &person, &page.review).await?;
    let review = review::hold(&*write, id).await?.ok_or(Failure::NotFound)?;
    if let Some(closed) = rules::closed_to_reply(&review) {
        drop(write);
        if is_there(&review, &reply) {
            return Ok(web::see(&viewer, &state::path(id)));
        }
        let mut errors = Errors::default();
        errors.add("", own::said(viewer.locale, closed));
        return page.again(errors);
    }
    review::reply(&*write, id, reply.as_str(), write.now()).await?;
    write.changes(Tag::Doctor(review.doctor_id));
    if let Some(author) = review::author(&*write, id).await? {
        let path = state::path(id);
        notification::tell(&mut write, author, News { kind: NoticeKind::Replied, path: &path, reason: None })
            .await?;
    }
    write.commit().await?;
    Ok(web::see(&viewer, &state::path(id)))
}
