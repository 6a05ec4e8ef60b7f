//! What questions mean, by the model that the operator installed: vectors beside the index, made by each process that has a
//! data folder of its own.
//!
//! They are used from the moment on when every question was read once. Until then, and without a model, search goes by words
//! alone. A vector is made of a question as it was asked, not of its answers: that is what others' words are compared with.

mod look;
mod reader;
mod reading;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use meaning::{Model, ModelError, Vectors, VectorsError, installed};

pub use look::{Understood, look};
pub use reader::{Reader, keep, step};

use super::feed::Position;

/// Where vectors are, within the data folder: a file for each model.
const FOLDER: &str = "meaning";
/// Digits of a model's checksum that name its file.
const DIGITS: usize = 16;

/// Words of a text that are read; models read some two hundred.
const WORDS: usize = 400;
/// Bytes of what is looked for that are read.
const LONGEST: usize = 4_000;

/// Why texts are not understood.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The model can't be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Vectors can't be kept.
    #[error(transparent)]
    Vectors(#[from] VectorsError),
    /// The database did not answer.
    #[error("the database cannot be read: {}", db::Trouble::said(.0))]
    Database(#[from] db::sea_orm::DbErr),
    /// The thread that read broke off.
    #[error("reading broke off")]
    BrokenOff,
}

/// Whether there is more to do at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Not before something changes.
    Nothing,
    /// Questions that nobody has read yet.
    More,
}

/// What all questions mean. Cheap to copy.
#[derive(Clone, Debug)]
pub struct Meant {
    model: Arc<Model>,
    vectors: Arc<RwLock<Vectors>>,
    /// Half way between what has to do with one another and what has not.
    floor: f64,
}

impl Meant {
    fn new(model: Model, vectors: Vectors) -> Self {
        let trial = model.trial();
        let floor = f64::from(trial.near.midpoint(trial.far));
        Self { model: Arc::new(model), vectors: Arc::new(RwLock::new(vectors)), floor }
    }

    /// What is there, for a command that looks something up once; none without a model, or before all was read.
    ///
    /// # Errors
    /// What is wrong with the model or with the vectors.
    pub fn open(data: &Path) -> Result<Option<Self>, Unread> {
        let Some(model) = installed::open(data)? else { return Ok(None) };
        let about = model.about();
        match Vectors::read(&file(data, &about.checksum), about) {
            Ok(vectors) if Position::parse(vectors.note()).is_some() => Ok(Some(Self::new(model, vectors))),
            Ok(_) | Err(VectorsError::AnotherModel | VectorsError::AnotherFormat) => Ok(None),
            Err(VectorsError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// What a text means. Works for as long as dozens of milliseconds.
    pub fn vector(&self, text: &str) -> Vec<f32> {
        self.model.embed(&[&text[..text.floor_char_boundary(LONGEST)]]).concat()
    }

    /// What a question means, if it was read.
    pub fn of(&self, question: i64) -> Option<Vec<f32>> {
        self.all().vector(number(question))
    }

    /// Questions nearest to a vector, each with the cosine: at most so many of those that `may` be found, the nearest first.
    /// Where there are very many questions they are fewer.
    pub fn near(&self, vector: &[f32], most: usize, may: impl Fn(i64) -> bool) -> Vec<(i64, f64)> {
        let all = self.all();
        let may = |id: u64| i64::try_from(id).is_ok_and(&may);
        match all.nearest_where(vector, most.min(all.quickly()), may) {
            Ok(hits) => hits.into_iter().map(|hit| (hit.id.cast_signed(), f64::from(hit.cosine))).collect(),
            Err(error) => {
                tracing::error!(%error, "nothing can be found by its meaning");
                Vec::new()
            }
        }
    }

    /// From this cosine on two texts have to do with one another.
    pub fn floor(&self) -> f64 {
        self.floor
    }

    fn all(&self) -> RwLockReadGuard<'_, Vectors> {
        self.vectors.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Vectors> {
        self.vectors.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The file of a model's vectors.
fn file(data: &Path, checksum: &str) -> PathBuf {
    data.join(FOLDER).join(checksum.get(..DIGITS).unwrap_or(checksum))
}

/// A question's identity as vectors have it.
fn number(question: i64) -> u64 {
    question.cast_unsigned()
}

/// What takes long is done where no page waits for it.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unread> + Send + 'static,
) -> Result<T, Unread> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Unread::BrokenOff)?
}
