//! The arithmetic of a layer, row by row. Loops are plain, so that the compiler turns them into instructions which
//! work on many numbers at once: `pulp` runs them compiled for what the processor at hand can do.

use std::sync::LazyLock;

use ndarray::{Array1, Array2, Axis, Slice, linalg::general_mat_mul};
use pulp::Arch;

use crate::{config::Activation, error::ModelError, weights::Weights};

/// What the processor can do, found out once.
static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

/// Runs a loop compiled for this processor.
pub(crate) fn fast<T>(work: impl FnOnce() -> T) -> T {
    ARCH.dispatch(work)
}

/// Numbers that a loop sums side by side.
const LANES: usize = 16;

/// A table to multiply with, and a row to add.
pub(crate) struct Dense {
    /// A row for each number that comes in: so it lies in memory as multiplying reads it.
    table: Array2<f32>,
    shift: Array1<f32>,
}

impl Dense {
    /// Several of them that read the same, side by side as one.
    pub(crate) fn read(
        weights: &Weights<'_>,
        names: &[String],
        from: usize,
        to: usize,
    ) -> Result<Self, ModelError> {
        let mut table = Array2::zeros((from, to * names.len()));
        let mut shift = Array1::zeros(to * names.len());
        for (at, name) in names.iter().enumerate() {
            let part = weights.table(&format!("{name}.weight"), to, from)?;
            let columns = Slice::from(at * to..(at + 1) * to);
            table.slice_axis_mut(Axis(1), columns).assign(&part.t());
            shift.slice_axis_mut(Axis(0), columns).assign(&weights.row(&format!("{name}.bias"), to)?);
        }
        Ok(Self { table, shift })
    }

    pub(crate) fn apply(&self, rows: &Array2<f32>) -> Array2<f32> {
        let mut out = Array2::zeros((rows.nrows(), self.table.ncols()));
        for mut row in out.axis_iter_mut(Axis(0)) {
            row.assign(&self.shift);
        }
        general_mat_mul(1.0, rows, &self.table, 1.0, &mut out);
        out
    }
}

/// Brings each row to mean zero and spread one, then stretches and shifts it.
pub(crate) struct Norm {
    stretch: Array1<f32>,
    shift: Array1<f32>,
    epsilon: f32,
}

impl Norm {
    pub(crate) fn read(
        weights: &Weights<'_>,
        name: &str,
        length: usize,
        epsilon: f32,
    ) -> Result<Self, ModelError> {
        let stretch = weights.row(&format!("{name}.weight"), length)?;
        let shift = weights.row(&format!("{name}.bias"), length)?;
        Ok(Self { stretch, shift, epsilon })
    }

    pub(crate) fn apply(&self, rows: &mut Array2<f32>) {
        let (Some(stretch), Some(shift)) = (self.stretch.as_slice(), self.shift.as_slice()) else { return };
        each_row(rows, |row| {
            let length = row.len() as f32;
            let mean = sum(row, |number| number) / length;
            let spread = sum(row, |number| (number - mean) * (number - mean)) / length;
            let scale = 1.0 / (spread + self.epsilon).sqrt();
            for ((number, stretch), shift) in row.iter_mut().zip(stretch).zip(shift) {
                *number = (*number - mean) * scale * stretch + shift;
            }
        });
    }
}

/// Adds the second table to the first.
pub(crate) fn add(rows: &mut Array2<f32>, more: &Array2<f32>) {
    *rows += more;
}

/// Turns each row into shares of one, the greater the number the more.
pub(crate) fn shares(rows: &mut Array2<f32>) {
    each_row(rows, |row| {
        let greatest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for number in row.iter_mut() {
            *number = exp(*number - greatest);
        }
        let part = 1.0 / sum(row, |number| number);
        for number in row.iter_mut() {
            *number *= part;
        }
    });
}

