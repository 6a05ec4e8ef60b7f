//! The published record that answers rest on: citations, and how strong each kind of study is.

mod citation;
mod grade;

pub use citation::{Citation, Resolve, of_question};
pub use grade::{Ladder, grade_mark, kind_of_study};
