//! The endpoints. Folders mirror the URL tree, one endpoint a file.

mod devices;
mod events;
mod health;
mod internal;
mod livez;
mod metrics;
mod readyz;
mod ws;

use axum::Router;
use axum::routing::{get, post};
use http::request::Parts;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_stamp::is_uuid;

use crate::app::App;

/// Every route.
pub fn all() -> Router<App> {
    Router::new()
        .route("/sync/ws", post(ws::happened).get(ws::without_gateway))
        .route("/sync/events", get(events::listen))
        .route("/sync/events/over", get(events::over))
        .route("/sync/devices", get(devices::list))
        .route("/sync/health", get(health::health))
        .route("/sync/livez", get(livez::livez))
        .route("/sync/readyz", get(readyz::readyz))
        .route("/sync/metrics", get(metrics::metrics))
        .merge(internal::routes())
}

/// The device that `?device=` names; a new one where it names none.
fn device(parts: &Parts) -> Result<String> {
    let query = parts.uri.query().unwrap_or_default();
    match query.split('&').find_map(|pair| pair.strip_prefix("device=")) {
        None | Some("") => Ok(platform::new_id()),
        Some(device) if is_uuid(device) => Ok(device.to_owned()),
        Some(_) => {
            let detail = "`device` is a UUID in lower case with hyphens.";
            Err(Failure::new(&catalogue::MALFORMED_REQUEST).because(detail).into())
        }
    }
}
