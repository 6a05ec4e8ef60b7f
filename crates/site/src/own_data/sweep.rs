//! What an erasure leaves to do outside the tables: letters and documents in folders, and the database's own files.

use jobs::{Fault, Job};
use mail::Address;
use serde::{Deserialize, Serialize};

use super::erase::Left;
use crate::{app::App, credential};

/// Throws away letters and documents. The row of this job is the last that holds the address.
#[derive(Serialize, Deserialize)]
pub(super) struct Outside {
    email: String,
    files: Vec<String>,
}

impl Outside {
    pub(super) fn of(left: Left) -> Self {
        Self { email: left.email, files: left.files }
    }
}

impl Job for Outside {
    type Context = App;
    const KIND: &'static str = "own_data.outside";

    async fn run(self, app: App) -> Result<(), Fault> {
        let address =
            Address::parse(&self.email).map_err(|_| Fault::GiveUp("what was stored is no address".into()))?;
        let trouble =
            |error: std::io::Error| Fault::Retry(format!("a file can't be removed: {:?}", error.kind()));
        app.mailer.forget(&address).await.map_err(trouble)?;
        credential::forget_evidence(&app, &self.files).await.map_err(trouble)?;
        let write = app.write().await?;
        // A moment later, when this job's own row, which holds the address, is gone.
        write.enqueue_at(&Files {}, write.now() + 1).await?;
        Ok(write.commit().await?)
    }
}

/// Takes what was deleted out of the database's files.
#[derive(Serialize, Deserialize)]
pub(super) struct Files {}

impl Job for Files {
    type Context = App;
    const KIND: &'static str = "own_data.files";

    async fn run(self, app: App) -> Result<(), Fault> {
        if app.db.sweep().await? { Ok(()) } else { Err(Fault::Retry("somebody is reading".into())) }
    }
}
