//! `GET /api/about`.

use axum::extract::State;
use mirubato_kit::body::Json;
use serde::Serialize;

use crate::SERVICE;
use crate::app::{App, Environment};
use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(about))
}

/// What the app needs to know before anybody has signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct About {
    service: &'static str,
    version: &'static str,
    /// `local` has an outbox instead of mail.
    environment: &'static str,
    sign_in: SignIn,
}

/// Ways to sign in besides a link by mail.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct SignIn {
    password: bool,
    /// The client id at Google, where signing in with Google is offered.
    google_client_id: Option<String>,
}

/// Says what this is
#[utoipa::path(get, path = "/api/about", tag = "operations",
    responses((status = 200, description = "The service, and how one may sign in.", body = About)))]
async fn about(State(app): State<App>) -> Json<About> {
    Json(About {
        service: SERVICE.name,
        version: SERVICE.version,
        environment: if app.environment == Environment::Local { "local" } else { "production" },
        sign_in: SignIn {
            password: true,
            google_client_id: app.google.as_ref().map(|google| google.client_id.clone()),
        },
    })
}
