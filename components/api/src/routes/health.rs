//! `GET /health`.

use axum::extract::State;
use mirubato_kit::health::{Check, Health, Weight, examine};
use mirubato_kit::{key_value, redis};

use crate::app::App;
use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::{DATABASE, SERVICE};

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(health))
}

/// Says how it is
///
/// `healthy`; `degraded` where something is missing that it can do without; `unhealthy`, with 503, where it cannot do its work. Everything is
/// looked at anew, for at most a second.
#[utoipa::path(get, path = "/health", tag = "operations",
    responses((status = 200, description = "It does its work.", body = Health), (status = 503, description = "It does not.", body = Health)))]
async fn health(State(app): State<App>) -> Health {
    let checks = vec![
        Check {
            name: "database",
            weight: Weight::Vital,
            works: Box::pin(async { DATABASE.query("SELECT count(*) FROM users LIMIT 1", Vec::new()).await.is_ok() }),
        },
        Check {
            name: "cache",
            weight: Weight::Auxiliary,
            works: Box::pin(async { key_value::get("default", "health").await.is_ok() }),
        },
        Check {
            name: "redis",
            weight: Weight::Auxiliary,
            works: Box::pin(async { redis::ping(&app.redis_url).await.is_ok() }),
        },
    ];
    examine(&SERVICE, checks).await
}
