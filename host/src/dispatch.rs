//! From a request to the component that answers it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::request::Parts;
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde::Serialize;
use tokio::sync::Semaphore;
use wasmtime_wasi_http::WasiBody;

use crate::admission::Admission;
use crate::allowed_hosts::service_of;
use crate::headers;
use crate::instances::Handler;
use crate::manifest::StaticResponse;
use crate::outbound::internal_error;
use crate::prompt;
use crate::redis_trigger::{Report, Status};
use crate::routes::{RESERVED, Router};
use crate::whole::{Received, Room};

/// What answers the requests of an application.
pub(crate) struct Dispatch {
    /// The public routes.
    pub(crate) router: Router,
    /// What answers each trigger.
    pub(crate) targets: Vec<Answerer>,
    /// What is told about the application.
    pub(crate) about: About,
    /// The triggers whose state is told.
    pub(crate) subscriptions: Vec<Arc<Status>>,
    /// Where small bodies are received.
    pub(crate) room: Room,
    /// One permit for each request whose answer has not begun.
    pub(crate) requests: Semaphore,
    /// The same for requests whose body comes as its sender sends it, apart: whoever sends slowly keeps others of the kind waiting, and no one else.
    pub(crate) flowing: Semaphore,
    /// How long a client may take to send the next part of a body.
    pub(crate) patience: Duration,
}

/// A component, and who may begin there.
pub(crate) struct Served {
    /// The component's id.
    pub(crate) component: String,
    /// What answers.
    pub(crate) handler: Handler,
    /// Shared by all triggers of the component.
    pub(crate) admission: Admission,
}

/// What answers the requests of one trigger.
pub(crate) enum Answerer {
    /// A component.
    Component(Arc<Served>),
    /// The host.
    Static(StaticResponse),
}

/// A body, and from where.
enum Coming {
    FromClient(Incoming),
    FromHere(WasiBody),
}

/// What Spin tells about an application.
#[derive(Serialize)]
pub(crate) struct About {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) version: String,
}

/// What the host tells of itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    redis_triggers: Vec<Report>,
}

fn full(body: Bytes) -> WasiBody {
    Full::new(body).map_err(|never| match never {}).boxed_unsync()
}

fn empty(status: StatusCode) -> Response<WasiBody> {
    let mut response = internal_error();
    *response.status_mut() = status;
    response
}

fn json(value: &impl Serialize) -> Response<WasiBody> {
    match serde_json::to_vec_pretty(value) {
        Ok(text) => {
            let mut response = Response::new(full(text.into()));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            response
        }
        Err(_) => internal_error(),
    }
}

impl Dispatch {
    /// Answers a request of a client.
    pub(crate) async fn answer(&self, request: Request<Incoming>, client: SocketAddr) -> Response<WasiBody> {
        let (parts, body) = request.into_parts();
        self.route(parts, Coming::FromClient(body), client).await
    }

    /// Answers a request that was made here.
    pub(crate) async fn pass(&self, request: Request<WasiBody>, client: SocketAddr) -> Response<WasiBody> {
        let (parts, body) = request.into_parts();
        self.route(parts, Coming::FromHere(body), client).await
    }

    async fn route(&self, mut parts: Parts, body: Coming, client: SocketAddr) -> Response<WasiBody> {
        headers::strip(&mut parts.headers);
        if let Some(name) = parts.uri.path().strip_prefix(RESERVED) {
            return self.tell(name);
        }
        let Some(found) = self.router.find(parts.uri.path()) else {
            return empty(StatusCode::NOT_FOUND);
        };
        let Some(uri) = absolute(&parts.uri, &parts.headers) else {
            return empty(StatusCode::BAD_REQUEST);
        };
        let served = match self.targets.get(found.trigger) {
            Some(Answerer::Component(served)) => served,
            Some(Answerer::Static(response)) => return answer_static(response),
            None => return internal_error(),
        };
        if !headers::are_text(&parts.headers) {
            return internal_error();
        }
        headers::add(&mut parts.headers, &uri, &found, client);
        parts.uri = uri;
        let handle = async |body| {
            let request = Request::from_parts(parts, body);
            let (head, body) = served.handler.handle((), request).await?.into_parts();
            wasmtime::error::Ok(Response::from_parts(head, prompt::gather(body).await))
        };
        let answer = match self.receive(body).await {
            Received::Whole(body, _place) => {
                let _permit = self.requests.acquire().await;
                served.admission.admit(handle(body)).await
            }
            // One that waits for its sender computes little, and could keep others waiting.
            Received::Flowing(body) => {
                let _permit = self.flowing.acquire().await;
                handle(body).await
            }
        };
        match answer {
            Ok(answer) => answer,
            Err(error) => {
                let component = &served.component;
                tracing::error!(component, error = format!("{error:#}"), "a request failed");
                internal_error()
            }
        }
    }

    async fn receive(&self, body: Coming) -> Received {
        match body {
            Coming::FromClient(body) => self.room.receive(body, self.patience).await,
            Coming::FromHere(body) => Received::Whole(body, None),
        }
    }

    /// What the host answers itself. `status` is this host's own; to Spin all but two are unknown.
    fn tell(&self, name: &str) -> Response<WasiBody> {
        match name {
            "health" => Response::new(full(Bytes::from_static(b"OK"))),
            "info" => json(&self.about),
            "status" => {
                json(&Told { redis_triggers: self.subscriptions.iter().map(|status| status.report()).collect() })
            }
            _ => empty(StatusCode::NOT_FOUND),
        }
    }
}

fn answer_static(fixed: &StaticResponse) -> Response<WasiBody> {
    let mut response = Response::new(full(fixed.body.clone()));
    *response.status_mut() = fixed.status;
    *response.headers_mut() = fixed.headers.clone();
    response
}

/// The URI with the authority that the client named; `None` when it named none, two, or a component of the application. Where it named none or
/// two, Spin closes the connection without an answer.
fn absolute(uri: &Uri, headers: &HeaderMap) -> Option<Uri> {
    let named = match headers.get(HOST) {
        Some(host) => Some(Authority::try_from(host.as_bytes()).ok()?),
        None => None,
    };
    let authority = match (named, uri.authority().cloned()) {
        (Some(named), Some(other)) if named != other => return None,
        (Some(authority), _) | (None, Some(authority)) => authority,
        (None, None) => return None,
    };
    // In an absolute URI it would get past the removal of the header.
    if service_of(authority.as_str()).is_some() {
        return None;
    }
    let mut parts = uri.clone().into_parts();
    parts.scheme = Some(Scheme::HTTP);
    parts.authority = Some(authority);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(uri: &str, host: Option<&str>) -> Option<String> {
        let mut headers = HeaderMap::new();
        if let Some(host) = host {
            headers.insert(HOST, HeaderValue::from_str(host).unwrap());
        }
        absolute(&uri.parse().unwrap(), &headers).map(|uri| uri.to_string())
    }

    #[test]
    fn a_request_names_one_authority() {
        assert_eq!(named("/a?b", Some("x:80")).unwrap(), "http://x:80/a?b");
        assert_eq!(named("http://x/a", None).unwrap(), "http://x/a");
        assert_eq!(named("http://x/a", Some("x")).unwrap(), "http://x/a");
        for (uri, host) in [
            ("/a", None),
            ("/a", Some("x:y:z")),
            ("/a", Some("")),
            ("http://x/a", Some("y")),
            ("http://api.spin.internal/a", None),
            ("http://API.spin.internal:80/a", None),
        ] {
            assert_eq!(named(uri, host), None, "{uri} {host:?}");
        }
    }
}
