#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod chat;
pub mod judge;
pub mod prompt;
pub mod quality;
pub mod rules;

mod check;
mod chinese;
mod language;
mod read;
mod text;
mod wanted;

pub use check::{Author, Flaw, INSTRUMENTS, MAX_ITEMS, check};
pub use read::{Refusal, read};
pub use text::Fault;
pub use wanted::{MAX_WANTED, Unusable, Wanted, slug};

/// The most bytes of an answer that are looked at.
pub const MAX_ANSWER: usize = 64 * 1_024;
