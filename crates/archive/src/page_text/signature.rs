//! Tells the paragraphs that sign an answer from those that only look like it.

use super::blocks::{Block, TextLine};
use super::rating_line::{self, RatingLine};
use super::{PageDoctor, PageError, PageRating, doctor_line, place};

/// What a paragraph may be.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// A signature for certain: it ends in a line of stars.
    Rated(PageDoctor),
    /// A signature by its form, but a heading or a sign-off could have that form too.
    Unrated(PageDoctor),
    /// Text whose last lines have the form of a signature.
    Glued,
    /// It has a line of stars, but the lines around it do not fit.
    Broken(PageError),
    /// Text.
    Text,
}

/// Reads one paragraph of the answers.
pub(super) fn read(block: &Block) -> Reading {
    let last = block.last();
    match rating_line::read(&last.text) {
        Some(RatingLine::Unusable(reason)) => Reading::Broken(PageError::at(last.number, reason)),
        Some(RatingLine::Stars(rating)) => rated(block, Some(rating)),
        // Also ordinary words, unless they stand where the stars would.
        Some(RatingLine::NoReviews) if block.len() > 1 && !follows_place(block) => Reading::Text,
        Some(RatingLine::NoReviews) => rated(block, None),
        None => match block.lines().find(|line| has_stars(line)) {
            Some(line) => Reading::Broken(PageError::at(
                line.number,
                "a line of stars must be the last of its paragraph; put a blank line after it",
            )),
            None => unrated(block),
        },
    }
}

/// Whether a paragraph is a name with letters and a second line that may be a place of an unknown specialty.
pub(super) fn may_be_unknown_specialty(block: &Block) -> bool {
    block.len() == 2
        && doctor_line::read_certain(&block.first.text).is_some()
        && place::read(&block.last().text) == Err(place::NotPlace::UnknownSpecialty)
}

fn follows_place(block: &Block) -> bool {
    block.lines().rev().nth(1).is_some_and(|line| place::read(&line.text).is_ok())
}

fn has_stars(line: &TextLine) -> bool {
    matches!(rating_line::read(&line.text), Some(RatingLine::Stars(_)))
}

/// A paragraph that ends in a line of stars: one line for the place before it, and maybe one for the name.
fn rated(block: &Block, rating: Option<PageRating>) -> Reading {
    let before: Vec<&TextLine> = block.lines().take(block.len() - 1).collect();
    let broken = |line: u64, reason: &str| Reading::Broken(PageError::at(line, reason));
    let (name, place) = match before.as_slice() {
        [] => {
            let reason = "these stars stand apart from a doctor's city and specialty; remove the blank line before them";
            return broken(block.line(), reason);
        }
        [place] => (None, *place),
        [name, place] => (Some(*name), *place),
        _ => {
            let reason =
                "there is text above the doctor's name; put a blank line between the answer and the name";
            return broken(block.line(), reason);
        }
    };
    let (city, specialty) = match place::read(&place.text) {
        Ok(found) => found,
        Err(why) => return broken(place.number, why.advice()),
    };
    let mut doctor =
        PageDoctor { name: None, letters: Vec::new(), city, specialty, rating, line: block.line() };
    if let Some(line) = name {
        let Some(named) = doctor_line::read(&line.text) else {
            let reason = "this should be a doctor's name and letters, such as `Ada Quill, MD`; correct it, or put a \
                          blank line after it if it belongs to the answer";
            return broken(line.number, reason);
        };
        doctor.name = Some(named.name);
        doctor.letters = named.letters;
    }
    Reading::Rated(doctor)
}

/// A paragraph without stars, which may still end in a place.
fn unrated(block: &Block) -> Reading {
    let Ok((city, specialty)) = place::read(&block.last().text) else {
        return Reading::Text;
    };
    let mut doctor =
        PageDoctor { name: None, letters: Vec::new(), city, specialty, rating: None, line: block.line() };
    if block.len() == 1 {
        return Reading::Unrated(doctor);
    }
    match doctor_line::read(&block.first.text) {
        Some(named) if block.len() == 2 => {
            doctor.name = Some(named.name);
            doctor.letters = named.letters;
            Reading::Unrated(doctor)
        }
        _ => Reading::Glued,
    }
}
