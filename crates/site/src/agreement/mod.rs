//! How far the doctors agree: the label that a page shows, and the marks that colleagues give an answer.

mod counts;
mod hand_on;
mod label;
mod marks;
mod rules;
mod store;
mod tally;

pub use counts::{recount_marks_of, with_marks};
pub use hand_on::hand_on;
pub use label::{AGREEMENT, Counts, FEWEST, Label, stance_alone, stance_says, stance_word};
pub use marks::{Mark, of_question};
pub use rules::{Colleague, Given, Hurdle, WORDS, Wrong, hurdle};
pub use store::{LetBack, Marked, answer, authors, colleague_at, given_by, hold, let_back, put};
pub use tally::{Bar, Tally};
