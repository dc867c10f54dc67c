//! `GET /dictionary/api/analytics/gaps`.

use mirubato_identity::Role;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_problem::catalogue;
use serde::{Deserialize, Serialize};

use crate::DATABASE;
use crate::parameters::{self, Parameters};
use crate::store::analytics::{self, Missed};

#[derive(Deserialize)]
pub(super) struct Wanted {
    limit: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Gaps {
    items: Vec<Missed>,
    next_cursor: Option<String>,
}

/// Words that were looked for in vain, the most wanted first. For administrators.
pub(super) async fn gaps(caller: Caller, Parameters(wanted): Parameters<Wanted>) -> Result<Json<Gaps>> {
    if caller.role != Role::Admin {
        return Err((&catalogue::FORBIDDEN).into());
    }
    let limit = parameters::limit(wanted.limit.as_deref(), 50, 200)?;
    Ok(Json(Gaps { items: analytics::gaps(&DATABASE, limit).await?, next_cursor: None }))
}
