//! Formats from elsewhere, each read into one neutral [`Record`], and Consilium's own archive format.
//!
//! Everything here is pure: bytes in, records or clear refusals out. Nothing knows a database, a clock or a page
//! of the site, so that a reader can be tested, fuzzed and trusted by itself.
//!
//! - [`record`]: what an archive can hold, and the limits every record is checked against at the door.
//! - [`jsonl`]: Consilium's own format, one record a line, read and written as a stream.
//! - [`page_text`]: one question page of a doctors' site, saved as plain text.
//! - [`specialty`]: the specialties that are known by name, used to read page text and to fill a new site.

pub mod jsonl;
pub mod page_text;
pub mod record;
pub mod specialty;

pub use record::{Kind, Problem, Record, Ref, Thousandths, Timestamp};
pub use specialty::{KnownSpecialty, specialties};
