//! Events over HTTP: what happened on a socket goes to the backend in a request, and what is to happen comes back in its answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, SEC_WEBSOCKET_EXTENSIONS};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, Version};
use http_body_util::{BodyExt as _, Full, Limited};
use mirubato_grip::{EVENTS, EXTENSION, Event, event};
use wasmtime_wasi_http::WasiBody;

use crate::dispatch::Dispatch;

/// The most bytes of an answer, as in Pushpin.
const MAX_ANSWER: usize = 1_000_000;

/// Who signs. Pushpin's own default.
const ISSUER: &str = "pushpin";

/// How long one signature is used. It is good for an hour.
const SIGNATURE_AGE: Duration = Duration::from_secs(600);

/// The shortest keep-alive interval, as in Pushpin.
const SHORTEST_INTERVAL: u64 = 20;

/// Signs requests.
pub(crate) struct Signer {
    key: Vec<u8>,
    since: AtomicU64,
    signature: Mutex<HeaderValue>,
}

impl Signer {
    /// A signer with the key shared with the backend.
    #[must_use]
    pub(crate) fn new(key: Vec<u8>) -> Self {
        Self { key, since: AtomicU64::new(0), signature: Mutex::new(HeaderValue::from_static("")) }
    }

    /// A signature that is good now.
    #[must_use]
    pub(crate) fn sign(&self) -> HeaderValue {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut signature = self.signature.lock().unwrap_or_else(PoisonError::into_inner);
        let since = Duration::from_secs(self.since.load(Ordering::Relaxed));
        // A clock that was set back makes a new one too.
        if now < since || now - since > SIGNATURE_AGE || signature.is_empty() {
            let signed = mirubato_grip::signature::sign(ISSUER, &self.key, now.as_secs() * 1_000);
            if let Some(value) = signed.and_then(|signed| HeaderValue::try_from(signed).ok()) {
                *signature = value;
                self.since.store(now.as_secs(), Ordering::Relaxed);
            }
        }
        signature.clone()
    }
}

/// One connection as its backend sees it.
#[derive(Clone)]
pub(crate) struct Backend {
    /// What answers.
    pub(crate) dispatch: Arc<Dispatch>,
    /// Who signs.
    pub(crate) signer: Arc<Signer>,
    /// What is the same for all requests of the connection.
    pub(crate) about: Arc<About>,
}

/// What all requests of a connection have in common.
pub(crate) struct About {
    /// The path and query it was opened with.
    pub(crate) uri: Uri,
    /// The headers it was opened with, those that go along.
    pub(crate) headers: HeaderMap,
    /// Its client.
    pub(crate) client: SocketAddr,
}

/// What the backend wants.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// What is to happen.
    pub(crate) events: Vec<Event>,
    /// What is to be remembered, or forgotten where it is empty, in the form it is sent back in.
    pub(crate) meta: Vec<(HeaderName, HeaderValue)>,
    /// After how much silence it wants to be asked.
    pub(crate) keep_alive: Option<Duration>,
    /// The prefix of messages for the client, where there are control messages too.
    pub(crate) grip: Option<String>,
    /// The headers, for the client that is let in.
    pub(crate) headers: HeaderMap,
}

impl Backend {
    /// Sends events and waits for the answer.
    ///
    /// # Errors
    /// With the answer where it is none to events.
    pub(crate) async fn exchange(&self, events: &[Event], meta: &HeaderMap) -> Result<Reply, Response<WasiBody>> {
        let body = Bytes::from(event::encode(events));
        let mut request = Request::new(Full::new(body.clone()).map_err(|never| match never {}).boxed_unsync());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.about.uri.clone();
        *request.version_mut() = Version::HTTP_11;
        let mut headers = self.about.headers.clone();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(EVENTS));
        headers.insert(ACCEPT, HeaderValue::from_static(EVENTS));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_static(EXTENSION));
        headers.insert(HeaderName::from_static("grip-sig"), self.signer.sign());
        headers.extend(meta.iter().map(|(name, value)| (name.clone(), value.clone())));
        *request.headers_mut() = headers;
        let answer = self.dispatch.pass(request, self.about.client).await;
        let is_events = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == EVENTS);
        if answer.status() != StatusCode::OK || !is_events {
            return Err(answer);
        }
        let (head, body) = answer.into_parts();
        let body = match Limited::new(body, MAX_ANSWER).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return Err(failed(&format!("the answer is too large or broke off: {error}"))),
        };
        let events = event::decode(&body).map_err(|error| failed(&format!("the answer is malformed: {error}")))?;
        Ok(read_headers(head.headers, events))
    }
}

/// Takes down what a reply says about the connection.
pub(crate) fn remember(meta: &mut HeaderMap, said: Vec<(HeaderName, HeaderValue)>) {
    for (name, value) in said {
        if value.is_empty() {
            meta.remove(name);
        } else {
            meta.insert(name, value);
        }
    }
}

/// What the client is answered where the backend did not answer as it has to.
fn failed(problem: &str) -> Response<WasiBody> {
    tracing::warn!(problem, "a backend of the gateway failed");
    bad_gateway()
}

/// The answer where the backend's cannot be passed on.
#[must_use]
pub(crate) fn bad_gateway() -> Response<WasiBody> {
    let text = Bytes::from_static(b"Error while proxying to origin.\n");
    let mut response = Response::new(Full::new(text).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

fn read_headers(headers: HeaderMap, events: Vec<Event>) -> Reply {
    let mut reply = Reply { events, ..Reply::default() };
    for (name, value) in &headers {
        if let Some(meta) = name.as_str().strip_prefix("set-meta-")
            && let Ok(name) = HeaderName::try_from(format!("meta-{meta}"))
        {
            reply.meta.push((name, value.clone()));
        }
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let seconds = text("keep-alive-interval").and_then(|text| text.trim().parse::<u64>().ok());
    reply.keep_alive = seconds.filter(|s| *s > 0).map(|s| Duration::from_secs(s.max(SHORTEST_INTERVAL)));
    reply.grip = text("sec-websocket-extensions").and_then(prefix);
    reply.headers = headers;
    reply
}

/// The message prefix that the extension names, where it is there.
fn prefix(extensions: &str) -> Option<String> {
    let grip = extensions
        .split(',')
        .map(str::trim)
        .find(|extension| extension.split(';').next().is_some_and(|name| name.trim() == EXTENSION))?;
    let named = grip.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        (name.trim() == "message-prefix").then(|| value.trim().trim_matches('"').to_owned())
    });
    Some(named.unwrap_or_else(|| mirubato_grip::MESSAGE_PREFIX.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_the_one_that_is_named() {
        assert_eq!(prefix("grip").unwrap(), "m:");
        assert_eq!(prefix("grip; message-prefix=\"\"").unwrap(), "");
        assert_eq!(prefix("x, grip;message-prefix=p-").unwrap(), "p-");
        assert_eq!(prefix("permessage-deflate"), None);
    }

    #[test]
    fn a_signature_is_used_for_a_while() {
        let signer = Signer::new(b"a key of the gateway and the backend".to_vec());
        assert_eq!(signer.sign(), signer.sign());
        assert!(!signer.sign().is_empty());
    }
}
