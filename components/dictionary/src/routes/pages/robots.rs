//! `GET /robots.txt`. The dictionary's pages are what is there to be found; the rest of the application is behind its own door.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::app::App;

/// What may be read by machines, and where the sitemaps are.
pub(super) async fn robots(State(app): State<App>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /v2/\nDisallow: /sync/\nDisallow: /dictionary/api/\n\n\
         Sitemap: {}/dictionary/sitemap.xml\n",
        app.public_url
    );
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], text).into_response()
}