/// Bends every number.
pub(crate) fn bend(rows: &mut Array2<f32>, activation: Activation) {
    match activation {
        Activation::Gelu => each_row(rows, |row| row.iter_mut().for_each(|x| *x = gelu(*x))),
        Activation::GeluTanh => each_row(rows, |row| row.iter_mut().for_each(|x| *x = gelu_tanh(*x))),
        Activation::Relu => each_row(rows, |row| row.iter_mut().for_each(|x| *x = x.max(0.0))),
    }
}

#[inline(always)]
fn each_row(rows: &mut Array2<f32>, work: impl Fn(&mut [f32])) {
    let columns = rows.ncols().max(1);
    // Every table here is made by this crate and lies in one piece.
    let Some(numbers) = rows.as_slice_mut() else { return };
    fast(
        #[inline(always)]
        || numbers.chunks_exact_mut(columns).for_each(work),
    );
}

/// The sum of what a row's numbers become. In lanes, as sums may not be taken in another order by the compiler.
#[inline(always)]
pub(crate) fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = row.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for chunk in chunks {
        for (lane, number) in lanes.iter_mut().zip(chunk) {
            *lane += of(*number);
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|number| of(*number)).sum::<f32>()
}

/// e to the power of `x`, to seven digits.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added to a number, this leaves its whole part in the lowest bits.
    const WHOLE: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + WHOLE;
    let whole = shifted - WHOLE;
    // ln 2 in two pieces, the first of few digits, so that nothing is lost.
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    let series = 1.987_569_1e-4;
    let series = series * rest + 1.398_199_9e-3;
    let series = series * rest + 8.333_452e-3;
    let series = series * rest + 4.166_579_6e-2;
    let series = series * rest + 1.666_666_5e-1;
    let series = series * rest + 0.5;
    (series * rest * rest + rest + 1.0) * power
}

/// The error function, to 1.5e-7: formula 7.1.26 of Abramowitz and Stegun.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let size = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * size);
    let series = 1.061_405_4;
    let series = series * t - 1.453_152;
    let series = series * t + 1.421_413_7;
    let series = series * t - 0.284_496_74;
    let series = series * t + 0.254_829_6;
    (1.0 - series * t * exp(-size * size)).copysign(x)
}

#[inline(always)]
fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

#[inline(always)]
fn gelu_tanh(x: f32) -> f32 {
    let inner = 0.797_884_6 * (x + 0.044_715 * x * x * x);
    // The hyperbolic tangent by the exponential.
    let double = exp(2.0 * inner);
    0.5 * x * (1.0 + (double - 1.0) / (double + 1.0))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn the_exponential_is_right_to_seven_digits() {
        for step in -870..=880 {
            let x = step as f32 / 10.0;
            let (ours, right) = (exp(x), f64::from(x).exp());
            assert!((f64::from(ours) / right - 1.0).abs() < 3e-7, "{x}: {ours} {right}");
        }
        assert!(exp(-1e9) < 1e-37 && exp(1e9).is_finite());
    }

    #[test]
    fn the_bend_is_right() {
        // From scipy: x * scipy.stats.norm.cdf(x).
        let known = [
            (0.0, 0.0),
            (1.0, 0.841_344_8),
            (-1.0, -0.158_655_25),
            (2.5, 2.484_475_8),
            (-0.3, -0.114_626_54),
        ];
        for (x, right) in known {
            assert!((gelu(x) - right).abs() < 1e-6, "{x}: {}", gelu(x));
            assert!((gelu_tanh(x) - right).abs() < 5e-4, "{x}: {}", gelu_tanh(x));
        }
    }

    #[test]
    fn shares_make_one() {
        let mut rows = array![[1.0, 2.0, 3.0], [1000.0, -1000.0, 0.0]];
        shares(&mut rows);
        let right = [[0.090_030_57, 0.244_728_47, 0.665_240_94], [1.0, 0.0, 0.0]];
        for (ours, right) in rows.iter().zip(right.as_flattened()) {
            assert!((ours - right).abs() < 1e-6, "{rows}");
        }
    }
}
