//! What is known of a request besides its content.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};
use mirubato_web::{request_id, trace};

use crate::platform;

/// Accompanies a request from when it comes in until its answer goes out.
#[derive(Clone, Debug)]
pub struct Context(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: String,
    /// The trace that came in.
    traceparent: Option<String>,
    client: Option<String>,
    /// Headers that something on the way wants in the answer.
    answer: Mutex<Vec<(HeaderName, HeaderValue)>>,
}

impl Context {
    /// Takes over the caller's request id and trace where they are well formed.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let id = text("x-request-id").filter(|id| request_id::is_acceptable(id));
        let id = id.map_or_else(platform::new_id, ToOwned::to_owned);
        let traceparent = text("traceparent").filter(|text| trace::is_traceparent(text)).map(ToOwned::to_owned);
        // The host adds its header after those of the client, who may have sent one of the same name.
        let client = headers.get_all("spin-client-addr").iter().next_back().and_then(|value| value.to_str().ok());
        let client = client.map(|address| address.rsplit_once(':').map_or(address, |(host, _)| host));
        Self(Arc::new(Inner { id, traceparent, client: client.map(ToOwned::to_owned), answer: Mutex::default() }))
    }

    /// The request id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The trace to pass on, with a span of its own each time.
    #[must_use]
    pub fn traceparent(&self) -> String {
        let (trace, span) = (hex(&platform::random::<16>()), hex(&platform::random::<8>()));
        trace::child(self.0.traceparent.as_deref(), &trace, &span)
    }

    /// The address the request came from, without the port. A proxy's, where there is one before us.
    #[must_use]
    pub fn client(&self) -> &str {
        self.0.client.as_deref().unwrap_or("unknown")
    }

    /// Adds a header to the answer, whatever the answer will be.
    pub fn add_header(&self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.answer.lock().unwrap_or_else(PoisonError::into_inner).push((name, value));
        }
    }

    pub(crate) fn take_headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        std::mem::take(&mut self.0.answer.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Context {
    /// Of work that no request asked for.
    fn default() -> Self {
        Self::of(&HeaderMap::new())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<S: Sync> FromRequestParts<S> for Context {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self::of(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_cannot_say_where_it_comes_from() {
        let mut headers = HeaderMap::new();
        assert_eq!(Context::of(&headers).client(), "unknown");
        for address in ["6.6.6.6:6", "127.0.0.1:99"] {
            headers.append("spin-client-addr", HeaderValue::from_static(address));
        }
        assert_eq!(Context::of(&headers).client(), "127.0.0.1");
        headers.append("spin-client-addr", HeaderValue::from_static("[2001:db8::7]:99"));
        assert_eq!(Context::of(&headers).client(), "[2001:db8::7]");
    }
}
