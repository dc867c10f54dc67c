//! `POST /api/auth/logout`.

use axum::extract::State;
use http::StatusCode;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::request::Context;
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::catalogue;

use super::answer::{self, RefreshCookie};
use super::refresh::Presented;
use crate::accounts::sessions;
use crate::app::App;
use crate::routes::openapi::Problems;
use crate::{DATABASE, publish};

/// Signs out
///
/// Ends the session that the access token or the refresh token belongs to, in whatever state they are, and makes the browser forget both. Signing
/// out twice does no harm.
#[utoipa::path(post, path = "/api/auth/logout", tag = "auth", request_body = Option<Presented>,
    responses((status = 204, description = "Signed out."), Problems))]
pub(super) async fn log_out(
    State(app): State<App>,
    context: Context,
    caller: Result<Caller, Error>,
    RefreshCookie(cookie): RefreshCookie,
    presented: Option<Json<Presented>>,
) -> Result<StatusCode> {
    let now = platform::now();
    match caller {
        Ok(caller) => {
            if sessions::end(&DATABASE, &caller.user, &caller.session, now).await? {
                publish::ended(&app.redis_url, &caller.user, vec![caller.session]);
            }
        }
        // A token that has run out is no reason to stay signed in.
        Err(error) if error.failure.problem.status == catalogue::NOT_SIGNED_IN.status => {}
        Err(error) => return Err(error),
    }
    let presented = presented.and_then(|Json(presented)| presented.refresh_token);
    for token in presented.into_iter().chain(cookie) {
        if let Some((user, session)) = sessions::end_by_token(&DATABASE, &token, now).await? {
            publish::ended(&app.redis_url, &user, vec![session]);
        }
    }
    answer::forget_cookies(&context);
    Ok(StatusCode::NO_CONTENT)
}
