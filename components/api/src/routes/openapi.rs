//! `GET /openapi.json`, and what every endpoint's documentation shares.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use http::header;
use mirubato_contracts::sync::types::Problem;
use mirubato_problem::catalogue;
use mirubato_records::kinds::KINDS;
use serde_json::{Value, json};
use utoipa::openapi::response::Response as Documented;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, OpenApi as _};

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::resource::docs;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(openapi))
}

/// What the document says before the endpoints.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Mirubato", description = include_str!("../../OPENAPI.md"), license(name = "MIT", identifier = "MIT")),
    components(schemas(Problem)),
    tags(
        (name = "auth", description = "Signing in and out."),
        (name = "user", description = "The account and all that is in it."),
        (name = "logbook", description = "What was practised."),
        (name = "repertoire", description = "What is played."),
        (name = "goals", description = "What is to be reached."),
        (name = "plans", description = "What is to be practised."),
        (name = "analytics", description = "What it adds up to."),
        (name = "sync", description = "Devices that hold everything themselves."),
        (name = "operations", description = "Running the service."),
    )
)]
struct Frame;

fn frame() -> OpenApi {
    Frame::openapi()
}

/// The document as JSON: the endpoints as they are routed, and the kinds of records as they are checked.
///
/// # Panics
/// Never: the document is data of this program.
#[must_use]
pub fn document() -> Value {
    let document = super::all().document(frame());
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let schemas = KINDS.into_iter().flat_map(docs::schemas).chain([("Shown".to_owned(), docs::shown())]);
    for (name, schema) in schemas {
        document["components"]["schemas"][name] = schema;
    }
    docs::finish(&mut document);
    document["components"]["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
        "cookie": { "type": "apiKey", "in": "cookie", "name": "__Host-access" },
    });
    document
}

/// This document
///
/// OpenAPI 3.1, made from the code that answers.
#[utoipa::path(get, path = "/openapi.json", tag = "operations", responses((status = 200, description = "OpenAPI 3.1.")))]
async fn openapi() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_string());
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, text.clone()).into_response()
}

/// The failures that any endpoint may answer with.
pub(crate) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        problems(&[400, 401, 403, 404, 413, 415, 422, 429])
    }
}

/// The failures that signing in may answer with besides: another server does not do its part, or nothing can be counted.
pub(crate) struct SignInProblems;

impl IntoResponses for SignInProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        problems(&[502, 503])
    }
}

/// The problems that are answered with some statuses.
pub(crate) fn problems(statuses: &[u16]) -> BTreeMap<String, RefOr<Documented>> {
    let mut by_status: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for problem in catalogue::ALL.iter().filter(|problem| statuses.contains(&problem.status)) {
        by_status.entry(problem.status).or_default().push(format!("`{}`: {}.", problem.slug, problem.title));
    }
    let response = |lines: &[String]| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        ResponseBuilder::new().description(lines.join(" ")).content("application/problem+json", content).build()
    };
    by_status.into_iter().map(|(status, lines)| (status.to_string(), RefOr::T(response(&lines)))).collect()
}
