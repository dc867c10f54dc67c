//! What goes back to the gateway.

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use mirubato_grip::{EVENTS, EXTENSION, event};

use super::{STATE, Visit};

/// Seconds of silence after which the gateway asks: of somebody signed in, and of somebody who has yet to. Less than the latter it does not take.
const SILENCE: u32 = 60;
const SILENCE_OF_NOBODY: u32 = 20;

impl Visit<'_> {
    /// The answer, with the state for the next request.
    pub fn answer(self) -> Response {
        let silence = if self.connection.who.is_some() { SILENCE } else { SILENCE_OF_NOBODY };
        let mut response = Response::new(Body::from(event::encode(&self.out)));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(EVENTS));
        headers.insert(HeaderName::from_static("sec-websocket-extensions"), HeaderValue::from_static(EXTENSION));
        headers.insert(HeaderName::from_static("keep-alive-interval"), silence.into());
        let sealed = self.connection.seal(&self.app.gateway_key, self.id);
        if let (Ok(name), Ok(value)) =
            (HeaderName::try_from(format!("set-meta-{STATE}")), HeaderValue::try_from(sealed))
        {
            headers.insert(name, value);
        }
        response
    }
}
