//! `/dictionary`.

mod packs;
mod pages;
