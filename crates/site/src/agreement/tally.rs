//! The bar of the counts, and the bar with its label as lists show it.

use std::fmt;

use askama::{Template, filters::HtmlSafe};
use db::value::Stance;

use super::{Counts, FEWEST};
use crate::web::Frame;

/// Widest bar, in its own units.
const WIDTH: u32 = 408;
/// Width of one doctor's segment while all fit.
const SEGMENT: u32 = 34;
/// Above this many doctors, each stance is one segment.
const SINGLY: u32 = 24;
const GAP: u32 = 2;

/// One segment per doctor, largest stance first. The label always stands beside it in words.
pub struct Bar<'a> {
    /// The stances counted.
    pub counts: Counts,
    /// Address of the sprite with the segments.
    pub sprite: &'a str,
}

impl HtmlSafe for Bar<'_> {}

impl Bar<'_> {
    fn segments(&self) -> (u32, Vec<(Stance, u32, u32)>) {
        let (all, ranked) = (self.counts.total(), self.counts.ranked());
        let mut segments = Vec::new();
        let mut x = 0;
        if all > SINGLY {
            for (stance, n) in ranked {
                let width = (WIDTH * n / all).max(GAP * 2);
                segments.push((stance, x, width - GAP));
                x += width;
            }
        } else {
            let width = if all * SEGMENT <= WIDTH { SEGMENT } else { WIDTH / all };
            for (stance, n) in ranked {
                for _ in 0..n {
                    segments.push((stance, x, width - GAP));
                    x += width;
                }
            }
        }
        (x.saturating_sub(GAP), segments)
    }
}

impl fmt::Display for Bar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, segments) = self.segments();
        write!(
            f,
            "<svg class=\"bar\" viewBox=\"0 0 {width} 20\" width=\"{width}\" height=\"20\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        )?;
        for (stance, x, width) in segments {
            let (word, sprite) = (stance.word(), self.sprite);
            write!(
                f,
                "<use class=\"{word}\" href=\"{sprite}#seg-{word}\" x=\"{x}\" width=\"{width}\" height=\"20\"/>"
            )?;
        }
        f.write_str("</svg>")
    }
}

/// The bar with its label, as lists show it.
#[derive(Template)]
#[template(path = "agreement/tally.html")]
pub struct Tally<'a> {
    /// The page that it stands on.
    pub frame: &'a Frame,
    /// The stances counted.
    pub counts: Counts,
    /// How many answers there are, with a stance or without.
    pub answers: i32,
}

impl HtmlSafe for Tally<'_> {}

impl<'a> Tally<'a> {
    fn bar(&self) -> Bar<'a> {
        Bar { counts: self.counts, sprite: self.frame.sprite() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_has_a_segment_for_each_doctor_until_they_are_many() {
        let bar =
            |yes, no| Bar { counts: Counts { yes, no, ..Counts::default() }, sprite: "/m.svg" }.to_string();
        assert_eq!(bar(1, 5).matches("<use").count(), 6);
        assert_eq!(bar(10, 14).matches("<use").count(), 24);
        assert_eq!(bar(1000, 1).matches("<use").count(), 2);
        assert!(bar(1, 5).find("seg-no") < bar(1, 5).find("seg-yes"));
    }
}
