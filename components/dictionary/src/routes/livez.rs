//! `GET /dictionary/livez`.

/// Says that it runs.
pub(super) async fn livez() -> &'static str {
    "ok"
}
