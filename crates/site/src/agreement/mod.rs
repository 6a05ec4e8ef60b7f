//! How far the doctors agree: the label that a page shows, and the marks that colleagues give an answer.

mod counts;
mod label;
mod marks;
mod tally;

pub use counts::{counted, recount_marks_of};
pub use label::{AGREEMENT, Counts, FEWEST, Label, stance_says, stance_word};
pub use marks::{Mark, of_question};
pub use tally::{Bar, Tally};
