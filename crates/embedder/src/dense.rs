//! Dense layers in whole numbers: weights of 8 bits, as the model has them, and activations of up to 16.

use crate::lanes::{self, COLUMNS, Lane, WIDTH};

/// A matrix of a layer: for each output its inputs' weights, one signed byte each, and what they are all multiplied by.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    pub(crate) weights: &'a [u8],
    pub(crate) inputs: usize,
    pub(crate) scale: f32,
}

/// Numbers as integers of one scale.
pub(crate) struct Quantised {
    lanes: Vec<Lane>,
    scale: f32,
}

impl Quantised {
    /// `values`, such that the sum of `inputs` products with weights fits 32 bits. `before` and `after` are numbers of zeros around them; all
    /// lengths are multiples of [`WIDTH`].
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub(crate) fn new(values: &[f32], inputs: usize, before: usize, after: usize) -> Self {
        let largest = values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
        let peak = (i32::MAX as usize / (128 * inputs)).min(i16::MAX as usize) as f32;
        let inverse = peak / largest;
        let zeros = lanes::lane([0; WIDTH]);
        let mut lanes = Vec::with_capacity((before + values.len() + after) / WIDTH);
        lanes.resize(before / WIDTH, zeros);
        for chunk in values.as_chunks::<WIDTH>().0 {
            lanes.push(lanes::lane(chunk.map(|value| (value * inverse).round_ties_even() as i16)));
        }
        lanes.resize((before + values.len() + after) / WIDTH, zeros);
        Self { lanes, scale: largest / peak }
    }

    /// The product with signed bytes.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub(crate) fn dot(&self, bytes: &[u8]) -> f32 {
        lanes::dot(&self.lanes, bytes.as_chunks::<WIDTH>().0) as f32 * self.scale
    }

    /// `count` lanes from a place on.
    fn row(&self, start: usize, count: usize) -> &[Lane] {
        self.lanes.get(start..start + count).unwrap_or_default()
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
        let mut block = vec![lanes::lane([0; WIDTH]); depth * COLUMNS];
        for (column, weights) in self.weights.chunks_exact(self.inputs * COLUMNS).enumerate() {
            for (lane, bytes) in block.iter_mut().zip(weights.as_chunks::<WIDTH>().0) {
                *lane = lanes::widen(*bytes);
            }
            let mut columns = block.chunks_exact(depth);
            let columns = [(); COLUMNS].map(|()| columns.next().unwrap_or_default());
            for (pair, out) in out.chunks_mut(stride * 2).enumerate() {
                let first = x.row(pair * 2 * step, depth);
                // The last row of an odd number stands for two.
                let second = if out.len() > stride { x.row((pair * 2 + 1) * step, depth) } else { first };
                for (out, sums) in out.chunks_mut(stride).zip(lanes::tile([first, second], columns)) {
                    for (out, sum) in out.iter_mut().skip(column * COLUMNS).zip(sums) {
                        *out += sum as f32 * scale;
                    }
                }
            }
        }
    }
}
