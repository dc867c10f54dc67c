//! Calls between the services of this application.

use std::time::Duration;

use axum::extract::FromRequestParts;
use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode, header};
use mirubato_identity::service::ServiceKey;
use mirubato_problem::{Failure, Problem, catalogue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::request::Context;
use crate::{fetch, platform};

/// How long another service may take, and how much it may say.
const PATIENCE: Duration = Duration::from_secs(10);
const MAX_ANSWER: usize = 16_000_000;

/// A service that holds the secret the services share.
pub trait Peer {
    /// Its component's name.
    const NAME: &'static str;
    /// The shared secret.
    fn service_key(&self) -> &ServiceKey;
}

/// Another service, proven by its token. As an extractor: 401 for everybody else.
#[derive(Clone, Debug)]
pub struct ServiceCaller {
    /// Its component's name.
    pub name: String,
}

impl<S: Peer + Sync> FromRequestParts<S> for ServiceCaller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let name = text("x-service").unwrap_or_default();
        let token =
            text(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        match state.service_key().verify(token, name, S::NAME, platform::now()) {
            Ok(()) => Ok(Self { name: name.to_owned() }),
            Err(_) => Err((&catalogue::NOT_SIGNED_IN).into()),
        }
    }
}

/// Calls a function of another service's contract. `path` and the types come from `mirubato-contracts`.
///
/// # Errors
/// The other service's own problem where it has one to tell, else `upstream`.
pub async fn call<P: Peer, A: DeserializeOwned>(
    from: &P,
    callee: &str,
    path: &str,
    parameters: &impl Serialize,
    context: &Context,
) -> Result<A, Error> {
    let token = from.service_key().issue(P::NAME, callee, platform::now()).map_err(Error::internal)?;
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("http://{callee}.spin.internal{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-service", P::NAME)
        .header("x-request-id", context.id())
        .header("traceparent", context.traceparent())
        .body(Bytes::from(serde_json::to_vec(parameters).map_err(Error::internal)?))
        .map_err(Error::internal)?;
    let response = fetch::send(request, PATIENCE, MAX_ANSWER).await.map_err(|error| upstream(callee, &error))?;
    if response.status() != StatusCode::OK {
        return Err(told(&response).unwrap_or_else(|| upstream(callee, &response.status())));
    }
    serde_json::from_slice(response.body()).map_err(|error| upstream(callee, &error))
}

/// The problem that another service tells of a request, to be told in turn. That it does not know us, or cannot do its work, is between us.
fn told(response: &Response<Bytes>) -> Option<Error> {
    let problem: Problem = serde_json::from_slice(response.body()).ok()?;
    let known = catalogue::ALL.iter().find(|known| known.uri() == problem.r#type)?;
    let is_ours = known.slug == catalogue::NOT_SIGNED_IN.slug;
    if is_ours || (known.status >= 500 && known.slug != catalogue::UNAVAILABLE.slug) {
        return None;
    }
    let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let failure = Failure {
        problem: known,
        detail: problem.detail,
        errors: problem.errors.unwrap_or_default(),
        retry_after,
        server_time: problem.server_time,
    };
    Some(failure.into())
}

fn upstream(callee: &str, cause: &dyn std::fmt::Display) -> Error {
    Error { failure: Failure::new(&catalogue::UPSTREAM), cause: Some(format!("{callee}: {cause}")) }
}
