#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod casing;
mod catalogue;
mod compose;
mod composer;
mod fold;
mod likeness;
mod score_id;
mod table;
mod text;

pub use composer::composer;
pub use fold::fold;
pub use likeness::likeness;
pub use score_id::{normalise_score_id, score_id};
