//! `GET /readyz`.

use mirubato_kit::Result;
use mirubato_problem::{Failure, catalogue};

use crate::DATABASE;
use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(readyz))
}

/// Says whether it can do its work
///
/// Its database answers and has the form the code expects.
#[utoipa::path(get, path = "/readyz", tag = "operations",
    responses((status = 200, description = "It can."), (status = 503, description = "It cannot.")))]
async fn readyz() -> Result<&'static str> {
    let found = DATABASE.query("SELECT 1", Vec::new()).await;
    found.map(|_| "ok").map_err(|_| Failure::new(&catalogue::UNAVAILABLE).retry_after(1).into())
}
