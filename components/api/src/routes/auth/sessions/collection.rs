//! `/api/auth/sessions`.

use axum::extract::State;
use http::StatusCode;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::{Result, platform};
use serde::Serialize;

use crate::accounts::sessions;
use crate::app::App;
use crate::routes::openapi::Problems;
use crate::{DATABASE, publish, store};

/// A place where one is signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct Place {
    /// A UUID.
    id: String,
    /// Whether this request belongs to it.
    current: bool,
    /// `link`, `password` or `google`.
    method: String,
    /// When it began, RFC 3339.
    began_at: String,
    /// When it was last refreshed, RFC 3339.
    last_used_at: String,
    /// What the device calls itself, where it does.
    device_id: Option<String>,
    /// What a person may recognise it by, such as “Firefox on Linux”.
    device_name: Option<String>,
}

/// Where one is signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Places {
    /// The last used first.
    items: Vec<Place>,
    /// Always null: there are at most 50.
    next_cursor: Option<String>,
}

/// Lists the sessions
#[utoipa::path(get, path = "/api/auth/sessions", tag = "auth",
    responses((status = 200, description = "Where one is signed in.", body = Places), Problems))]
pub(super) async fn list_sessions(State(_): State<App>, caller: Caller) -> Result<Json<Places>> {
    let since = sessions::used_since(platform::now());
    let found = store::sessions::list(&DATABASE, &caller.user, since).await?;
    let place = |session: store::sessions::Session| Place {
        current: session.id == caller.session,
        id: session.id,
        method: session.method,
        began_at: platform::rfc3339(session.began_at),
        last_used_at: platform::rfc3339(session.last_used_at),
        device_id: session.device_id,
        device_name: session.device_name,
    };
    Ok(Json(Places { items: found.into_iter().map(place).collect(), next_cursor: None }))
}

/// Ends all other sessions
#[utoipa::path(delete, path = "/api/auth/sessions", tag = "auth",
    responses((status = 204, description = "This session is the only one."), Problems))]
pub(super) async fn end_other_sessions(State(app): State<App>, caller: Caller) -> Result<StatusCode> {
    let ended = sessions::end_others(&DATABASE, &caller.user, &caller.session, platform::now()).await?;
    publish::ended(&app.redis_url, &caller.user, ended);
    Ok(StatusCode::NO_CONTENT)
}
