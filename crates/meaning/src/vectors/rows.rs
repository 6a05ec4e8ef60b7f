//! Vectors in memory: each number in a byte, a scale for each vector, and the scan over all of them.
//!
//! A vector of length one is kept as whole numbers from -127 to 127 and the factor that brings the greatest back. It
//! takes a quarter of the memory and moves its direction by less than a thousandth in cosine, to which `tests/meaning/kept.rs`
//! holds it.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{
    dense::fast,
    model::to_unit,
    vectors::{Hit, VectorsError},
};

/// A vector as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Packed {
    pub(super) scale: f32,
    pub(super) codes: Vec<i8>,
}

impl Packed {
    /// Packs a vector, brought to length one.
    pub(super) fn of(vector: &[f32]) -> Result<Self, VectorsError> {
        // Whose square is beyond all numbers is as good as broken.
        let length: f32 = vector.iter().map(|number| number * number).sum();
        if !length.is_finite() {
            return Err(VectorsError::NoNumber);
        }
        let mut unit = vector.to_vec();
        to_unit(&mut unit);
        let greatest = unit.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = greatest / 127.0;
        let back = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        // Never beyond 127, as the greatest becomes just that.
        let codes = unit.iter().map(|number| (number * back).round() as i8).collect();
        Ok(Self { scale, codes })
    }
}

/// A query: packed for the scan, and whole for the last word on the best.
pub(super) struct Query {
    pub(super) packed: Packed,
    pub(super) whole: Vec<f32>,
}

impl Query {
    pub(super) fn of(vector: &[f32]) -> Result<Self, VectorsError> {
        let packed = Packed::of(vector)?;
        let mut whole = vector.to_vec();
        to_unit(&mut whole);
        Ok(Self { packed, whole })
    }
}

/// Vectors of one length, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    dimension: usize,
    pub(super) ids: Vec<u64>,
    scales: Vec<f32>,
    codes: Vec<i8>,
}

