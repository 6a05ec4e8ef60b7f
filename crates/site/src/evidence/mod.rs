//! The published record that answers rest on: citations, and how strong each kind of study is.

mod citation;
mod cited;
mod grade;

pub use citation::{Citation, Resolve, of_question};
pub use cited::Cited;
pub use grade::{Ladder, grade_mark, kind_of_study};
