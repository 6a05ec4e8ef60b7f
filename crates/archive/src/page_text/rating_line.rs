//! The line of stars under a signature: `4.7 out of 5 stars 47 reviews`.

use super::PageRating;
use crate::record::{Rating, Thousandths};

/// What a line says of stars.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RatingLine {
    /// Stars and their count.
    Stars(PageRating),
    /// That there are none yet.
    NoReviews,
    /// It means to say stars, but what it says cannot be used.
    Unusable(String),
}

/// Lines of more bytes are not about stars, and not worth looking into.
const MAX_LINE: usize = 200;

/// Reads a line, if it is all about stars.
pub(super) fn read(line: &str) -> Option<RatingLine> {
    if line.len() > MAX_LINE {
        return None;
    }
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split_whitespace()
        .map(|word| word.trim_matches(['(', ')', ',']))
        .filter(|w| !w.is_empty())
        .collect();
    match words.as_slice() {
        ["no", "reviews"] | ["no", "reviews", "yet"] | ["0", "reviews"] => Some(RatingLine::NoReviews),
        [mean, "out", "of", "5", "stars" | "star", count, "review" | "reviews"] => Some(stars(mean, count)),
        [mean, "out", "of", _, "stars" | "star", rest @ ..] if rest.len() <= 2 && means_stars(mean, rest) => {
            Some(RatingLine::Unusable(
                "this rating cannot be used; write it as `4.7 out of 5 stars 47 reviews`".to_owned(),
            ))
        }
        [count, "review" | "reviews"] if whole(count).is_some() => Some(RatingLine::Unusable(
            "this line counts reviews but gives no stars; write `4.7 out of 5 stars 47 reviews`".to_owned(),
        )),
        _ => None,
    }
}

/// Whether a line of about the right words is about stars: it gives a number first, or reviews last.
fn means_stars(mean: &str, rest: &[&str]) -> bool {
    mean.starts_with(|c: char| c.is_ascii_digit()) || matches!(rest, [_, "review" | "reviews"])
}

fn stars(mean: &str, count: &str) -> RatingLine {
    let unusable = |reason: &str| RatingLine::Unusable(reason.to_owned());
    let count = if count == "no" { Some(0) } else { whole(count) };
    let (Some(mean), Some(count)) = (thousandths(mean), count) else {
        return unusable(
            "this rating has a number that cannot be read; write `4.7 out of 5 stars 47 reviews`",
        );
    };
    match (mean, count) {
        (0, 0) => RatingLine::NoReviews,
        (_, 0) => {
            unusable("this rating has stars but no reviews; remove the line or give the number of reviews")
        }
        (1000..=5000, 1..=Rating::MAX_COUNT) => {
            RatingLine::Stars(PageRating { mean: Thousandths(mean), count })
        }
        (1000..=5000, _) => unusable("this rating has more reviews than can be true; correct the number"),
        _ => unusable("stars go from 1 to 5; correct the rating"),
    }
}

/// `4`, `4.7` or `4.725`, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (units, decimals) = text.split_once('.').unwrap_or((text, "0"));
    if !(1..=2).contains(&units.len()) || !(1..=3).contains(&decimals.len()) {
        return None;
    }
    let digits = format!("{units}{decimals:0<3}");
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// `47`, `1204` or `1,204`.
fn whole(text: &str) -> Option<u32> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let grouped = text.contains(',');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || (grouped && first.len() > 3) || !groups.all(|part| part.len() == 3 && digits(part)) {
        return None;
    }
    text.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usable(mean: i64, count: u32) -> Option<RatingLine> {
        Some(RatingLine::Stars(PageRating { mean: Thousandths(mean), count }))
    }

    #[test]
    fn stars_and_counts_are_read_exactly() {
        assert_eq!(read("4.7 out of 5 stars 47 reviews"), usable(4700, 47));
        assert_eq!(read("5 out of 5 stars 1 review"), usable(5000, 1));
        assert_eq!(read("3.725 Out of 5 Stars (1,204 Reviews)"), usable(3725, 1204));
        assert_eq!(PageRating { mean: Thousandths(4700), count: 47 }.sum(), Thousandths(220_900));
        for none in ["No reviews", "no reviews yet", "0 reviews", "0.0 out of 5 stars 0 reviews"] {
            assert_eq!(read(none), Some(RatingLine::NoReviews), "{none}");
        }
    }

    #[test]
    fn a_rating_that_cannot_be_true_is_named_as_such() {
        for line in [
            "7.3 out of 5 stars 2 reviews",
            "0.5 out of 5 stars 2 reviews",
            "4,7 out of 5 stars 2 reviews",
            "4.7 out of 10 stars 2 reviews",
            "4.7 out of 5 stars",
            "4.7 out of 5 stars 4",
            "4.7 out of 5 stars 0 reviews",
            "4.7 out of 5 stars -3 reviews",
            "4.7 out of 5 stars 99999999999999999999 reviews",
            "NaN out of 5 stars 2 reviews",
            "4.7 out of 5 stars 1,20 reviews",
            "12 reviews",
        ] {
            assert!(matches!(read(line), Some(RatingLine::Unusable(_))), "{line}");
        }
    }

    #[test]
    fn other_lines_are_not_ratings() {
        for line in
            ["", "I give Botox 5 out of 5 stars", "Read the reviews", "Seattle Dermatologist", "5 stars"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
