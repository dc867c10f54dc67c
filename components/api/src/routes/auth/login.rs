//! `POST /api/auth/login`.

use axum::extract::State;
use axum::response::Response;
use mirubato_identity::password;
use mirubato_kit::body::Json;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use mirubato_problem::catalogue;
use serde::Deserialize;

use super::answer::{self, Session};
use super::client::Client;
use super::magic_link::address;
use crate::DATABASE;
use crate::accounts::attempts::{self, Purpose};
use crate::accounts::passwords;
use crate::app::App;
use crate::routes::openapi::{Problems, SignInProblems};

/// Who, and how they prove it.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct Credentials {
    /// The address.
    email: String,
    /// The password.
    password: String,
}

/// Signs in by a password
///
/// For accounts that have one. A wrong address and a wrong password get the same answer after the same time.
#[utoipa::path(post, path = "/api/auth/login", tag = "auth", request_body = Credentials, security(()),
    responses((status = 200, description = "Signed in.", body = Session), SignInProblems, Problems))]
pub(super) async fn log_in(
    State(app): State<App>,
    context: Context,
    client: Client,
    Json(credentials): Json<Credentials>,
) -> Result<Response> {
    let email = address(&credentials.email)?;
    if credentials.password.len() > password::MAX {
        return Err((&catalogue::WRONG_CREDENTIALS).into());
    }
    let now = platform::now();
    let tried = client.tries(Purpose::Password, &email, now);
    attempts::count(&DATABASE, &app.sign_in, tried, Some(&context)).await?;
    let opened = passwords::sign_in(&DATABASE, &email, &credentials.password, client.device.clone(), now).await?;
    attempts::take_back(&DATABASE, &app.sign_in, tried).await?;
    answer::begun(&app, opened, now)
}
