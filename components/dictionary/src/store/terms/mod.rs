//! Terms that are served.

mod index;
mod read;
mod write;

pub use read::{Shown, by_name, count};
pub use write::{others, put, remove, remove_curated_except};
