#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[expect(
    missing_docs,
    unused_qualifications,
    reason = "a contract says what needs saying, and paths are written out in full"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
}
pub use generated::*;

use serde_json::value::RawValue;

/// JSON text as a value to carry. `None` where it is not JSON.
#[must_use]
pub fn json(text: String) -> Option<Box<RawValue>> {
    RawValue::from_string(text).ok()
}
