//! `GET /docs`: the OpenAPI document as a page to read.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_kit::Result;
use mirubato_problem::catalogue;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(docs)).with(endpoints!(file))
}

/// Its own styles are put in by its script, so they must be allowed here. Nothing else on this origin allows them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// This documentation
#[utoipa::path(get, path = "/docs", tag = "operations", responses((status = 200, description = "A page.")))]
async fn docs() -> Result<Response> {
    serve("index.html")
}

/// The parts of the page
#[utoipa::path(get, path = "/docs/{file}", tag = "operations", params(("file" = String, Path, description = "A file of the page.")),
    responses((status = 200, description = "The file."), (status = 404, description = "There is no such file.")))]
async fn file(Path(file): Path<String>) -> Result<Response> {
    serve(&file)
}

/// The files of the page are mounted at `/docs` (`spin.toml`). Only these are served.
fn serve(file: &str) -> Result<Response> {
    let kind = match file {
        "index.html" => "text/html; charset=utf-8",
        "docs.js" | "swagger-ui-bundle.js" => "text/javascript; charset=utf-8",
        "swagger-ui.css" => "text/css; charset=utf-8",
        _ => return Err((&catalogue::NOT_FOUND).into()),
    };
    let bytes = std::fs::read(format!("/docs/{file}")).map_err(|_| &catalogue::NOT_FOUND)?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((headers, bytes).into_response())
}