impl Rows {
    pub(super) fn new(dimension: usize) -> Self {
        Self { dimension, ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn push(&mut self, id: u64, scale: f32, codes: &[i8]) {
        self.ids.push(id);
        self.scales.push(scale);
        self.codes.extend_from_slice(codes);
    }

    pub(super) fn set(&mut self, row: usize, scale: f32, codes: &[i8]) {
        self.scales[row] = scale;
        let start = row * self.dimension;
        self.codes[start..start + self.dimension].copy_from_slice(codes);
    }

    /// Takes a row out and puts the last one in its place.
    pub(super) fn swap_remove(&mut self, row: usize) {
        let last = self.len() - 1;
        self.ids.swap_remove(row);
        self.scales.swap_remove(row);
        self.codes.copy_within(last * self.dimension.., row * self.dimension);
        self.codes.truncate(last * self.dimension);
    }

    pub(super) fn codes(&self, row: usize) -> &[i8] {
        &self.codes[row * self.dimension..(row + 1) * self.dimension]
    }

    pub(super) fn scale(&self, row: usize) -> f32 {
        self.scales[row]
    }

    /// The vector of a row, as near as it is kept.
    pub(super) fn whole(&self, row: usize) -> Vec<f32> {
        self.codes(row).iter().map(|code| f32::from(*code) * self.scales[row]).collect()
    }

    /// The rows that lie nearest to the query: at least `count` of those that count, where there are so many.
    pub(super) fn scan(&self, query: &Packed, count: usize, counts: impl Fn(usize) -> bool) -> Vec<usize> {
        /// Rows that are reckoned before any is looked at.
        const BLOCK: usize = 256;
        let mut best: BinaryHeap<Reverse<(Ranked, usize)>> = BinaryHeap::with_capacity(count + 1);
        let mut worst = f32::NEG_INFINITY;
        let mut near = [0.0_f32; BLOCK];
        let blocks = self.codes.chunks(BLOCK * self.dimension.max(1)).zip(self.scales.chunks(BLOCK));
        for (block, (codes, scales)) in blocks.enumerate() {
            fast(
                #[inline(always)]
                || products(codes, scales, &query.codes, &mut near),
            );
            for (at, near) in near[..scales.len()].iter().enumerate() {
                let row = block * BLOCK + at;
                if (*near <= worst && best.len() == count) || !counts(row) {
                    continue;
                }
                best.push(Reverse((Ranked(*near), row)));
                if best.len() > count {
                    best.pop();
                }
                worst = best.peek().map_or(worst, |Reverse((Ranked(near), _))| *near);
            }
        }
        best.into_iter().map(|Reverse((_, row))| row).collect()
    }

    /// How near a row lies to a query, by the query's own numbers.
    pub(super) fn hit(&self, row: usize, query: &Query) -> Hit {
        let codes = self.codes(row);
        let near: f32 = codes.iter().zip(&query.whole).map(|(code, number)| f32::from(*code) * number).sum();
        Hit { id: self.ids[row], cosine: near * self.scales[row] }
    }
}

/// A cosine that can be put in order.
#[derive(PartialEq)]
struct Ranked(f32);

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[inline(always)]
fn products(codes: &[i8], scales: &[f32], query: &[i8], near: &mut [f32]) {
    let rows = codes.chunks_exact(query.len().max(1)).zip(scales);
    for ((codes, scale), near) in rows.zip(near) {
        *near = product(codes, query) as f32 * scale;
    }
}

/// The sum of the products of two rows of codes. Of 4096 numbers it stays far below what 32 bits hold.
#[inline(always)]
fn product(left: &[i8], right: &[i8]) -> i32 {
    left.iter().zip(right).map(|(left, right)| i32::from(*left) * i32::from(*right)).sum()
}

/// How far two packed vectors are from each other: one less their cosine.
pub(super) fn distance(left: (&[i8], f32), right: (&[i8], f32)) -> f32 {
    let product = fast(
        #[inline(always)]
        || product(left.0, right.0),
    );
    1.0 - product as f32 * left.1 * right.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_out_of_a_scan() {
        let mut rows = Rows::new(2);
        for step in 0..1000_u64 {
            let angle = step as f32 / 1000.0;
            let Packed { scale, codes } = Packed::of(&[angle.cos(), angle.sin()]).unwrap();
            rows.push(step, scale, &codes);
        }
        let query = Query::of(&[3.0 * 0.5_f32.cos(), 3.0 * 0.5_f32.sin()]).unwrap();
        let mut near = rows.scan(&query.packed, 50, |row| row % 2 == 0);
        near.sort_unstable();
        assert_eq!(near.len(), 50);
        assert!(near.iter().all(|row| row % 2 == 0 && (400..=600).contains(row)), "{near:?}");
        assert!((rows.hit(500, &query).cosine - 1.0).abs() < 0.01);
        assert_eq!(rows.scan(&query.packed, 5000, |_| true).len(), 1000);
    }

    #[test]
    fn a_row_taken_out_leaves_the_others() {
        let mut rows = Rows::new(3);
        for id in 0..4_u64 {
            rows.push(id, id as f32, &[id as i8; 3]);
        }
        rows.swap_remove(1);
        rows.swap_remove(2);
        assert_eq!(rows.ids, [0, 3]);
        assert_eq!((rows.codes(1), rows.scale(1)), (&[3_i8; 3][..], 3.0));
    }

    #[test]
    fn what_is_no_number_is_refused_and_zeros_are_far_from_all() {
        assert!(Packed::of(&[1.0, f32::NAN]).is_err());
        assert!(Packed::of(&[1.0, f32::MAX]).is_err());
        let zero = Packed::of(&[0.0, 0.0]).unwrap();
        assert_eq!(zero, Packed { scale: 0.0, codes: vec![0, 0] });
        let one = Packed::of(&[1.0, 0.0]).unwrap();
        assert_eq!(distance((&zero.codes, zero.scale), (&one.codes, one.scale)), 1.0);
    }
}
