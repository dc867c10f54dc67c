//! `PUT /api/user/password`.

use axum::extract::State;
use http::StatusCode;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use serde::Deserialize;

use crate::accounts::attempts::{self, Purpose, Try};
use crate::accounts::{passwords, sessions};
use crate::app::App;
use crate::routes::openapi::{Problems, SignInProblems};
use crate::store::users;
use crate::{DATABASE, publish};

/// A password to come.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PasswordChange {
    /// At least 10 characters, and not one of the first that anybody would try. Null removes the password: signing in by a link remains.
    // Left out is not null: a misspelt name must not remove it.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    password: Option<String>,
    /// The present one, where there is one.
    #[serde(default)]
    current_password: Option<String>,
}

/// Sets, changes or removes the password
///
/// Ends all other sessions: whoever changes a password may have a reason.
#[utoipa::path(put, path = "/api/user/password", tag = "user", request_body = PasswordChange,
    responses((status = 204, description = "It is set, or removed."), SignInProblems, Problems))]
pub(super) async fn set_password(
    State(app): State<App>,
    context: Context,
    caller: Caller,
    Json(change): Json<PasswordChange>,
) -> Result<StatusCode> {
    let now = platform::now();
    let user = users::find(&DATABASE, &caller.user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    if let Some(password) = &change.password {
        passwords::check(password, &user.email)?;
    }
    if let Some(stored) = &user.password_hash {
        // Somebody who finds a device unlocked is somebody guessing.
        let tried = Try { purpose: Purpose::Password, email: &user.email, network: &caller.session, now };
        attempts::count(&DATABASE, &app.sign_in, tried, Some(&context)).await?;
        let given = change.current_password.as_deref().unwrap_or_default();
        if given.len() > mirubato_identity::password::MAX || !passwords::is_right(given, Some(stored))? {
            let failure = Failure::new(&catalogue::INVALID_INPUT);
            return Err(failure.at("/currentPassword", "wrong", "This is not the present password.").into());
        }
        attempts::take_back(&DATABASE, &app.sign_in, tried).await?;
    }
    let hash = change.password.as_deref().map(passwords::hash).transpose()?;
    users::set_password(&DATABASE, &caller.user, hash.as_deref()).await?;
    let ended = sessions::end_others(&DATABASE, &caller.user, &caller.session, now).await?;
    publish::ended(&app.redis_url, &caller.user, ended);
    Ok(StatusCode::NO_CONTENT)
}
