//! Eight 16-bit integers at a time: what WebAssembly's `i32x4.dot_i16x8_s` multiplies in one step.
//!
//! The compiler finds that instruction for x86-64 by itself, but not for WebAssembly, so there it is named. The sums are of integers: both ways
//! give the same.

pub(crate) use arch::{Lane, Sum, lane, madd, total, widen, zero};

/// How many integers a [`Lane`] has.
pub(crate) const WIDTH: usize = 8;

#[cfg(target_arch = "wasm32")]
mod arch {
    use core::arch::wasm32::{
        i16x8, i16x8_extend_low_i8x16, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, u64x2, v128,
    };

    /// Eight 16-bit integers.
    pub(crate) type Lane = v128;
    /// Four partial sums.
    pub(crate) type Sum = v128;

    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn lane(values: [i16; 8]) -> Lane {
        let [a, b, c, d, e, f, g, h] = values;
        i16x8(a, b, c, d, e, f, g, h)
    }

    /// Eight bytes as signed integers.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn widen(bytes: [u8; 8]) -> Lane {
        i16x8_extend_low_i8x16(u64x2(u64::from_le_bytes(bytes), 0))
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn zero() -> Sum {
        i32x4_splat(0)
    }

    /// Adds the products of two lanes.
    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn madd(sum: Sum, a: Lane, b: Lane) -> Sum {
        i32x4_add(sum, i32x4_dot_i16x8(a, b))
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub(crate) fn total(sum: Sum) -> i32 {
        i32x4_extract_lane::<0>(sum)
            + i32x4_extract_lane::<1>(sum)
            + i32x4_extract_lane::<2>(sum)
            + i32x4_extract_lane::<3>(sum)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod arch {
    /// Eight 16-bit integers.
    pub(crate) type Lane = [i16; 8];
    /// Four partial sums.
    pub(crate) type Sum = [i32; 4];

    #[inline]
    pub(crate) fn lane(values: [i16; 8]) -> Lane {
        values
    }

    /// Eight bytes as signed integers.
    #[inline]
    pub(crate) fn widen(bytes: [u8; 8]) -> Lane {
        bytes.map(|byte| i16::from(byte.cast_signed()))
    }

    #[inline]
    pub(crate) fn zero() -> Sum {
        [0; 4]
    }

    /// Adds the products of two lanes.
    #[inline]
    pub(crate) fn madd(sum: Sum, a: Lane, b: Lane) -> Sum {
        core::array::from_fn(|i| {
            sum[i] + i32::from(a[2 * i]) * i32::from(b[2 * i]) + i32::from(a[2 * i + 1]) * i32::from(b[2 * i + 1])
        })
    }

    #[inline]
    pub(crate) fn total(sum: Sum) -> i32 {
        sum.into_iter().sum()
    }
}
