//! Consilium's own archive format: one JSON record a line, in UTF-8. Described in `docs/archive-format.md`.
//!
//! Both ways it is a stream: whatever the size of the file, one line is held at a time, and never more of it than
//! the limit.

mod lines;
mod reader;
mod writer;

pub use reader::{Line, ReadError, Reader, Refusal};
pub use writer::{WriteError, Writer};
