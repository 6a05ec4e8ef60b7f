//! `/demo/mail`: the letters that the sample site would have sent, for whoever tries it. No other site has this page.

use std::{io, path::Path};

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    app::App,
    error::Failure,
    web::{self, Frame, Viewer},
};

/// Letters shown, the newest first.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct Page {
    frame: Frame,
    letters: Vec<Letter>,
}

/// A letter as it lies in the folder.
struct Letter {
    to: String,
    subject: String,
    /// Its lines, with the addresses of this site that stand in them.
    lines: Vec<(String, Option<String>)>,
}

/// `/demo/mail`
pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let letters =
        read(&app.config.storage.data_dir.join("mail"), &app.public_url).await.map_err(|error| {
            tracing::error!(%error, "the folder of letters can't be read");
            Failure::Internal
        })?;
    let frame = viewer.frame(viewer.locale.t("Letters of the sample site").to_string()).at_desk();
    web::own(&Page { frame, letters })
}

async fn read(folder: &Path, site: &str) -> io::Result<Vec<Letter>> {
    let mut files = Vec::new();
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    while let Some(entry) = entries.next_entry().await? {
        if entry.path().extension().is_some_and(|ending| ending == "eml") {
            files.push((entry.metadata().await?.modified()?, entry.path()));
        }
    }
    files.sort_by(|a, b| b.cmp(a));
    let mut letters = Vec::new();
    for (_, file) in files.into_iter().take(SHOWN) {
        letters.push(parsed(&tokio::fs::read(file).await?, site));
    }
    Ok(letters)
}

fn parsed(file: &[u8], site: &str) -> Letter {
    let parsed = ::mail::Letter::parse(file);
    let path = |line: &str| match line.strip_prefix(site)? {
        "" => Some("/".to_owned()),
        path => path.starts_with('/').then(|| path.to_owned()),
    };
    let line = |line: &str| (line.to_owned(), path(line));
    Letter { to: parsed.to, subject: parsed.subject, lines: parsed.text.lines().map(line).collect() }
}
