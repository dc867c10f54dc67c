//! Terms that are served.

mod index;
mod list;
mod read;
mod whole;
mod write;

pub use list::{List, Page, list};
pub use read::{Shown, by_name, by_slugs, count, languages};
pub use whole::{find, headwords, headwords_of, page, unrelate};
pub use write::{others, put, remove, remove_curated_except};
