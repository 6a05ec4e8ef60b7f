//! Whether a model is there and has read the questions, for those who check.

use std::{io, path::Path};

use meaning::{Vectors, VectorsError, installed};

use super::file;
use crate::index::feed::Position;

/// How it stands with meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// No model is installed.
    NoModel,
    /// The model or its vectors can't be used, and why.
    Broken(String),
    /// Questions are read by the model of this name: so many so far.
    Partly(String, usize),
    /// All were read by it: so many.
    Wholly(String, usize),
}

/// Looks at the model and the vectors of a data folder.
pub fn look(data: &Path) -> Understood {
    let model = match installed::open(data) {
        Ok(Some(model)) => model,
        Ok(None) => return Understood::NoModel,
        Err(error) => return Understood::Broken(error.to_string()),
    };
    let about = model.about();
    let name = about.name.clone();
    match Vectors::read(&file(data, &about.checksum), about) {
        Ok(vectors) if Position::parse(vectors.note()).is_some() => Understood::Wholly(name, vectors.len()),
        Ok(vectors) => Understood::Partly(name, vectors.len()),
        // The site makes them anew.
        Err(VectorsError::AnotherModel | VectorsError::AnotherFormat) => Understood::Partly(name, 0),
        Err(VectorsError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
            Understood::Partly(name, 0)
        }
        Err(error) => Understood::Broken(error.to_string()),
    }
}
