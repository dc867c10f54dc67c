//! A session as an answer: in JSON for programs, in cookies for browsers.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::header::{COOKIE, SET_COOKIE};
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use mirubato_identity::{access, refresh};
use mirubato_kit::body::Json;
use mirubato_kit::caller::{ACCESS_COOKIE, check_origin};
use mirubato_kit::request::Context;
use mirubato_kit::{Error, Result};
use mirubato_web::cookie;
use serde::Serialize;

use crate::accounts::profile::Account;
use crate::accounts::sessions::Opened;
use crate::app::App;
use crate::publish;

/// The cookie that carries the refresh token, and the only paths it is sent to.
const REFRESH_COOKIE: &str = "__Secure-refresh";
const REFRESH_PATH: &str = "/api/auth";

/// Somebody signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Session {
    /// Who.
    user: Account,
    /// For `Authorization: Bearer`.
    access_token: String,
    /// Seconds until it ends.
    expires_in: u64,
    /// What the session is refreshed with next. Left out where it came in a cookie, which scripts cannot read: it goes back the same way.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Answers with a session that was begun.
pub(super) fn begun(app: &App, opened: Opened, now: u64) -> Result<Response> {
    let token = opened.refresh_token.clone();
    answer(app, opened, Some(token), now)
}

/// Answers with a session that was refreshed from its cookie.
pub(super) fn refreshed_by_cookie(app: &App, opened: Opened, now: u64) -> Result<Response> {
    answer(app, opened, None, now)
}

fn answer(app: &App, opened: Opened, shown: Option<String>, now: u64) -> Result<Response> {
    publish::ended(&app.redis_url, &opened.user.id, opened.ended);
    let role = app.role(&opened.user.email, opened.user.role);
    let access = app.issuer.issue(&opened.user.id, &opened.session, role, now).map_err(Error::internal)?;
    let cookies = [
        cookie::session(ACCESS_COOKIE, &access, "/", access::LIFETIME),
        cookie::session(REFRESH_COOKIE, &opened.refresh_token, REFRESH_PATH, refresh::IDLE),
    ];
    let user = Account::of(app, opened.user);
    let session = Session { user, access_token: access, expires_in: access::LIFETIME, refresh_token: shown };
    let mut response = Json(session).into_response();
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, HeaderValue::try_from(cookie).map_err(Error::internal)?);
    }
    Ok(response)
}

/// Makes the browser forget the session, whatever the answer will be.
pub(crate) fn forget_cookies(context: &Context) {
    for (name, path) in [(ACCESS_COOKIE, "/"), (REFRESH_COOKIE, REFRESH_PATH)] {
        context.add_header(HeaderName::from_static("set-cookie"), &cookie::forget(name, path));
    }
}

/// The refresh token in the cookie. As an extractor: `cross-site` where another site had the browser send it.
pub(super) struct RefreshCookie(pub(super) Option<String>);

impl FromRequestParts<App> for RefreshCookie {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let token = cookie::find(cookies, REFRESH_COOKIE).map(ToOwned::to_owned);
        if token.is_some() {
            check_origin(parts, mirubato_kit::caller::Gate::own_origins(app))?;
        }
        Ok(Self(token))
    }
}
