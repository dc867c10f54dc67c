//! Opening a WebSocket: which requests ask for one, what the backend hears of them, and what the client is answered.

use http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, TRANSFER_ENCODING, UPGRADE,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Version};
use http_body_util::{BodyExt as _, Empty};
use mirubato_grip::EVENTS;
use tungstenite::handshake::derive_accept_key;
use wasmtime_wasi_http::WasiBody;

/// What a client may not send to a backend behind the gateway: it would be taken for the gateway's own.
const OURS: [&str; 3] = ["grip-", "meta-", "connection-id"];

/// Whether the client wants a WebSocket.
#[must_use]
pub(crate) fn is_wanted(request: &Parts) -> bool {
    let has = |name: HeaderName, token: &str| {
        let values = request.headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|part| part.trim().eq_ignore_ascii_case(token))
    };
    has(UPGRADE, "websocket") && has(CONNECTION, "upgrade")
}

/// What the client's key is answered with.
///
/// # Errors
/// With what the client is answered where its request is not one for a WebSocket of version 13.
pub(crate) fn accept(request: &Parts) -> Result<HeaderValue, StatusCode> {
    if request.method != Method::GET || request.version != Version::HTTP_11 {
        return Err(StatusCode::BAD_REQUEST);
    }
    if request.headers.get(SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        return Err(StatusCode::UPGRADE_REQUIRED);
    }
    let key = request.headers.get(SEC_WEBSOCKET_KEY).ok_or(StatusCode::BAD_REQUEST)?;
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).map_err(|_| StatusCode::BAD_REQUEST)
}

/// Whether a client sends what only a gateway does: events over HTTP. They pass, and the backend sees that they are not signed.
#[must_use]
pub(crate) fn is_forged(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(EVENTS))
}

/// Removes what only the gateway may say.
pub(crate) fn strip(headers: &mut HeaderMap) {
    let ours: Vec<_> =
        headers.keys().filter(|name| OURS.iter().any(|ours| name.as_str().starts_with(ours))).cloned().collect();
    for name in ours {
        headers.remove(name);
    }
}

/// The headers that go along with every request to the backend.
#[must_use]
pub(crate) fn along(mut headers: HeaderMap, connection_id: &str) -> HeaderMap {
    strip(&mut headers);
    for name in [
        CONNECTION,
        UPGRADE,
        CONTENT_LENGTH,
        TRANSFER_ENCODING,
        SEC_WEBSOCKET_KEY,
        SEC_WEBSOCKET_VERSION,
        SEC_WEBSOCKET_EXTENSIONS,
    ] {
        headers.remove(name);
    }
    if let Ok(id) = HeaderValue::from_str(connection_id) {
        headers.insert(HeaderName::from_static("connection-id"), id);
    }
    headers
}

/// What a client that is let in is answered, with those headers of the backend that are for it.
#[must_use]
pub(crate) fn welcome(accept: HeaderValue, backend: &HeaderMap) -> Response<WasiBody> {
    let mut response = Response::new(Empty::new().map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    for (name, value) in backend {
        if !is_for_the_gateway(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
    response.headers_mut().insert(SEC_WEBSOCKET_ACCEPT, accept);
    response
}

fn is_for_the_gateway(name: &HeaderName) -> bool {
    [
        CONNECTION,
        UPGRADE,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        TRANSFER_ENCODING,
        SEC_WEBSOCKET_EXTENSIONS,
        SEC_WEBSOCKET_ACCEPT,
    ]
    .contains(name)
        || ["grip-", "set-meta-", "keep-alive-interval"].iter().any(|ours| name.as_str().starts_with(ours))
}
