//! What is around the content of every page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Site, index_path, phrases, style_path};
use crate::Language;

/// What differs from page to page.
pub(super) struct Page<'a> {
    pub(super) language: Language,
    pub(super) title: &'a str,
    /// For lists of search results.
    pub(super) description: &'a str,
    /// The path of this page in each of the languages it is in. Empty for a page that is nowhere.
    pub(super) places: &'a [(Language, String)],
    /// JSON-LD, ready for a `<script>`.
    pub(super) linked_data: Option<String>,
    pub(super) content: Markup,
}

/// The page.
pub(super) fn render(site: &Site<'_>, page: &Page<'_>) -> String {
    let Page { language, places, content, .. } = page;
    let markup = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            (head(site, page))
            body {
                header {
                    a.home href=(index_path(*language)) {
                        img src="/icons/icon.svg" alt="" width="28" height="28";
                        span { "Mirubato" }
                    }
                    (search(*language))
                }
                main { (content) }
                footer {
                    nav aria-label=(phrases::languages(*language)) {
                        ul {
                            @for (one, place) in alternatives(places) {
                                li {
                                    a href=(place) hreflang=(one.tag()) lang=(one.tag())
                                        aria-current=[(one == *language).then_some("page")] {
                                        (phrases::own_name(one))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    markup.into_string()
}

/// A page that is nowhere leads to the lists instead.
fn alternatives(places: &[(Language, String)]) -> Vec<(Language, String)> {
    if places.is_empty() {
        return Language::ALL.map(|language| (language, index_path(language))).into();
    }
    places.to_vec()
}

fn head(site: &Site<'_>, page: &Page<'_>) -> Markup {
    let Page { language, title, description, places, linked_data, .. } = page;
    let own = places.iter().find(|(one, _)| one == language);
    let by_default = places.iter().find(|(one, _)| *one == Language::default()).or(own);
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) " · Mirubato" }
            meta name="description" content=(description);
            meta name="theme-color" content="#f7f2e8" media="(prefers-color-scheme: light)";
            meta name="theme-color" content="#181613" media="(prefers-color-scheme: dark)";
            link rel="icon" href="/icons/icon.svg" type="image/svg+xml";
            link rel="stylesheet" href=(style_path());
            @if let Some((_, place)) = own {
                link rel="canonical" href={ (site.origin) (place) };
                @for (one, place) in *places {
                    link rel="alternate" hreflang=(one.tag()) href={ (site.origin) (place) };
                }
                @if let Some((_, place)) = by_default {
                    link rel="alternate" hreflang="x-default" href={ (site.origin) (place) };
                }
                meta property="og:type" content="article";
                meta property="og:site_name" content="Mirubato";
                meta property="og:title" content=(title);
                meta property="og:description" content=(description);
                meta property="og:url" content={ (site.origin) (place) };
                meta property="og:image" content={ (site.origin) "/icons/icon-512.png" };
                meta property="og:locale" content=(locale(*language));
                @for (one, _) in places.iter().filter(|(one, _)| one != language) {
                    meta property="og:locale:alternate" content=(locale(*one));
                }
                meta name="twitter:card" content="summary";
            } @else {
                meta name="robots" content="noindex";
            }
            @if let Some(data) = linked_data {
                script type="application/ld+json" { (PreEscaped(data)) }
            }
        }
    }
}

/// A form that leads into the app.
fn search(language: Language) -> Markup {
    html! {
        search {
            form action="/lookup" method="get" {
                input type="search" name="q" maxlength="200" autocapitalize="none"
                    aria-label=(phrases::look_up(language)) placeholder=(phrases::look_up(language));
            }
        }
    }
}

/// A language with a place, as Open Graph wants it.
const fn locale(language: Language) -> &'static str {
    match language {
        Language::English => "en_GB",
        Language::Spanish => "es_ES",
        Language::French => "fr_FR",
        Language::German => "de_DE",
        Language::SimplifiedChinese => "zh_CN",
        Language::TraditionalChinese => "zh_TW",
    }
}
