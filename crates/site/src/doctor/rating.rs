//! Stars, drawn and in words. The raw mean and the number of reviews are shown; the shrunk mean only orders lists.

use askama::{Template, filters::HtmlSafe};
use db::entity::doctor;

use crate::web::Frame;

/// The stars that patients gave a doctor: an archive's starting sum and the published reviews here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Thousandths of stars.
    sum: i64,
    /// Reviews.
    pub count: i64,
}

impl Rating {
    /// From a sum in thousandths of stars; none where nobody gave any.
    pub fn new(sum: i64, count: i64) -> Option<Self> {
        (count > 0).then_some(Self { sum, count })
    }

    /// A doctor's rating.
    pub fn of(doctor: &doctor::Model) -> Option<Self> {
        Self::new(
            doctor.rating_start_sum + doctor.review_sum * 1000,
            doctor.rating_start_count + doctor.review_count,
        )
    }

    /// The raw mean in stars, within 1 to 5 by construction of what it is made of.
    pub fn mean(self) -> f64 {
        self.sum as f64 / 1000.0 / self.count as f64
    }

    /// The rating as pages show it; `reviews` is where they are to be read.
    pub fn shown<'a>(self, frame: &'a Frame, slug: &'a str) -> Stars<'a> {
        Stars { frame, rating: self, slug }
    }
}

/// Stars drawn and in words, with a link to the reviews.
#[derive(Template)]
#[template(path = "doctor/stars.html")]
pub struct Stars<'a> {
    frame: &'a Frame,
    rating: Rating,
    slug: &'a str,
}

impl HtmlSafe for Stars<'_> {}

impl Stars<'_> {
    fn reviews(&self) -> String {
        format!("/doctors/{}/reviews", self.slug)
    }

    /// The width of the filled part, in the drawing's units of 100.
    fn filled(&self) -> String {
        format!("{:.0}", (self.rating.mean() * 20.0).clamp(0.0, 100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_of_the_start_and_the_reviews_together() {
        assert!((Rating::new(220_900, 47).unwrap().mean() - 4.7).abs() < 1e-9);
        assert_eq!(Rating::new(0, 0), None);
    }
}
