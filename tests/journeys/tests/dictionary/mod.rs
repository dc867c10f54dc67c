//! `/dictionary`: terms of music.

mod curation;
mod erasure;
mod export;
mod feedback;
mod generation;
mod packs;
mod pages;
mod quality;
mod review;
mod search;
mod terms;
mod written;
