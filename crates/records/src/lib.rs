#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod device;
pub mod kinds;
pub mod merge;
pub mod mutation;
pub mod record;

pub use kinds::{Kind, Violation};
pub use merge::merge;
pub use record::{Field, Record};
