//! `POST /api/auth/refresh`.

use axum::extract::State;
use axum::response::Response;
use mirubato_kit::body::Json;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;
use serde::Deserialize;

use super::answer::{self, RefreshCookie, Session};
use crate::DATABASE;
use crate::accounts::sessions;
use crate::app::App;
use crate::routes::openapi::Problems;

/// What a client that has no cookies sends.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Presented {
    /// The refresh token. Where it is missing, the one in the cookie counts.
    pub(super) refresh_token: Option<String>,
}

/// Refreshes the session
///
/// A refresh token is used once and gives the next. For 20 seconds it gives the same one again, so that two tabs, or an answer lost on the way, end
/// nothing; used later than that it has been copied, and the session ends.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "auth", request_body = Option<Presented>, security(()),
    responses((status = 200, description = "The session goes on.", body = Session), Problems))]
pub(super) async fn refresh(
    State(app): State<App>,
    context: Context,
    RefreshCookie(cookie): RefreshCookie,
    presented: Option<Json<Presented>>,
) -> Result<Response> {
    let now = platform::now();
    let secret = &app.refresh_secret;
    if let Some(token) = presented.and_then(|Json(presented)| presented.refresh_token) {
        let opened = sessions::refresh(&DATABASE, secret, &app.redis_url, &token, now).await?;
        return answer::begun(&app, opened, now);
    }
    let token = cookie.ok_or(&catalogue::NOT_SIGNED_IN)?;
    match sessions::refresh(&DATABASE, secret, &app.redis_url, &token, now).await {
        Ok(opened) => answer::refreshed_by_cookie(&app, opened, now),
        Err(error) => {
            if error.failure.problem.slug == catalogue::SESSION_ENDED.slug {
                answer::forget_cookies(&context);
            }
            Err(error)
        }
    }
}
