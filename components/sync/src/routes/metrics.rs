//! `GET /sync/metrics`.

use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_kit::{Result, metrics as counters, platform};

use crate::store::connections;
use crate::{DATABASE, SERVICE};

/// Counts, as OpenMetrics 1.0.
pub(super) async fn metrics() -> Result<Response> {
    #[expect(clippy::cast_precision_loss, reason = "nobody has that many")]
    let connected = connections::count(&DATABASE, platform::now()).await? as f64;
    let text = counters::render(&SERVICE.metrics, &[("connections", "Connections seen lately.", connected)]).await?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
