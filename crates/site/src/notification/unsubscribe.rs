//! The end of letters by one request, also by a mail program's own (RFC 8058), and without signing in.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{entity::unsubscribe::Model as Link, sea_orm::ConnectionTrait, value::Cadence};
use locale::Text;

use super::{rules::Letters, store};
use crate::{
    app::{App, Token},
    error::Failure,
    web::{self, Frame, Viewer},
};

/// The path that ends these letters for somebody: the same in each of them.
pub(super) async fn path(app: &App, account: i64, letters: Letters) -> Result<String, Failure> {
    let word = letters.word();
    if let Some(token) = store::token(app.db.read(), account, word).await? {
        return Ok(format!("/unsubscribe/{token}"));
    }
    let write = app.write().await?;
    store::keep_token(&*write, account, word, Token::new()?.secret()).await?;
    // Another letter may have been faster.
    let token = store::token(&*write, account, word).await?.ok_or(Failure::Internal)?;
    write.commit().await?;
    Ok(format!("/unsubscribe/{token}"))
}

#[derive(Template)]
#[template(path = "notification/unsubscribe.html")]
struct Page {
    frame: Frame,
    letters: Letters,
    stage: Stage,
}

enum Stage {
    Asked,
    Ended,
}

impl Page {
    fn label(&self) -> Text<'static> {
        self.frame.l.t(self.letters.label())
    }
}

fn page(viewer: &Viewer, letters: Letters, stage: Stage) -> Result<Response, Failure> {
    let title = match stage {
        Stage::Asked => viewer.locale.t("No more letters like this?"),
        Stage::Ended => viewer.locale.t("You get no more letters like this"),
    };
    web::own(&Page { frame: viewer.frame(title.to_string()).at_desk(), letters, stage })
}

async fn found(db: &impl ConnectionTrait, token: &str) -> Result<(Link, Letters), Failure> {
    let token = Token::parse(token).ok_or(Failure::LinkUsed)?;
    let link = store::by_token(db, token.secret()).await?.ok_or(Failure::LinkUsed)?;
    let letters = Letters::from_word(&link.letters).ok_or(Failure::LinkUsed)?;
    Ok((link, letters))
}

/// `/unsubscribe/{token}`: asks first, since programs follow links in letters.
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let (_, letters) = found(app.db.read(), &token).await?;
    page(&viewer, letters, Stage::Asked)
}

/// Ends the letters, as often as it is asked to. It answers with a page and sends nobody on: mail programs do not follow.
pub(super) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    let (link, letters) = found(&*write, &token).await?;
    let kinds = match letters {
        Letters::Of(line) => line.kinds.to_vec(),
        Letters::Digest(digest) => {
            let all = store::cadences(&*write, link.account_id).await?.into_iter();
            all.filter(|(_, cadence)| *cadence == digest.cadence()).map(|(kind, _)| kind).collect()
        }
    };
    store::prefer(&*write, link.account_id, kinds.into_iter().map(|kind| (kind, Cadence::Off))).await?;
    write.commit().await?;
    page(&viewer, letters, Stage::Ended)
}
