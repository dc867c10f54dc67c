//! The network: embeddings of pieces through three branches that look at 2, 3 and 5 pieces at a time, summed over the text, then a deep
//! averaging network.

use crate::dense::{Matrix, Quantised};
use crate::layout::{self, Fault, Floats};

/// Dimensions of a piece's embedding, and of the result.
pub(crate) const EMBEDDING: usize = 512;
/// Dimensions of a branch.
const BRANCH: usize = 256;
/// How many pieces a branch looks at, and how many of them stand before the one it is about.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const BRANCHES: usize = BRANCH * ORDERS.len();
/// Dimensions of a piece with its branches.
const FEATURES: usize = EMBEDDING + BRANCHES;
/// Dimensions of the inner layers of the averaging network.
const INNER: usize = 320;
const EPSILON: f32 = 1e-12;

/// Inputs and outputs of every matrix, in the order of the file.
pub const MATRICES: [(usize, usize); 16] = [
    (EMBEDDING, BRANCH),
    (EMBEDDING, BRANCH),
    (EMBEDDING, BRANCH),
    (2 * BRANCH, BRANCH),
    (3 * BRANCH, BRANCH),
    (5 * BRANCH, BRANCH),
    (2 * BRANCH, BRANCH),
    (3 * BRANCH, BRANCH),
    (5 * BRANCH, BRANCH),
    (FEATURES, EMBEDDING),
    (EMBEDDING, INNER),
    (EMBEDDING, INNER),
    (INNER, INNER),
    (INNER, EMBEDDING),
    (INNER, EMBEDDING),
    (EMBEDDING, EMBEDDING),
];

/// Lengths of every vector, in the order of the file.
pub const VECTORS: [usize; 12] =
    [BRANCHES, BRANCHES, BRANCHES, BRANCH, BRANCH, BRANCH, BRANCH, BRANCH, BRANCH, FEATURES, FEATURES, EMBEDDING];

/// The layers of the model.
pub(crate) struct Network<'a> {
    projection: [Matrix<'a>; 3],
    first: [Matrix<'a>; 3],
    second: [Matrix<'a>; 3],
    features: Matrix<'a>,
    d0: Matrix<'a>,
    p1: Matrix<'a>,
    d1: Matrix<'a>,
    d2: Matrix<'a>,
    p3: Matrix<'a>,
    d3: Matrix<'a>,
    projection_bias: Floats<'a>,
    projection_norm: Norm<'a>,
    first_bias: [Floats<'a>; 3],
    second_bias: [Floats<'a>; 3],
    features_norm: Norm<'a>,
    features_bias: Floats<'a>,
}

/// A layer normalisation.
#[derive(Clone, Copy)]
struct Norm<'a> {
    gain: Floats<'a>,
    bias: Floats<'a>,
}

impl<'a> Network<'a> {
    /// The layers as the file has them.
    pub(crate) fn read(matrices: &'a [u8], vectors: &'a [u8]) -> Result<Self, Fault> {
        let [a2, a3, a5, f2, f3, f5, s2, s3, s5, features, d0, p1, d1, d2, p3, d3] =
            layout::matrices(matrices, MATRICES)?;
        let [pb, pg, pn, fb2, fb3, fb5, sb2, sb3, sb5, gain, bias, fb] = layout::vectors(vectors, VECTORS)?;
        Ok(Self {
            projection: [a2, a3, a5],
            first: [f2, f3, f5],
            second: [s2, s3, s5],
            features,
            d0,
            p1,
            d1,
            d2,
            p3,
            d3,
            projection_bias: pb,
            projection_norm: Norm { gain: pg, bias: pn },
            first_bias: [fb2, fb3, fb5],
            second_bias: [sb2, sb3, sb5],
            features_norm: Norm { gain, bias },
            features_bias: fb,
        })
    }

    /// The vector of a text from the embeddings of its pieces, [`EMBEDDING`] numbers each; of length 1.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub(crate) fn embed(&self, embeddings: &[f32]) -> Vec<f32> {
        let count = embeddings.len() / EMBEDDING;
        let mut projected = vec![0.0; count * BRANCHES];
        let quantised = Quantised::new(embeddings, EMBEDDING, 0, 0);
        for (branch, matrix) in self.projection.iter().enumerate() {
            let out = projected.get_mut(branch * BRANCH..).unwrap_or_default();
            matrix.apply(&quantised, EMBEDDING, out, BRANCHES);
        }
        for row in projected.chunks_exact_mut(BRANCHES) {
            add(row, self.projection_bias);
            self.projection_norm.apply(row);
        }
        let mut features = vec![0.0; count * FEATURES];
        for (row, embedding) in features.chunks_exact_mut(FEATURES).zip(embeddings.chunks_exact(EMBEDDING)) {
            row.iter_mut().zip(embedding).for_each(|(to, from)| *to = *from);
        }
        for (branch, order) in ORDERS.into_iter().enumerate() {
            let (from, to) = (branch * BRANCH, EMBEDDING + branch * BRANCH);
            let rows = projected.chunks_exact(BRANCHES).flat_map(|row| row.iter().skip(from).take(BRANCH));
            let input: Vec<f32> = rows.copied().collect();
            let hidden = convolve(&input, order, self.first[branch], self.first_bias[branch]);
            let output = convolve(&hidden, order, self.second[branch], self.second_bias[branch]);
            for (row, output) in features.chunks_exact_mut(FEATURES).zip(output.chunks_exact(BRANCH)) {
                row.iter_mut().skip(to).zip(output).for_each(|(to, from)| *to = *from);
            }
        }
        self.average(&mut features, count as f32)
    }

    /// The sum of the features over √n, and what the averaging network makes of it.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn average(&self, features: &mut [f32], count: f32) -> Vec<f32> {
        let mut sum = vec![0.0; FEATURES];
        for row in features.chunks_exact_mut(FEATURES) {
            self.features_norm.apply(row);
            sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += *value);
        }
        let mut mean = layer(&[(self.features, &sum)]);
        for (value, bias) in mean.iter_mut().zip(self.features_bias.iter()) {
            *value = (*value + count * bias) / count.sqrt();
        }
        let first = rectified(layer(&[(self.d0, &mean)]));
        let second = rectified(layer(&[(self.p1, &mean), (self.d1, &first)]));
        let third = rectified(layer(&[(self.d2, &second)]));
        let mut result = layer(&[(self.p3, &second), (self.d3, &third)]);
        result.iter_mut().for_each(|value| *value = value.tanh());
        let square: f32 = result.iter().map(|value| value * value).sum();
        let length = square.max(EPSILON).sqrt();
        result.iter_mut().for_each(|value| *value /= length);
        result
    }
}

