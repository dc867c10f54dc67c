//! `/api/auth/verify`.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, header};
use mirubato_identity::opaque;
use mirubato_kit::body::Json;
use mirubato_kit::{Result, platform};
use serde::Deserialize;

use super::answer::{self, Session};
use super::client::Client;
use crate::DATABASE;
use crate::accounts::links;
use crate::app::App;
use crate::routes::openapi::Problems;

/// What a link carries.
#[derive(Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Link {
    /// The token of the link.
    #[serde(default)]
    token: String,
}

/// Follows a link
///
/// A client that accepts JSON, and not pages, is signed in as by POST. A browser is led to the app's page, which asks before it does so: programs
/// that look into mail for their users follow links, and would use them up.
#[utoipa::path(get, path = "/api/auth/verify", tag = "auth", params(Link), security(()),
    responses((status = 200, description = "Signed in.", body = Session), (status = 303, description = "To the app's page."), Problems))]
pub(super) async fn follow_link(
    State(app): State<App>,
    headers: HeaderMap,
    client: Client,
    Query(link): Query<Link>,
) -> Result<Response> {
    if wants_json(&headers) {
        return sign_in(&app, &link.token, client).await;
    }
    // Whatever is no token could be an address of somebody else's.
    let token = if opaque::is_token(&link.token) { link.token.as_str() } else { "" };
    Ok(Redirect::to(&format!("{}/auth/verify?token={token}", app.public_url)).into_response())
}

/// Uses a link
///
/// Signs in whom it was sent to. The answer also sets the session's cookies.
#[utoipa::path(post, path = "/api/auth/verify", tag = "auth", request_body = Link, security(()),
    responses((status = 200, description = "Signed in.", body = Session), Problems))]
pub(super) async fn use_link(State(app): State<App>, client: Client, Json(link): Json<Link>) -> Result<Response> {
    sign_in(&app, &link.token, client).await
}

async fn sign_in(app: &App, token: &str, client: Client) -> Result<Response> {
    let now = platform::now();
    let opened = links::sign_in(&DATABASE, token, client.device, now).await?;
    answer::begun(app, opened, now)
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = |kind: &str| {
        let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .any(|wish| wish.split(';').next().is_some_and(|wish| wish.trim() == kind))
    };
    accepts("application/json") && !accepts("text/html")
}
