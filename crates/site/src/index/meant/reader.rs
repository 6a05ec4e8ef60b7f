//! Reads questions for as long as the site runs: all of them once with each model, and then those that change.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use meaning::installed;

use super::{FOLDER, Left, Unread, apart, file, reading::Reading};
use crate::{app::App, index::Finder};

/// Seconds after which a model that could not be used is tried again.
const AGAIN: i64 = 30;

/// What is known from one step to the next.
#[derive(Debug, Default)]
pub struct Reader {
    /// The model that is installed.
    reading: Option<Reading>,
    /// The one that was installed before, as long as the other has not read everything.
    before: Option<Reading>,
    /// Whether the model is in use, and files were removed that belong to no other.
    tidied: bool,
    /// When a model could not be used, and which.
    failed: Option<(i64, String)>,
    /// What went wrong last: told once, and not each second.
    told: Option<String>,
}

/// Reads until the future is dropped.
pub async fn keep(app: App) {
    let mut reader = Reader::default();
    loop {
        if step(&app, &mut reader).await == Left::Nothing {
            tokio::time::sleep(app.config.search.every.get()).await;
        }
    }
}

/// Takes in what changed since the last step, and reads a few more of what was not read yet. What goes wrong is logged, once;
/// the next step tries again.
pub async fn step(app: &App, reader: &mut Reader) -> Left {
    match reader.follow(app, &Finder::of(app)).await {
        Ok(left) => {
            if reader.failed.is_none() && reader.told.take().is_some() {
                tracing::info!("questions are read again");
            }
            left
        }
        Err(error) => {
            let error = error.to_string();
            if reader.told.as_ref() != Some(&error) {
                tracing::warn!(error, "what questions mean is not kept for now; trying again");
                reader.told = Some(error);
            }
            Left::Nothing
        }
    }
}

impl Reader {
    async fn follow(&mut self, app: &App, finder: &Arc<Finder>) -> Result<Left, Unread> {
        let data = app.config.storage.data_dir.clone();
        let installed = apart(move || Ok(installed::installed(&data)?)).await?;
        let Some(installed) = installed else {
            (self.reading, self.before) = (None, None);
            if !self.tidied || finder.meant().is_some() {
                finder.understand(None);
                app.gauges.set("consilium_meaning_questions", 0);
                tidy(&app.config.storage.data_dir, Vec::new()).await?;
                self.tidied = true;
            }
            return Ok(Left::Nothing);
        };
        if self.reading.as_ref().is_none_or(|reading| reading.checksum() != installed.checksum) {
            self.put_by();
        }
        // Whatever becomes of the other, what is in use goes on following.
        if let Some(before) = &mut self.before {
            before.step(app).await?;
        }
        let reading = match &mut self.reading {
            Some(reading) => reading,
            None => match self.begin(app, &installed.checksum).await? {
                Some(reading) => self.reading.insert(reading),
                None => return Ok(Left::Nothing),
            },
        };
        let left = reading.step(app).await?;
        app.gauges.set("consilium_meaning_questions", i64::try_from(reading.len()).unwrap_or(i64::MAX));
        if let Some(meant) = reading.whole().filter(|_| !self.tidied) {
            finder.understand(Some(meant.clone()));
            self.before = None;
            tidy(&app.config.storage.data_dir, vec![installed.checksum]).await?;
            self.tidied = true;
        }
        Ok(left)
    }

    /// Another model is installed: the one at work is put by, if it is in use.
    fn put_by(&mut self) {
        let in_use = std::mem::take(&mut self.tidied);
        if let Some(reading) = self.reading.take().filter(|_| in_use) {
            self.before = Some(reading);
        }
    }

    /// Sets the installed model to work; none where it is there no more, or could not be used a moment ago.
    async fn begin(&mut self, app: &App, checksum: &str) -> Result<Option<Reading>, Unread> {
        if let Some(before) = self.before.take_if(|before| before.checksum() == checksum) {
            return Ok(Some(before));
        }
        let now = app.clock.now();
        let failed = self.failed.as_ref();
        if failed.is_some_and(|(at, which)| which == checksum && now - at < AGAIN) {
            return Ok(None);
        }
        // Said now, so that it holds whatever goes wrong.
        self.failed = Some((now, checksum.to_owned()));
        let data = &app.config.storage.data_dir;
        let before = self.before.iter().map(|before| before.checksum().to_owned());
        tidy(data, before.chain([checksum.to_owned()]).collect()).await?;
        let reading = Reading::open(data).await?;
        if reading.is_some() {
            self.failed = None;
        }
        Ok(reading)
    }
}

/// Removes the vectors of other models, which nobody keeps in step with what is erased.
async fn tidy(data: &Path, keep: Vec<String>) -> Result<(), Unread> {
    let data = data.to_owned();
    apart(move || {
        let keep: Vec<PathBuf> = keep.iter().map(|checksum| file(&data, checksum)).collect();
        let failed = |error: io::Error| Unread::Vectors(error.into());
        let files = match fs::read_dir(data.join(FOLDER)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            files => files.map_err(failed)?,
        };
        for file in files {
            let path = file.map_err(failed)?.path();
            if keep.iter().all(|keep| path.file_stem() != keep.file_name()) {
                fs::remove_file(path).map_err(failed)?;
            }
        }
        Ok(())
    })
    .await
}
