//! Dense layers in whole numbers: weights of 8 bits, as the model has them, and activations of up to 16.

use crate::lanes::{self, Lane, Sum, WIDTH};

/// Columns of a matrix that are multiplied together.
const COLUMNS: usize = 4;
/// Rows of activations that are multiplied together.
const ROWS: usize = 2;

/// A matrix of a layer: for each output its inputs' weights, one signed byte each, and what they are all multiplied by.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    pub(crate) weights: &'a [u8],
    pub(crate) inputs: usize,
    pub(crate) scale: f32,
}

/// Numbers as integers of one scale.
pub(crate) struct Quantised {
    pub(crate) lanes: Vec<Lane>,
    pub(crate) scale: f32,
}

impl Quantised {
    /// `values`, such that the sum of `inputs` products with weights fits 32 bits. `before` and `after` are numbers of zeros around them; all
    /// lengths are multiples of [`WIDTH`].
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub(crate) fn new(values: &[f32], inputs: usize, before: usize, after: usize) -> Self {
        let largest = values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
        let peak = (i32::MAX as usize / (127 * inputs)).min(i16::MAX as usize) as f32;
        let scale = largest / peak;
        let inverse = peak / largest;
        let mut lanes = Vec::with_capacity((before + values.len() + after) / WIDTH);
        lanes.resize(before / WIDTH, lanes::lane([0; WIDTH]));
        let (chunks, _) = values.as_chunks::<WIDTH>();
        lanes.extend(
            chunks.iter().map(|chunk| lanes::lane(chunk.map(|value| (value * inverse).round_ties_even() as i16))),
        );
        lanes.resize((before + values.len() + after) / WIDTH, lanes::lane([0; WIDTH]));
        Self { lanes, scale }
    }
}

impl Matrix<'_> {
    pub(crate) fn outputs(&self) -> usize {
        self.weights.len() / self.inputs
    }

    /// Adds, for every row, the product of this matrix with the activations that begin at `row * step` to what begins at `row * stride` in `out`.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub(crate) fn apply(&self, x: &Quantised, step: usize, out: &mut [f32], stride: usize) {
        let (depth, step, scale) = (self.inputs / WIDTH, step / WIDTH, self.scale * x.scale);
        let mut block = vec![[lanes::lane([0; WIDTH]); COLUMNS]; depth];
        for (column, weights) in self.weights.chunks_exact(self.inputs * COLUMNS).enumerate() {
            for (offset, weights) in weights.chunks_exact(self.inputs).enumerate() {
                let (chunks, _) = weights.as_chunks::<WIDTH>();
                block.iter_mut().zip(chunks).for_each(|(lanes, chunk)| lanes[offset] = lanes::widen(*chunk));
            }
            for (pair, out) in out.chunks_mut(stride * ROWS).enumerate() {
                let mut rows = x.lanes.get(pair * ROWS * step..).unwrap_or_default();
                let first = rows.get(..depth).unwrap_or_default();
                rows = rows.get(step..).unwrap_or_default();
                // The last row of an odd number stands for two.
                let second = if out.len() > stride { rows.get(..depth).unwrap_or_default() } else { first };
                let sums = tile(first, second, &block);
                for (out, sums) in out.chunks_mut(stride).zip(sums) {
                    for (out, sum) in out.iter_mut().skip(column * COLUMNS).zip(sums) {
                        *out += lanes::total(sum) as f32 * scale;
                    }
                }
            }
        }
    }
}

/// The products of two rows with four columns, in partial sums.
#[inline]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn tile(first: &[Lane], second: &[Lane], block: &[[Lane; COLUMNS]]) -> [[Sum; COLUMNS]; ROWS] {
    let mut sums = [[lanes::zero(); COLUMNS]; ROWS];
    for ((a, b), columns) in first.iter().zip(second).zip(block) {
        for (column, weights) in columns.iter().enumerate() {
            sums[0][column] = lanes::madd(sums[0][column], *a, *weights);
            sums[1][column] = lanes::madd(sums[1][column], *b, *weights);
        }
    }
    sums
}
