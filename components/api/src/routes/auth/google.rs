//! `POST /api/auth/google`.

use axum::extract::State;
use axum::response::Response;
use mirubato_kit::body::Json;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use super::answer::{self, Session};
use super::client::Client;
use crate::DATABASE;
use crate::accounts::google;
use crate::app::App;
use crate::routes::openapi::{Problems, SignInProblems};

/// What Google gave to the app.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct Credential {
    /// An ID token (OpenID Connect).
    credential: String,
}

/// Signs in with Google
///
/// Takes an ID token that Google issued for this application to somebody whose address it has verified. 404 where this is not offered; see
/// `/api/about`.
#[utoipa::path(post, path = "/api/auth/google", tag = "auth", request_body = Credential, security(()),
    responses((status = 200, description = "Signed in.", body = Session), SignInProblems, Problems))]
pub(super) async fn sign_in_with_google(
    State(app): State<App>,
    client: Client,
    Json(credential): Json<Credential>,
) -> Result<Response> {
    let not_offered = || Failure::new(&catalogue::NOT_FOUND).because("Signing in with Google is not offered here.");
    let settings = app.google.as_ref().ok_or_else(not_offered)?;
    let now = platform::now();
    let opened = google::sign_in(&DATABASE, settings, &credential.credential, client.device, now).await?;
    answer::begun(&app, opened, now)
}
