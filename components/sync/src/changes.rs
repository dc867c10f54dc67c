//! What `api` is asked, by contract: changes in and out, and whether somebody is still signed in.

use mirubato_contracts::identity::accounts::session_open as open;
use mirubato_contracts::sync::changes::{PullRequest, StatusResponse, get_status, pull as pulling, push as pushing};
use mirubato_kit::request::Context;
use mirubato_kit::{Result, service};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::App;

const API: &str = "api";
/// The most changes in one answer. A device that lacks more fetches them from `api` itself.
const MAX_CHANGES: u32 = 50;

/// A push whose mutations are passed on as they came: `api` reads and judges them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Push<'a> {
    user_id: &'a str,
    request: Request<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    device_id: &'a str,
    mutations: &'a RawValue,
}

/// Makes changes. Answers a `push-response` in JSON once they are durable.
///
/// # Errors
/// `api`'s own problem; `upstream` where it has none.
pub async fn push(
    app: &App,
    user: &str,
    device: &str,
    mutations: &RawValue,
    context: &Context,
) -> Result<Box<RawValue>> {
    let request = Push { user_id: user, request: Request { device_id: device, mutations } };
    service::call(app, API, pushing::PATH, &request, context).await.map_err(|mut error| {
        // What a device sent has no `request`.
        for one in &mut error.failure.errors {
            if let Some(pointer) = one.pointer.strip_prefix("/request") {
                one.pointer = format!("/data{pointer}");
            }
        }
        error
    })
}

/// What changed after `since`: a `pull-response` in JSON.
///
/// # Errors
/// `cursor-expired`, `session-ended`; `upstream`.
pub async fn pull(app: &App, user: &str, device: &str, since: u64, context: &Context) -> Result<Box<RawValue>> {
    let request =
        PullRequest { device_id: device.to_owned(), since, limit: Some(MAX_CHANGES), kinds: None, sweep: None };
    let request = pulling::Parameters { user_id: user.to_owned(), request };
    service::call(app, API, pulling::PATH, &request, context).await
}

/// Where the user stands.
///
/// # Errors
/// `session-ended` where there is no such user any more; `upstream`.
pub async fn status(app: &App, user: &str, context: &Context) -> Result<StatusResponse> {
    let request = get_status::Parameters { user_id: user.to_owned() };
    service::call(app, API, get_status::PATH, &request, context).await
}

/// Whether a session is open.
///
/// # Errors
/// `upstream`.
pub async fn session_open(app: &App, user: &str, session: &str, context: &Context) -> Result<bool> {
    let request = open::Parameters { user_id: user.to_owned(), session_id: session.to_owned() };
    service::call::<_, open::Answer>(app, API, open::PATH, &request, context).await
}
