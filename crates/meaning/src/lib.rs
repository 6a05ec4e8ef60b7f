//! What a text means, as a row of numbers: texts that say the same in other words lie near each other.
//!
//! [`Model`] makes such vectors with a sentence-embedding model of the BERT family, in Rust alone and on the processor;
//! nothing is fetched. [`Vectors`] keeps them in a file and finds the nearest. [`installed`] puts a model where a
//! site finds it. This crate knows no feature and no database: an id is a number, a text is a text.

mod bert;
mod config;
mod dense;
mod error;
mod folder;
mod model;
mod tokens;
mod vectors;
mod weights;

pub mod installed;

pub use error::ModelError;
pub use model::{About, Model, Trial, cosine};
pub use vectors::{Built, GRAPH_FROM, Hit, Plan, Vectors, VectorsError};
