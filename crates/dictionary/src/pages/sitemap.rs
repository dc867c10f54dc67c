//! What there is, for search engines (sitemaps.org), with each page's other languages (`xhtml:link`).

use std::fmt::Write as _;

use super::Site;
use crate::Language;

/// A term, and when it last changed.
#[derive(Clone, Debug)]
pub struct Dated {
    /// Its slug.
    pub id: String,
    /// RFC 3339.
    pub updated_at: String,
    /// The languages it is defined in.
    pub languages: Vec<Language>,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The list of the sitemaps, one a language.
#[must_use]
pub fn sitemaps(site: &Site<'_>) -> String {
    let mut xml = format!("{HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for language in Language::ALL {
        let address = format!("{}/dictionary/sitemap-{}.xml", site.origin, language.tag());
        // Writing to a string does not fail.
        let _ = writeln!(xml, "<sitemap><loc>{}</loc></sitemap>", escaped(&address));
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// The pages of a language.
#[must_use]
pub fn sitemap(site: &Site<'_>, language: Language, terms: &[Dated]) -> String {
    let mut xml = format!(
        "{HEAD}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
    );
    let all = Language::ALL.map(|language| (language, site.index(language)));
    page(&mut xml, language, &all, None);
    for term in terms {
        let places: Vec<_> =
            term.languages.iter().map(|language| (*language, site.term(*language, &term.id))).collect();
        page(&mut xml, language, &places, Some(&term.updated_at));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// One page, where it is in this language.
fn page(xml: &mut String, language: Language, places: &[(Language, String)], updated_at: Option<&str>) {
    let Some((_, own)) = places.iter().find(|(one, _)| *one == language) else { return };
    let _ = write!(xml, "<url><loc>{}</loc>", escaped(own));
    if let Some(updated_at) = updated_at {
        let _ = write!(xml, "<lastmod>{}</lastmod>", escaped(updated_at));
    }
    let by_default = places.iter().find(|(one, _)| *one == Language::default());
    let by_default = by_default.map(|(_, place)| ("x-default", place));
    for (tag, place) in places.iter().map(|(one, place)| (one.tag(), place)).chain(by_default) {
        let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\"/>", escaped(place));
    }
    xml.push_str("</url>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}
