//! A model as the rest of the program sees it: texts in, vectors out.

use std::path::Path;

use ndarray::{ArrayView2, Axis, Slice};
use serde::Serialize;

use crate::{
    bert::Bert,
    config::{self, Pooling, Steps},
    dense::{fast, sum},
    error::ModelError,
    folder::Folder,
    tokens::Tokens,
    weights::{self, Weights},
};

/// Tokens that go through the model at once: enough to keep the processor busy, few enough to stay in its cache.
const AT_ONCE: usize = 1024;
/// The longest name of a model that is shown, in letters.
const LONGEST_NAME: usize = 100;

/// What tells one model from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// What it is called.
    pub name: String,
    /// How many numbers a vector has.
    pub dimension: usize,
    /// How many tokens it reads of a text; what comes after them does not count.
    pub tokens: usize,
    /// The sum over all files that it was read from, in hexadecimal digits. Vectors of two models with the same sum
    /// can be compared; others can't.
    pub checksum: String,
}

/// Two sentences that say the same without sharing a word, a third that says something else, and how near they lie.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// The sentence that is compared.
    pub text: &'static str,
    /// One that says the same.
    pub same: &'static str,
    /// One that says something else.
    pub other: &'static str,
    /// The cosine of those that say the same.
    pub near: f32,
    /// The cosine of those that do not. A model that knows the language has it far below the other.
    pub far: f32,
}

/// A sentence-embedding model, ready to run.
pub struct Model {
    about: About,
    tokens: Tokens,
    bert: Bert,
    steps: Steps,
    /// The files that it was read from.
    pub(crate) files: Vec<String>,
}

impl Model {
    /// Reads a folder in the layout of sentence-transformers and checks all of it.
    ///
    /// # Errors
    /// [`ModelError`] with the file, what is wrong with it and what to do.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let mut folder = Folder::open(path)?;
        let shape = config::shape(&mut folder)?;
        let steps = config::steps(&mut folder, &shape)?;
        let tokens = Tokens::read(&mut folder, &shape, &steps)?;
        let bytes = weights::read(&mut folder)?;
        let bert = Bert::read(&Weights::of(&bytes)?, &shape)?;
        drop(bytes);
        let name = name(shape.name.as_deref(), path);
        let (checksum, files) = folder.finish();
        let about = About { name, dimension: shape.hidden, tokens: steps.tokens, checksum };
        let model = Self { about, tokens, bert, steps, files };
        let numbers = model.embed(&["a trial"]).concat();
        if numbers.iter().any(|number| !number.is_finite()) {
            return Err(ModelError::broken(weights::FILE, "gives vectors of what are no numbers"));
        }
        Ok(model)
    }

    /// What tells this model from others.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Calls it otherwise: by what its folder was called before it was copied.
    pub(crate) fn rename(&mut self, name: String) {
        self.about.name = name;
    }

    /// A vector for each text, in their order. A text of more tokens than the model reads is cut off there.
    pub fn embed(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        let tokens: Vec<Vec<u32>> = texts.iter().map(|text| self.tokens.of(text)).collect();
        let mut vectors = Vec::with_capacity(texts.len());
        let mut rest: Vec<&[u32]> = tokens.iter().map(Vec::as_slice).collect();
        while !rest.is_empty() {
            let mut all = 0;
            let fit = rest.iter().take_while(|text| {
                all += text.len();
                all <= AT_ONCE
            });
            // One text goes through in any case.
            let later = rest.split_off(fit.count().max(1));
            self.embed_some(&rest, &mut vectors);
            rest = later;
        }
        vectors
    }

    /// Whether it tells apart what any model of English does.
    pub fn trial(&self) -> Trial {
        let (text, same, other) = ("My hair is falling out", "I am going bald", "The train leaves at noon");
        let vectors = self.embed(&[text, same, other]);
        let (near, far) = (cosine(&vectors[0], &vectors[1]), cosine(&vectors[0], &vectors[2]));
        Trial { text, same, other, near, far }
    }

    fn embed_some(&self, texts: &[&[u32]], vectors: &mut Vec<Vec<f32>>) {
        let rows = self.bert.run(texts);
        let mut start = 0;
        for text in texts {
            let end = start + text.len();
            let mut vector = pool(rows.slice_axis(Axis(0), Slice::from(start..end)), self.steps.pooling);
            if self.steps.unit {
                to_unit(&mut vector);
            }
            vectors.push(vector);
            start = end;
        }
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Model").field("about", &self.about).finish_non_exhaustive()
    }
}

/// One vector of a text from those of its tokens.
fn pool(tokens: ArrayView2<'_, f32>, pooling: Pooling) -> Vec<f32> {
    let axis = Axis(0);
    match pooling {
        Pooling::First => tokens.row(0).to_vec(),
        Pooling::Max => tokens.fold_axis(axis, f32::NEG_INFINITY, |most, number| most.max(*number)).to_vec(),
        Pooling::Mean => {
            let count = tokens.nrows().max(1) as f32;
            tokens.sum_axis(axis).iter().map(|sum| sum / count).collect()
        }
    }
}

/// How near two vectors of one model lie: 1 is the same, 0 is nothing in common. One of zeros is near to none.
pub fn cosine(one: &[f32], other: &[f32]) -> f32 {
    let (mut one, mut other) = (one.to_vec(), other.to_vec());
    to_unit(&mut one);
    to_unit(&mut other);
    one.iter().zip(&other).map(|(a, b)| a * b).sum()
}

/// Brings a vector to length one. One of zeros stays as it is.
pub(crate) fn to_unit(vector: &mut [f32]) {
    let length = fast(|| sum(vector, |number| number * number)).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|number| *number /= length);
    }
}

/// What the model is called: by its maker, else by its folder.
fn name(said: Option<&str>, path: &Path) -> String {
    let plain = |name: &str| -> String {
        let printed = name.chars().filter(|char| !char.is_control());
        printed.take(LONGEST_NAME).collect::<String>().trim().to_owned()
    };
    let folder =
        path.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    // A path of the maker's own machine says nothing.
    let said = said.filter(|name| !name.starts_with(['/', '.', '~'])).map(plain);
    said.filter(|name| !name.is_empty()).or(folder.as_deref().map(plain)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_what_points_the_same_way() {
        assert_eq!(cosine(&[2.0, 0.0], &[7.0, 0.0]), 1.0);
        assert_eq!(cosine(&[2.0, 0.0], &[0.0, 3.0]), 0.0);
        assert!((cosine(&[3.0, 4.0], &[4.0, 3.0]) - 0.96).abs() < 1e-6);
        assert_eq!(cosine(&[0.0, 0.0], &[1.0, 1.0]), 0.0);
    }
}
