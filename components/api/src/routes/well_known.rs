//! `GET /.well-known/jwks.json`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::app::App;
use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(jwks))
}

/// The public keys
///
/// With which anybody can check an access token (RFC 7517).
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "operations", responses((status = 200, description = "A key set.")))]
async fn jwks(State(app): State<App>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/jwk-set+json"), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, app.key_set.clone()).into_response()
}
