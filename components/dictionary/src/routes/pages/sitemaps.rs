//! `GET /dictionary/sitemap.xml` and `GET /dictionary/sitemap-:lang.xml`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use mirubato_dictionary_terms::{Language, pages};
use mirubato_kit::Result;

use crate::DATABASE;
use crate::app::App;
use crate::store::listed;

/// The list of the sitemaps.
pub(super) async fn sitemaps(State(app): State<App>) -> Response {
    xml(pages::sitemaps(&app.site()))
}

/// Every page in a language.
pub(super) async fn sitemap(State(app): State<App>, language: Language) -> Result<Response> {
    let terms = listed::dated(&DATABASE).await?;
    Ok(xml(pages::sitemap(&app.site(), language, &terms)))
}

fn xml(text: String) -> Response {
    let kept = [(CONTENT_TYPE, "application/xml; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    (kept, text).into_response()
}
