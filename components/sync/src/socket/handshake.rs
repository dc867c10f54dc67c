//! A connection begins.

use axum::response::Response;
use http::HeaderValue;
use http::request::Parts;
use mirubato_grip::Event;
use mirubato_kit::caller::credential;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use mirubato_realtime::Connection;

use super::Visit;
use crate::app::App;

const PROTOCOLS: &str = "sec-websocket-protocol";
/// How a token is offered where a program cannot set headers.
const BEARER: &str = "bearer.";

/// What a device brings to the handshake.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Handshake {
    /// An access token that it offered as a subprotocol.
    pub token: Option<String>,
    /// The subprotocol to agree on. A browser that offered some gives up where none is chosen.
    pub protocol: Option<String>,
}

impl Handshake {
    /// From the values of `Sec-WebSocket-Protocol`.
    #[must_use]
    pub fn of<'a>(offered: impl IntoIterator<Item = &'a str>) -> Self {
        let mut handshake = Self::default();
        for protocol in
            offered.into_iter().flat_map(|list| list.split(',')).map(str::trim).filter(|one| !one.is_empty())
        {
            match protocol.strip_prefix(BEARER) {
                Some(token) => {
                    handshake.token.get_or_insert_with(|| token.to_owned());
                }
                None => {
                    handshake.protocol.get_or_insert_with(|| protocol.to_owned());
                }
            }
        }
        // The token itself only where nothing else was offered.
        if handshake.protocol.is_none() {
            handshake.protocol = handshake.token.as_ref().map(|token| format!("{BEARER}{token}"));
        }
        handshake
    }
}

/// Answers a handshake of `device`.
///
/// # Errors
/// `cross-site` for a cookie that another site makes the browser send; where it cannot be found out who it is. Then there is no connection.
pub async fn open(app: &App, context: &Context, parts: &Parts, id: &str, device: String) -> Result<Response> {
    let offered = parts.headers.get_all(PROTOCOLS).iter().filter_map(|value| value.to_str().ok());
    let Handshake { token, protocol } = Handshake::of(offered);
    let token = match token {
        Some(token) => Some(token),
        None => credential(parts, app)?,
    };
    let mut visit = Visit::new(app, context, &parts.headers, id, Connection::new(device, platform::now()));
    visit.out.push(Event::Open);
    // Who brings no token has a moment to send one.
    if let Some(token) = token {
        visit.sign_in(None, &token).await?;
    }
    let mut response = visit.answer();
    if let Some(protocol) = protocol.and_then(|protocol| HeaderValue::try_from(protocol).ok()) {
        response.headers_mut().insert(PROTOCOLS, protocol);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handshake(token: Option<&str>, protocol: Option<&str>) -> Handshake {
        Handshake { token: token.map(ToOwned::to_owned), protocol: protocol.map(ToOwned::to_owned) }
    }

    #[test]
    fn a_token_may_come_among_the_subprotocols_and_is_not_echoed_unless_it_must() {
        assert_eq!(Handshake::of(["mirubato, bearer.a.b.c"]), handshake(Some("a.b.c"), Some("mirubato")));
        assert_eq!(Handshake::of(["bearer.a.b.c", "mirubato"]), handshake(Some("a.b.c"), Some("mirubato")));
        assert_eq!(Handshake::of(["bearer.a.b.c"]), handshake(Some("a.b.c"), Some("bearer.a.b.c")));
        assert_eq!(Handshake::of(["mirubato"]), handshake(None, Some("mirubato")));
        assert_eq!(Handshake::of(["", ", "]), handshake(None, None));
    }
}
