//! `GET /api/dev/outbox`.

use axum::extract::State;
use mirubato_kit::Result;
use mirubato_kit::body::Json;
use mirubato_problem::catalogue;
use serde::Serialize;

use crate::DATABASE;
use crate::app::{App, Environment};
use crate::store::outbox::{self, Mail};

/// Mail that was not sent.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outbox {
    /// Newest first.
    items: Vec<Mail>,
    /// Always null: this is all there is.
    next_cursor: Option<String>,
}

/// Shows mail that was not sent
///
/// Only where `environment` is `local`: there mail is shown instead of being sent. Elsewhere there is nothing here.
#[utoipa::path(get, path = "/api/dev/outbox", tag = "operations",
    responses((status = 200, description = "The last hundred mails, newest first.", body = Outbox),
        (status = 404, description = "This is not somebody's own machine.")))]
pub(super) async fn outbox(State(app): State<App>) -> Result<Json<Outbox>> {
    if app.environment != Environment::Local {
        return Err((&catalogue::NOT_FOUND).into());
    }
    Ok(Json(Outbox { items: outbox::list(&DATABASE).await?, next_cursor: None }))
}