impl Norm<'_> {
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn apply(&self, row: &mut [f32]) {
        let width = row.len() as f32;
        let mean = sum(row.iter().copied()) / width;
        row.iter_mut().for_each(|value| *value -= mean);
        let variance = sum(row.iter().map(|value| value * value)) / width;
        let inverse = 1.0 / (variance + EPSILON).sqrt();
        for ((value, gain), bias) in row.iter_mut().zip(self.gain.iter()).zip(self.bias.iter()) {
            *value = *value * inverse * gain + bias;
        }
    }
}

/// In double precision, so that the order does not matter.
fn sum(values: impl Iterator<Item = f32>) -> f32 {
    values.map(f64::from).sum::<f64>() as f32
}

fn add(row: &mut [f32], bias: Floats<'_>) {
    row.iter_mut().zip(bias.iter()).for_each(|(value, bias)| *value += bias);
}

/// What a residual convolution over pieces makes of `input`. Beyond both ends of the text stand zeros.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn convolve(input: &[f32], (order, left): (usize, usize), matrix: Matrix<'_>, bias: Floats<'_>) -> Vec<f32> {
    let quantised = Quantised::new(input, order * BRANCH, left * BRANCH, (order - 1 - left) * BRANCH);
    let mut output = vec![0.0; input.len()];
    matrix.apply(&quantised, BRANCH, &mut output, BRANCH);
    for (output, input) in output.chunks_exact_mut(BRANCH).zip(input.chunks_exact(BRANCH)) {
        for ((output, bias), input) in output.iter_mut().zip(bias.iter()).zip(input) {
            *output = (*output + bias).max(0.0) + input;
        }
    }
    output
}

/// The sum of products of matrices with vectors.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn layer(products: &[(Matrix<'_>, &Vec<f32>)]) -> Vec<f32> {
    let width = products.first().map_or(0, |(matrix, _)| matrix.outputs());
    let mut output = vec![0.0; width];
    for (matrix, input) in products {
        matrix.apply(&Quantised::new(input, matrix.inputs, 0, 0), matrix.inputs, &mut output, width);
    }
    output
}

fn rectified(mut values: Vec<f32>) -> Vec<f32> {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
    values
}
