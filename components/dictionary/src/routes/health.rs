//! `GET /dictionary/health`.

use axum::extract::State;
use mirubato_kit::health::{Check, Health, Weight, examine};
use mirubato_kit::request::Context;
use mirubato_kit::{key_value, redis};

use crate::app::App;
use crate::{DATABASE, SERVICE, accounts};

/// Says how it is. Without `api` nobody can be signed in, and everything may still be read.
pub(super) async fn health(State(app): State<App>, context: Context) -> Health {
    let nobody = "00000000-0000-0000-0000-000000000000";
    let checks = vec![
        Check {
            name: "database",
            weight: Weight::Vital,
            works: Box::pin(async { DATABASE.query("SELECT 1 FROM terms LIMIT 1", Vec::new()).await.is_ok() }),
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
        Check {
            name: "api",
            weight: Weight::Dependency,
            works: Box::pin(async { accounts::session_open(&app, nobody, nobody, &context).await.is_ok() }),
        },
    ];
    examine(&SERVICE, checks).await
}
