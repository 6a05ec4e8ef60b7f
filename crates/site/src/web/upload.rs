//! A file that somebody sends with a form.

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::{app::App, error::Failure};

/// What stands around a file in a form, at most.
const AROUND: usize = 16 * 1024;

/// A form with a file. Nothing of it is read before the handler has asked the policy.
pub struct Upload(Request<Body>);

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request<Body>, _: &App) -> Result<Self, Failure> {
        Ok(Self(request))
    }
}

impl Upload {
    /// Writes the file of the field `file` away piece by piece, and says how long it is; 0: none was chosen.
    ///
    /// # Errors
    /// [`Failure::WrongKind`] for a form without files, [`Failure::TooLarge`] for a file longer than `most`,
    /// [`Failure::Internal`] when it can't be written.
    pub async fn save(self, most: usize, to: &mut (impl AsyncWrite + Unpin)) -> Result<usize, Failure> {
        let mut request = self.0;
        DefaultBodyLimit::max(most + AROUND).apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Failure::WrongKind)?;
        while let Some(mut field) = form.next_field().await.map_err(|error| broken(&error))? {
            if field.name() != Some("file") {
                continue;
            }
            let mut length = 0;
            while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
                length += piece.len();
                if length > most {
                    return Err(Failure::TooLarge);
                }
                to.write_all(&piece).await.map_err(|error| unwritten(&error))?;
            }
            to.flush().await.map_err(|error| unwritten(&error))?;
            return Ok(length);
        }
        Ok(0)
    }
}

fn broken(error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Failure::TooLarge } else { Failure::Unreadable }
}

fn unwritten(error: &std::io::Error) -> Failure {
    tracing::error!(%error, "a file that was sent could not be written");
    Failure::Internal
}
