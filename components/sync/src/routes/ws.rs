//! `/sync/ws`: WebSockets, through a gateway.

use axum::extract::{Request, State};
use axum::response::Response;
use http::header::CONTENT_TYPE;
use mirubato_grip::{EVENTS, Event, event};
use mirubato_kit::body::read;
use mirubato_kit::request::Context;
use mirubato_kit::{Error, Result};
use mirubato_problem::{Failure, catalogue};

use super::device;
use crate::app::App;
use crate::socket::{Visit, open, state};

/// The most bytes that a gateway sends at once: a message that is too large by as much again, so that it can be told so.
const MAX_BODY: usize = 2_000_000;
/// The longest name of a connection.
const MAX_NAME: usize = 128;

/// `POST`: what happened on a connection.
pub(super) async fn happened(State(app): State<App>, context: Context, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    if !app.is_gateway(&parts.headers) {
        return Err((&catalogue::FORBIDDEN).into());
    }
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if text(CONTENT_TYPE.as_str()) != Some(EVENTS) {
        return Err((&catalogue::WRONG_TYPE).into());
    }
    let id = text("connection-id").filter(|id| !id.is_empty() && id.len() <= MAX_NAME).ok_or_else(unnamed)?;
    let events = event::decode(&read(body, MAX_BODY).await?).map_err(|error| malformed(&error.to_string()))?;
    if events.first() == Some(&Event::Open) {
        return open(&app, &context, &parts, id, device(&parts)?).await;
    }
    let mut visit = Visit::new(&app, &context, &parts.headers, id, state(&app, &parts.headers, id)?);
    visit.happen(events).await;
    Ok(visit.answer())
}

/// `GET`: somebody for whom no gateway is there.
pub(super) async fn without_gateway() -> Error {
    let detail = "There is no gateway for WebSockets here. Use /sync/events, or pull.";
    Failure::new(&catalogue::NOT_FOUND).because(detail).into()
}

fn unnamed() -> Error {
    malformed("`Connection-Id` is missing")
}

fn malformed(detail: &str) -> Error {
    Failure::new(&catalogue::MALFORMED_REQUEST).because(format!("{detail}.")).into()
}
