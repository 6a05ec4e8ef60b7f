//! Documents that prove a credential: sent by the claimant, kept in a folder that nobody else reads, seen by editors alone.

use std::{io, path::PathBuf};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::claimed_credential::{Column as H, Model as Claimed},
    value::ClaimState,
};
use tokio::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::AsyncReadExt,
};

use super::{
    decide::OWN,
    folder::{self, unusable},
    own::title,
    store,
};
use crate::{
    app::{App, Token},
    error::Failure,
    policy::Action,
    web::{self, Errors, Frame, Upload, Viewer},
};

/// Longest document, in megabytes.
const LONGEST_MB: usize = 5;

#[derive(Template)]
#[template(path = "credential/document.html")]
struct Page {
    frame: Frame,
    one: Claimed,
    errors: Errors,
}

impl Page {
    fn of(viewer: &Viewer, one: Claimed, errors: Errors) -> Self {
        let frame = viewer.frame(viewer.locale.t("Send a document").to_string()).at_desk();
        Self { frame, one, errors }
    }

    fn kinds() -> String {
        folder::kinds().collect::<Vec<_>>().join(",")
    }
}

async fn own(app: &App, viewer: &Viewer, id: i64) -> Result<Claimed, Failure> {
    let person = viewer.allowed(Action::ClaimProfile)?;
    store::own_proof(app.db.read(), person.account, id).await?.ok_or(Failure::NotFound)
}

/// `/account/credentials/{id}`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let one = own(&app, &viewer, id).await?;
    if one.state != ClaimState::Open {
        return Ok(web::see(&viewer, OWN));
    }
    web::own(&Page::of(&viewer, one, Errors::default()))
}

/// Takes a document, in place of the one before.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    upload: Upload,
) -> Result<Response, Failure> {
    let one = own(&app, &viewer, id).await?;
    if one.state != ClaimState::Open {
        return Ok(web::see(&viewer, OWN));
    }
    let name = Token::new()?.secret().to_owned();
    let kept = keep(&app, &name, upload).await;
    let l = viewer.locale;
    let said = match kept {
        Ok(Some(kind)) => {
            let noted = note(&app, &one, &name, kind).await;
            // What no row names is not kept.
            if let Some(over) = noted.as_ref().map_or(Some(&name), Option::as_ref) {
                folder::remove(&folder::of(&app), over).await.map_err(|error| unusable(&error))?;
            }
            noted?;
            return Ok(web::see(&viewer, OWN));
        }
        Ok(None) => l.t("Please choose a PDF, JPEG or PNG file.").to_string(),
        Err(Failure::TooLarge) => l
            .t("This file is larger than {n} MB. Please send a smaller one.")
            .with("n", LONGEST_MB)
            .to_string(),
        Err(failure) => {
            folder::remove(&folder::of(&app), &name).await.map_err(|error| unusable(&error))?;
            return Err(failure);
        }
    };
    folder::remove(&folder::of(&app), &name).await.map_err(|error| unusable(&error))?;
    web::again(&Page::of(&viewer, one, Errors::one("file", said)))
}

/// Notes the document with its credential, while that still waits. Gives the document that is of no use from then on.
async fn note(app: &App, one: &Claimed, name: &str, kind: &str) -> Result<Option<String>, Failure> {
    let write = app.write().await?;
    // Another window may be sending one as well.
    store::hold(&*write, one.claim_id).await?;
    let before = store::proof(&*write, one.claim_id, one.id).await?.and_then(|one| one.file);
    let columns = vec![(H::File, Some(name.to_owned()).into()), (H::FileKind, Some(kind.to_owned()).into())];
    let turned = store::turn(&*write, one.id, ClaimState::Open, columns).await?;
    write.commit().await?;
    Ok(if turned { before } else { Some(name.to_owned()) })
}

/// Writes what was sent away under this name, and says what kind it is; none: it is nothing that we take.
async fn keep(app: &App, name: &str, upload: Upload) -> Result<Option<&'static str>, Failure> {
    let folder = folder::of(app);
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder).await;
    made.map_err(|error| unusable(&error))?;
    let path = folder.join(name);
    // Whoever sends it may go away in the middle.
    let unfinished = Unfinished(path.clone());
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).await;
    let mut file = file.map_err(|error| unusable(&error))?;
    let length = upload.save(LONGEST_MB * 1_000_000, &mut file).await?;
    file.sync_all().await.map_err(|error| unusable(&error))?;
    unfinished.keep();
    if length == 0 {
        return Ok(None);
    }
    let mut begin = Vec::new();
    let file = File::open(&path).await.map_err(|error| unusable(&error))?;
    file.take(8).read_to_end(&mut begin).await.map_err(|error| unusable(&error))?;
    Ok(folder::kind_of(&begin))
}

/// A document that is still coming in: what there is of it goes when nobody waits for the rest any more.
struct Unfinished(PathBuf);

impl Unfinished {
    fn keep(mut self) {
        self.0 = PathBuf::new();
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // There may be nothing of it yet.
            let _ = std::fs::remove_file(&self.0);
        }
    }
}

/// `/credentials/{id}/{credential}/evidence`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path((claim, id)): Path<(i64, i64)>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::JudgeCredentials)?;
    let one = store::proof(app.db.read(), claim, id).await?.ok_or(Failure::NotFound)?;
    let name = one.file.as_deref().and_then(Token::parse).ok_or(Failure::NotFound)?;
    let bytes = match fs::read(folder::of(&app).join(name.secret())).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Failure::NotFound),
        Err(error) => return Err(unusable(&error)),
    };
    let ending = folder::ending(one.file_kind.as_deref());
    let kind = one.file_kind.unwrap_or_default();
    Ok(web::download(&format!("credential-{id}.{ending}"), &kind, bytes))
}
