//! Pages for people and search engines: `/dictionary/:lang` and `/dictionary/:lang/:term`, and what leads there.

mod answer;
mod language;
mod missing;
mod robots;
mod sitemaps;
mod start;
mod style;
mod term;

use axum::Router;
use axum::routing::get;
use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::pages::style_path;

use crate::app::App;

/// What says something about terms.
pub(super) fn routes() -> Router<App> {
    let pages = Router::new()
        .route("/dictionary/{lang}", get(language::language))
        .route("/dictionary/{lang}/", get(language::language))
        .route("/dictionary/{lang}/{*term}", get(term::term));
    Language::ALL.into_iter().fold(pages, |pages, language| {
        let path = format!("/dictionary/sitemap-{}.xml", language.tag());
        pages.route(&path, get(move |app| sitemaps::sitemap(app, language)))
    })
}

/// What says nothing about terms.
pub(super) fn always() -> Router<App> {
    Router::new()
        .route("/dictionary", get(start::start))
        .route("/dictionary/", get(start::start))
        .route("/dictionary/sitemap.xml", get(sitemaps::sitemaps))
        .route(&style_path(), get(style::style))
        .route("/robots.txt", get(robots::robots))
}
