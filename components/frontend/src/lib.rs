//! The `frontend` service: the app's files, each with the headers it needs, and the app's page for every address that is a view of the app.

pub mod assets;
pub mod policy;
pub mod respond;

#[cfg(target_family = "wasm")]
mod component {
    use std::path::Path;

    use http_body_util::Full;
    use spin_sdk::http::{IntoResponse, Request};
    use spin_sdk::http_service;

    use crate::respond;

    #[http_service]
    async fn handle(request: Request) -> impl IntoResponse {
        let (parts, _) = request.into_parts();
        respond::answer(&parts, Path::new("/")).map(Full::new)
    }
}
