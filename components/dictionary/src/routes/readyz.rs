//! `GET /dictionary/readyz`.

use mirubato_kit::Result;
use mirubato_problem::{Failure, catalogue};

use crate::DATABASE;

/// Says whether it can do its work: its database answers, has the form the code expects, and the content is loaded.
pub(super) async fn readyz() -> Result<&'static str> {
    let found = DATABASE.query("SELECT 1", Vec::new()).await;
    found.map(|_| "ok").map_err(|_| Failure::new(&catalogue::UNAVAILABLE).retry_after(1).into())
}
