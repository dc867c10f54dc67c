#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod content;
#[cfg(feature = "files")]
pub mod files;
mod fold;
mod gram;
mod kind;
mod name;
pub mod pack;
pub mod pages;
pub mod search;
mod source;
mod term;
pub mod words;

pub use content::Content;
pub use fold::fold;
pub use gram::grams;
pub use kind::Kind;
pub use mirubato_web::language::Language;
pub use name::{Languages, Name, Naming, names};
pub use source::SourceLanguage;
pub use term::{Definition, Pronunciation, Provenance, Quality, Related, Term};
