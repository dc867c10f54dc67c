//! `/api/user/me`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use mirubato_identity::opaque;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::request::Context;
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::catalogue;
use mirubato_web::entity_tag;

use crate::accounts::erasure;
use crate::accounts::profile::{self, Account, Profile};
use crate::app::App;
use crate::resource::docs::WriteProblems;
use crate::resource::{Reader, Writer, show};
use crate::routes::auth::forget_cookies;
use crate::routes::openapi::Problems;
use crate::store::users::{self, User};
use crate::{DATABASE, publish};

/// Shows the account
#[utoipa::path(get, path = "/api/user/me", tag = "user",
    responses((status = 200, description = "The account.", body = Account, headers(("ETag" = String))),
        (status = 304, description = "It has not changed since `If-None-Match`."), Problems))]
pub(super) async fn read_account(State(app): State<App>, reader: Reader) -> Result<Response> {
    let user = users::find(&DATABASE, &reader.user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let (tag, body) = shown(&app, user)?;
    Ok(if reader.holds(&tag) { show::not_modified(&tag) } else { show::tagged(StatusCode::OK, &tag, body) })
}

/// Replaces what the user says of themselves
///
/// A name or an instrument that is not named is removed. `If-Match` makes sure that no other device changed it in the meantime.
#[utoipa::path(put, path = "/api/user/me", tag = "user", request_body = Profile,
    params(("If-Match" = Option<String>, Header, description = "An `ETag`.")),
    responses((status = 200, description = "The account as it is now.", body = Account, headers(("ETag" = String))), WriteProblems))]
pub(super) async fn replace_profile(
    State(app): State<App>,
    writer: Writer,
    Json(profile): Json<Profile>,
) -> Result<Response> {
    let profile = profile.normalised()?;
    let transaction = DATABASE.begin().await?;
    let user = users::find(&transaction, &writer.user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    let (tag, _) = shown(&app, user)?;
    if writer.if_match.is_some_and(|wanted| !entity_tag::matches(&wanted, &tag)) {
        transaction.roll_back().await?;
        return Err((&catalogue::PRECONDITION_FAILED).into());
    }
    profile::store(&transaction, &writer.user, &profile, platform::now()).await?;
    let user = users::find(&transaction, &writer.user).await?.ok_or(&catalogue::SESSION_ENDED)?;
    transaction.commit().await?;
    let (tag, body) = shown(&app, user)?;
    Ok(show::tagged(StatusCode::OK, &tag, body))
}

/// Deletes the account
///
/// With everything in it, at once and for good: records, sessions, devices. Export it before, if anything of it may be missed.
#[utoipa::path(delete, path = "/api/user/me", tag = "user",
    responses((status = 204, description = "Nothing is left."), Problems))]
pub(super) async fn delete_account(State(app): State<App>, context: Context, caller: Caller) -> Result<StatusCode> {
    let ended = erasure::forget(&DATABASE, &caller.user, platform::now()).await?;
    publish::ended(&app.redis_url, &caller.user, ended);
    erasure::go_on_later(&app, &DATABASE, &context);
    forget_cookies(&context);
    Ok(StatusCode::NO_CONTENT)
}

/// The account as JSON with its tag: there is no number that counts its changes, so a hash of what is shown.
fn shown(app: &App, user: User) -> Result<(String, String)> {
    let body = serde_json::to_string(&Account::of(app, user)).map_err(Error::internal)?;
    let hash = opaque::hash(&body);
    Ok((format!("\"{}\"", &hash[..22]), body))
}
