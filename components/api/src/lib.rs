//! The `api` service: accounts, records and their synchronisation.
//!
//! `routes` mirrors the URL tree, one endpoint a file. `store` is SQL, one table or aggregate a file. `apply` is the one way in which a record
//! changes, whether the change comes over REST, by sync or from another service.

pub mod accounts;
pub mod app;
pub mod apply;
pub mod endpoints;
pub mod idempotent;
pub mod mail;
pub mod publish;
pub mod resource;
pub mod routes;
pub mod store;

pub mod checking_in;
pub mod pieces;
pub mod renaming;
mod rules;

use mirubato_kit::serve::Service;
use mirubato_kit::sql::Database;
use mirubato_kit::{idempotency, metrics};

/// This service, as it names itself.
pub static SERVICE: Service = Service {
    name: "api",
    version: env!("CARGO_PKG_VERSION"),
    metrics: Database { label: "api-metrics", migrations: metrics::MIGRATIONS },
};

/// Its database.
pub static DATABASE: Database = Database {
    label: "api",
    migrations: &[
        include_str!("../migrations/0001_accounts.sql"),
        include_str!("../migrations/0002_records.sql"),
        idempotency::MIGRATION,
        include_str!("../migrations/0004_resources.sql"),
    ],
};

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
