//! Around every handler: the request id, the error's body, the log line, the metrics.

use std::convert::Infallible;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Method, StatusCode, Uri};
use http_body::Body as _;
use mirubato_problem::{CONTENT_TYPE as PROBLEM_JSON, Failure, catalogue};
use tower_service::Service as _;

use crate::error::Error;
use crate::request::Context;
use crate::sql::Database;
use crate::{log, metrics};

/// A service, as it names itself.
#[derive(Debug)]
pub struct Service {
    /// Its component's name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Where it counts; see [`metrics`].
    pub metrics: Database,
}

/// The route that answered, noted on the way.
#[derive(Clone)]
struct Route(MatchedPath);

/// Makes a router ready for [`serve`]: what matches no route, and a method a route does not have, become problems.
pub fn ready<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    let not_found = || async { Error::from(&catalogue::NOT_FOUND) };
    router.route_layer(axum::middleware::from_fn(note_route)).fallback(not_found)
}

async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// Answers a request by `router`. Never fails: whatever happens becomes an answer.
pub async fn serve<B>(service: &'static Service, router: Router, request: http::Request<B>) -> Response
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    log::set_service(service.name);
    let started = Instant::now();
    let (mut parts, body) = request.into_parts();
    let context = Context::of(&parts.headers);
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    parts.extensions.insert(context.clone());
    let mut response = match current_version(&parts.uri) {
        Ok(uri) => {
            parts.uri = uri;
            let request = Request::from_parts(parts, Body::new(body));
            router.clone().call(request).await.unwrap_or_else(|never: Infallible| match never {})
        }
        Err(error) => error.into_response(),
    };
    let cause = write_problem(&mut response, &context);
    finish(&mut response, &context);
    record(service, &method, &path, &response, &context, started, cause);
    response
}

/// The path of the version that is served: `/v2/api/…` is `/api/…`, and `/v1` is the wire format of the app's predecessor.
fn current_version(uri: &Uri) -> Result<Uri, Error> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    if path.starts_with("/v1/") {
        let detail = "Version 1 is not served. Use /api/… or /v2/api/….";
        return Err(Failure::new(&catalogue::NOT_FOUND).because(detail).into());
    }
    let Some(rest) = path.strip_prefix("/v2").filter(|rest| rest.starts_with("/api/")) else {
        return Ok(uri.clone());
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = rest.parse().ok();
    Uri::from_parts(parts).map_err(|_| (&catalogue::MALFORMED_REQUEST).into())
}

/// Gives an error its body, now that the request id is at hand. Returns what the log should say.
fn write_problem(response: &mut Response, context: &Context) -> Option<String> {
    let status = response.status();
    let error = response.extensions_mut().remove::<Error>().or_else(|| {
        // The framework's own refusals have a plain text or nothing for a body. What a service says itself is JSON, or a page for people.
        let is_ours =
            |kind: &HeaderValue| kind.as_bytes().ends_with(b"json") || kind.as_bytes().starts_with(b"text/html");
        let has_own = response.headers().get(CONTENT_TYPE).is_some_and(is_ours);
        (!has_own).then(|| plain(status)).flatten()
    })?;
    let Error { failure, cause } = error;
    let retry_after = failure.retry_after;
    let body = serde_json::to_vec(&failure.into_problem(Some(context.id()))).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    headers.remove(CONTENT_LENGTH);
    if let Some(seconds) = retry_after {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(http::header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    *response.body_mut() = Body::from(body);
    cause
}

fn plain(status: StatusCode) -> Option<Error> {
    let problem = match status {
        StatusCode::METHOD_NOT_ALLOWED => &catalogue::METHOD_NOT_ALLOWED,
        StatusCode::NOT_FOUND => &catalogue::NOT_FOUND,
        StatusCode::BAD_REQUEST => &catalogue::MALFORMED_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE => &catalogue::TOO_LARGE,
        StatusCode::INTERNAL_SERVER_ERROR => &catalogue::INTERNAL,
        _ => return None,
    };
    Some(problem.into())
}

/// Headers that every answer has.
fn finish(response: &mut Response, context: &Context) {
    let length = response.body().size_hint().exact();
    let headers = response.headers_mut();
    for (name, value) in context.take_headers() {
        headers.append(name, value);
    }
    if let Ok(id) = HeaderValue::from_str(context.id()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    // What is said to one person is not for a cache that serves many.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    // Without a length the host sends the answer in chunks, which costs a packet, and 40 ms where the host leaves Nagle's algorithm on.
    if let Some(length) = length {
        headers.entry(CONTENT_LENGTH).or_insert(length.into());
    }
}

fn record(
    service: &'static Service,
    method: &Method,
    path: &str,
    response: &Response,
    context: &Context,
    started: Instant,
    cause: Option<String>,
) {
    let took = started.elapsed();
    let status = response.status().as_u16();
    let route = response.extensions().get::<Route>().map_or("unmatched", |route| route.0.as_str());
    metrics::request(&service.metrics, method, route, status, took);
    #[expect(clippy::cast_precision_loss, reason = "no request takes that long")]
    let mut fields = vec![
        ("requestId", context.id().into()),
        ("method", method.as_str().into()),
        ("route", route.into()),
        ("status", status.into()),
        ("ms", ((took.as_micros() as f64) / 1_000.0).into()),
    ];
    match cause {
        None => log::info("answered", &fields),
        Some(cause) => {
            fields.extend([("cause", cause.into()), ("path", path.into())]);
            if status >= 500 {
                log::error("failed", &fields);
            } else {
                log::info("refused", &fields);
            }
        }
    }
}

/// The answer of a service that cannot even begin. Says so in the log, and nothing to the client.
pub fn fail(service: &'static Service, cause: impl std::fmt::Display) -> Response {
    log::set_service(service.name);
    let context = Context::of(&http::HeaderMap::new());
    let mut response = Error::internal(&cause).into_response();
    write_problem(&mut response, &context);
    finish(&mut response, &context);
    log::error("not configured", &[("cause", cause.to_string().into()), ("requestId", context.id().into())]);
    response
}
