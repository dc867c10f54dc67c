//! `GET /metrics`.

use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_kit::{Result, metrics as counters};

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::{DATABASE, SERVICE};

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(metrics))
}

/// Counts
///
/// OpenMetrics 1.0: requests and their latencies by route, changes by what became of them, how many there are of what.
#[utoipa::path(get, path = "/metrics", tag = "operations", responses((status = 200, description = "OpenMetrics text.")))]
async fn metrics() -> Result<Response> {
    let sql = "SELECT (SELECT count(*) FROM users), (SELECT coalesce(sum(live_count), 0) FROM users), \
        (SELECT count(*) FROM sessions WHERE ended_at IS NULL), (SELECT count(*) FROM erasures)";
    let rows = DATABASE.query(sql, Vec::new()).await?;
    let mut gauges = Vec::new();
    for row in &rows {
        for (column, (name, help)) in GAUGES.into_iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "nobody has that many")]
            gauges.push((name, help, row.integer(column)? as f64));
        }
    }
    let text = counters::render(&SERVICE.metrics, &gauges).await?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}

const GAUGES: [(&str, &str); 4] = [
    ("users", "Accounts."),
    ("records", "Records that are not deleted."),
    ("sessions", "Sessions that are open."),
    ("erasures_waiting", "Services that have yet to forget an erased user."),
];
