//! `POST /api/auth/magic-link`.

use axum::extract::State;
use http::StatusCode;
use mirubato_identity::email;
use mirubato_kit::body::Json;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use super::client::Client;
use crate::DATABASE;
use crate::accounts::attempts::{self, Purpose};
use crate::accounts::{housekeeping, links};
use crate::app::App;
use crate::mail;
use crate::routes::openapi::{Problems, SignInProblems};

/// Where to send a link.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct Wanted {
    /// An address.
    email: String,
}

/// Sends a link that signs in
///
/// Good for 15 minutes, once. The answer is the same whether the address has an account or not; it gets one when the link is used. The mail is
/// in the language of `Accept-Language`.
#[utoipa::path(post, path = "/api/auth/magic-link", tag = "auth", request_body = Wanted, security(()),
    responses((status = 202, description = "A link is on its way, if the address exists."), SignInProblems, Problems))]
pub(super) async fn send_link(
    State(app): State<App>,
    context: Context,
    client: Client,
    Json(wanted): Json<Wanted>,
) -> Result<StatusCode> {
    let to = address(&wanted.email)?;
    let now = platform::now();
    attempts::count(&DATABASE, &app.sign_in, client.tries(Purpose::Link, &to, now), Some(&context)).await?;
    let token = links::make(&DATABASE, &to, now).await?;
    mail::send_link(&app, &to, &token, client.language).await?;
    housekeeping::later(&app, &context);
    Ok(StatusCode::ACCEPTED)
}

/// An address in the form accounts are known by.
///
/// # Errors
/// `invalid-input` where it cannot be one.
pub(super) fn address(text: &str) -> Result<String, Failure> {
    let not_one = || Failure::new(&catalogue::INVALID_INPUT).at("/email", "malformed", "This is not a mail address.");
    email::normalise(text).ok_or_else(not_one)
}
