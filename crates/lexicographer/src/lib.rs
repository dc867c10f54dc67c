#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod chat;
pub mod embeddings;
pub mod judge;
pub mod prompt;
pub mod read;
pub mod rules;

mod chinese;
mod draft;
mod quality;
mod text;
mod tongue;
mod wanted;

pub use draft::{Definition, Definitions, Draft, KINDS, SOURCES};
pub use quality::{Decision, Quality, SERVED};
pub use read::{Refusal, read};
pub use text::Fault;
pub use tongue::Tongue;
pub use wanted::{MAX_WANTED, Unusable, Wanted};

/// The most bytes of an answer that are looked at.
pub const MAX_ANSWER: usize = 64 * 1_024;
