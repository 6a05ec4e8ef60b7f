//! The doctor directories of the world. For now: whether a number can be one that a directory gave out.
//!
//! A check digit tells a slip of the pen and nothing more. Whether the number is this doctor's is for somebody to look up.

mod npi;

pub use npi::{Npi, NpiError};
