//! The `sync` service: keeps devices up to date while they are connected.
//!
//! It holds no connection. A gateway does, and posts what happens on it: `socket` answers. Changes are `api`'s business, reached by contract
//! through `changes`; this service's own database says who is connected, and nothing in it is worth keeping.

pub mod app;
pub mod changes;
pub mod presence;
pub mod routes;
pub mod socket;
pub mod store;

use mirubato_kit::metrics;
use mirubato_kit::serve::Service;
use mirubato_kit::sql::Database;

/// This service, as it names itself.
pub static SERVICE: Service = Service {
    name: "sync",
    version: env!("CARGO_PKG_VERSION"),
    metrics: Database { label: "sync-metrics", migrations: metrics::MIGRATIONS },
};

/// Its database.
pub static DATABASE: Database =
    Database { label: "sync", migrations: &[include_str!("../migrations/0001_connections.sql")] };

#[cfg(target_family = "wasm")]
mod component {
    use axum::response::Response;
    use spin_sdk::http::{IntoResponse, Request};
    use spin_sdk::http_service;

    use crate::app;

    #[http_service]
    async fn handle(request: Request) -> impl IntoResponse {
        answer(request).await
    }

    async fn answer(request: Request) -> Response {
        match app::router().await {
            Ok(router) => mirubato_kit::serve::serve(&crate::SERVICE, router, request).await,
            Err(error) => mirubato_kit::serve::fail(&crate::SERVICE, error),
        }
    }
}
