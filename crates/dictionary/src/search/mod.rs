//! Which term somebody means.

mod likeness;
mod query;
pub mod rank;
mod slips;
mod sound;

pub use query::{Form, Query};
pub use slips::{allowance, slips};
pub use sound::sound;
