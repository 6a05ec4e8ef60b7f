//! Several measurements of one thing, and how they are written.

/// Measurements of one thing in one run.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures(Vec<f64>);

impl Figures {
    pub(super) fn push(&mut self, one: f64) {
        self.0.push(one);
        self.0.sort_by(f64::total_cmp);
    }

    /// Adds many at once.
    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = f64>) {
        self.0.extend(more);
        self.0.sort_by(f64::total_cmp);
    }

    #[cfg(feature = "search")]
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    #[cfg(feature = "search")]
    pub(super) fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    /// What this share of them stays within.
    pub(super) fn share(&self, share: f64) -> f64 {
        let at = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// The middle one, or what lies between the two in the middle.
    pub(super) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        let upper = self.0.get(middle).copied().unwrap_or(f64::NAN);
        if self.0.len() % 2 == 1 {
            upper
        } else {
            (self.0.get(middle.wrapping_sub(1)).unwrap_or(&f64::NAN) + upper) / 2.0
        }
    }

    fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or(f64::NAN)
    }

    fn most(&self) -> f64 {
        self.0.last().copied().unwrap_or(f64::NAN)
    }

    /// Least, middle and most: `1.0 / 1.2 / 1.9`.
    pub(super) fn spread(&self, decimals: usize) -> String {
        if self.0.len() == 1 {
            return number(self.median(), decimals);
        }
        [self.least(), self.median(), self.most()].map(|one| number(one, decimals)).join(" / ")
    }
}

impl FromIterator<f64> for Figures {
    fn from_iter<I: IntoIterator<Item = f64>>(all: I) -> Self {
        let mut figures = Self::default();
        all.into_iter().for_each(|one| figures.push(one));
        figures
    }
}

/// A number with this many decimals; thousands are set apart.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::with_capacity(text.len() + 4);
    for (index, char) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left.is_multiple_of(3) && char.is_ascii_digit() && !out.ends_with('-') {
            out.push(',');
        }
        out.push(char);
    }
    out + rest
}

/// Whether a target was met, in a word.
pub(super) fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_found() {
        assert_eq!(Figures::from_iter([3.0, 1.0, 2.0]).median(), 2.0);
        assert_eq!(Figures::from_iter([4.0, 1.0]).median(), 2.5);
        assert!(Figures::default().median().is_nan());
        assert_eq!(Figures::from_iter([3.0, 1.0, 2.0]).spread(1), "1.0 / 2.0 / 3.0");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(number(1_234_567.891, 1), "1,234,567.9");
        assert_eq!(number(12.0, 0), "12");
        assert_eq!(number(-123_456.0, 0), "-123,456");
    }
}
