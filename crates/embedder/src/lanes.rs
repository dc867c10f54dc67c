//! Products of 16-bit integers, eight at a time: what WebAssembly's `i32x4.dot_i16x8_s` does in one step.
//!
//! Compilers find such an instruction in a plain loop for x86-64, but not for WebAssembly, so there it is named. The sums are of integers: both
//! ways give the same.

pub(crate) use arch::{Lane, dot, lane, tile, widen};

/// How many integers a [`Lane`] has.
pub(crate) const WIDTH: usize = 8;
/// How many columns [`tile`] multiplies with two rows: so many sums stay in registers.
pub(crate) const COLUMNS: usize = 4;

#[cfg(target_arch = "wasm32")]
mod arch {
    use core::arch::wasm32::{
        i16x8, i16x8_extend_low_i8x16, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, u64x2, v128,
    };

    use super::{COLUMNS, WIDTH};

    /// Eight 16-bit integers.
    pub(crate) type Lane = v128;

    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn lane([a, b, c, d, e, f, g, h]: [i16; WIDTH]) -> Lane {
        i16x8(a, b, c, d, e, f, g, h)
    }

    /// Eight bytes as signed integers.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn widen(bytes: [u8; WIDTH]) -> Lane {
        i16x8_extend_low_i8x16(u64x2(u64::from_le_bytes(bytes), 0))
    }

    /// The product with signed bytes.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn dot(a: &[Lane], b: &[[u8; WIDTH]]) -> i32 {
        let mut sum = i32x4_splat(0);
        for (a, b) in a.iter().zip(b) {
            sum = i32x4_add(sum, i32x4_dot_i16x8(*a, widen(*b)));
        }
        total(sum)
    }

    /// The products of two rows with some columns.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn tile([first, second]: [&[Lane]; 2], columns: [&[Lane]; COLUMNS]) -> [[i32; COLUMNS]; 2] {
        let mut sums = [[i32x4_splat(0); COLUMNS]; 2];
        let [a, b, c, d] = columns;
        for (((((first, second), a), b), c), d) in first.iter().zip(second).zip(a).zip(b).zip(c).zip(d) {
            for (column, weights) in [a, b, c, d].into_iter().enumerate() {
                sums[0][column] = i32x4_add(sums[0][column], i32x4_dot_i16x8(*first, *weights));
                sums[1][column] = i32x4_add(sums[1][column], i32x4_dot_i16x8(*second, *weights));
            }
        }
        let [[a, b, c, d], [e, f, g, h]] = sums;
        [[total(a), total(b), total(c), total(d)], [total(e), total(f), total(g), total(h)]]
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    fn total(sum: v128) -> i32 {
        i32x4_extract_lane::<0>(sum)
            + i32x4_extract_lane::<1>(sum)
            + i32x4_extract_lane::<2>(sum)
            + i32x4_extract_lane::<3>(sum)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod arch {
    use super::{COLUMNS, WIDTH};

    /// Eight 16-bit integers.
    pub(crate) type Lane = [i16; WIDTH];

    #[inline]
    pub(crate) fn lane(values: [i16; WIDTH]) -> Lane {
        values
    }

    /// Eight bytes as signed integers.
    #[inline]
    pub(crate) fn widen(bytes: [u8; WIDTH]) -> Lane {
        bytes.map(|byte| i16::from(byte.cast_signed()))
    }

    /// The product with signed bytes.
    #[inline]
    pub(crate) fn dot(a: &[Lane], b: &[[u8; WIDTH]]) -> i32 {
        let pairs = a.as_flattened().iter().zip(b.as_flattened());
        pairs.map(|(a, b)| i32::from(*a) * i32::from(b.cast_signed())).sum()
    }

    /// The products of two rows with some columns.
    #[inline]
    pub(crate) fn tile(rows: [&[Lane]; 2], columns: [&[Lane]; COLUMNS]) -> [[i32; COLUMNS]; 2] {
        rows.map(|row| {
            columns.map(|column| {
                let pairs = row.as_flattened().iter().zip(column.as_flattened());
                pairs.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
            })
        })
    }
}
