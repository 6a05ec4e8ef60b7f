//! A file that is sent piece by piece, however long it is.

use std::{fs::File, io};

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use futures_util::stream;
use tokio::io::AsyncReadExt;

use super::body::download;
use crate::error::Failure;

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// A file for this visitor alone, to be kept under this name. It is read from where it stands as the visitor takes it.
///
/// # Errors
/// [`Failure::Internal`] when it can't be read.
pub fn file(name: &str, kind: &'static str, file: File) -> Result<Response, Failure> {
    let length = file.metadata().map_err(|error| unread(&error))?.len();
    let pieces = stream::try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await?;
        Ok::<_, io::Error>((read > 0).then_some((piece, file)))
    });
    let mut response = download(name, kind, Vec::new());
    *response.body_mut() = Body::from_stream(pieces);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}

fn unread(error: &io::Error) -> Failure {
    tracing::error!(%error, "a file that was to be sent can't be read");
    Failure::Internal
}
