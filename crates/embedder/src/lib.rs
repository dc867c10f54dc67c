#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod dense;
mod encoder;
mod lanes;
mod layout;
mod network;
mod normalise;
mod pieces;
mod table;
mod trie;
pub mod vectors;

pub use encoder::{Encoder, LONGEST, MODEL, TextError};
pub use layout::{CHUNKS, CODES, Fault, LEVELS, Sections};
pub use network::{MATRICES, VECTORS};
pub use trie::{Piece, Trie};
