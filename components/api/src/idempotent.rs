//! `Idempotency-Key` on every POST of somebody signed in.

use axum::RequestPartsExt as _;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::Method;
use mirubato_kit::caller::Caller;
use mirubato_kit::{Result, idempotency};

use crate::DATABASE;
use crate::app::App;

/// Answers a POST with a key as it was answered before, if it was. What comes without a credential is left for its handler to judge.
///
/// # Errors
/// A key that is none, one that is under way or was used for something else, and a credential that does not hold.
pub async fn once(State(app): State<App>, request: Request, next: Next) -> Result<Response> {
    if !covers(request.method(), request.uri().path()) {
        return Ok(next.run(request).await);
    }
    let Some(key) = idempotency::key(request.headers())? else { return Ok(next.run(request).await) };
    let (mut parts, body) = request.into_parts();
    let caller = parts.extract_with_state::<Option<Caller>, App>(&app).await;
    let request = Request::from_parts(parts, body);
    match caller {
        Ok(Some(caller)) => {
            idempotency::once(&DATABASE, &caller.user, &key, request, async |request| next.run(request).await).await
        }
        Ok(None) => Ok(next.run(request).await),
        Err(error) => Ok(error.into_response()),
    }
}

/// Whether a key means anything to an endpoint. Answers of signing in hold tokens and are not kept; an import may be larger than what is kept,
/// and importing again does no harm anyway.
fn covers(method: &Method, path: &str) -> bool {
    method == Method::POST && path.starts_with("/api/") && !path.starts_with("/api/auth/") && path != "/api/user/import"
}
