//! Whether one configuration is better than another, or was lucky with the questions.

/// Drawn so often.
const DRAWS: usize = 10_000;

/// The difference of two configurations on the same queries.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Difference {
    /// The mean of the second less that of the first.
    pub mean: f64,
    /// Of all draws, 95 in 100 lie above this.
    pub low: f64,
    /// And so many below this.
    pub high: f64,
    /// How likely a difference as large is by chance, from both sides.
    pub p: f64,
}

/// Draws queries again and again, with replacement and always the same ones, and looks at the mean difference.
pub fn paired(first: &[f64], second: &[f64]) -> Difference {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| b - a).collect();
    let count = differences.len();
    if count == 0 {
        return Difference { mean: 0.0, low: 0.0, high: 0.0, p: 1.0 };
    }
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| (0..count).map(|_| differences[dice.below(count)]).sum::<f64>() / count as f64)
        .collect();
    means.sort_by(f64::total_cmp);
    let share = |share: f64| means[((share * DRAWS as f64) as usize).min(DRAWS - 1)];
    let not_above = means.iter().filter(|mean| **mean <= 0.0).count();
    let not_below = means.iter().filter(|mean| **mean >= 0.0).count();
    Difference {
        mean: differences.iter().sum::<f64>() / count as f64,
        low: share(0.025),
        high: share(0.975),
        p: (2.0 * not_above.min(not_below) as f64 / DRAWS as f64).min(1.0),
    }
}

/// The same numbers each time, so that a measurement can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_gain_is_told_from_luck() {
        let first: Vec<f64> = (0..200).map(|n| f64::from(n % 10) / 10.0).collect();
        let better: Vec<f64> =
            first.iter().enumerate().map(|(n, v)| v + if n % 3 == 0 { 0.1 } else { 0.02 }).collect();
        let lucky: Vec<f64> =
            first.iter().enumerate().map(|(n, v)| if n % 2 == 0 { v + 0.1 } else { v - 0.1 }).collect();
        let gain = paired(&first, &better);
        assert!(gain.low > 0.0 && gain.p < 0.01 && gain.low < gain.mean && gain.mean < gain.high);
        assert!(paired(&first, &lucky).p > 0.3);
        assert_eq!(paired(&first, &first).p, 1.0);
        assert_eq!(paired(&[], &[]).mean, 0.0);
    }
}
