//! `GET /dictionary/metrics`.

use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_kit::{Result, metrics as counters};

use crate::store::terms;
use crate::{DATABASE, SERVICE};

/// Counts, as OpenMetrics 1.0.
pub(super) async fn metrics() -> Result<Response> {
    #[expect(clippy::cast_precision_loss, reason = "there are not that many words")]
    let count = terms::count(&DATABASE).await? as f64;
    let text = counters::render(&SERVICE.metrics, &[("terms", "Terms in the dictionary.", count)]).await?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
