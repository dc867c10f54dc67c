//! Pages of HTML that say everything with their first byte, for people who follow a link and for search engines.
//!
//! They run no script. Everything that comes from a term, from an address or from a person is text and never markup: the templates escape
//! whatever they are given.

mod index;
mod layout;
mod linked_data;
mod missing;
mod phrases;
mod sitemap;
mod style;
mod term;

use crate::Language;

pub use index::{Entry, index};
pub use missing::{missing, no_language};
pub use sitemap::{Dated, sitemap, sitemaps};
pub use style::{STYLE, style_path};
pub use term::term;

/// Where the application is.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Its address without a slash at the end.
    pub origin: &'a str,
}

impl Site<'_> {
    /// The address of a term's page.
    #[must_use]
    pub fn term(&self, language: Language, slug: &str) -> String {
        format!("{}{}", self.origin, term_path(language, slug))
    }

    /// The address of a language's page.
    #[must_use]
    pub fn index(&self, language: Language) -> String {
        format!("{}{}", self.origin, index_path(language))
    }
}

/// The path of a term's page.
#[must_use]
pub fn term_path(language: Language, slug: &str) -> String {
    format!("{}/{}", index_path(language), encoded(slug))
}

/// The path of a language's page.
#[must_use]
pub fn index_path(language: Language) -> String {
    format!("/dictionary/{}", language.tag())
}

/// A part of a path. Slugs are plain ASCII; whatever else comes here must not become another address.
fn encoded(part: &str) -> String {
    let mut path = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    path
}
