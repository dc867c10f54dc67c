//! The `dictionary` service: what terms of music mean, in six languages.
//!
//! `routes` mirrors the URL tree, one endpoint a file. `store` is SQL, one table or aggregate a file. `content` brings what `terms/` holds into
//! the database. Which term somebody means is decided in `crates/dictionary`.

pub mod accounts;
pub mod app;
pub mod cached;
pub mod content;
pub mod editing;
pub mod export;
pub mod finding;
pub mod generation;
pub mod kept;
pub mod missing;
pub mod packs;
pub mod parameters;
pub mod provider;
pub mod routes;
pub mod semantic;
pub mod store;

use mirubato_kit::metrics;
use mirubato_kit::serve::Service;
use mirubato_kit::sql::Database;

/// This service, as it names itself.
pub static SERVICE: Service = Service {
    name: "dictionary",
    version: env!("CARGO_PKG_VERSION"),
    metrics: Database { label: "dictionary-metrics", migrations: metrics::MIGRATIONS },
};

/// Its database.
pub static DATABASE: Database = Database {
    label: "dictionary",
    migrations: &[include_str!("../migrations/0001_terms.sql"), include_str!("../migrations/0002_writing.sql")],
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
