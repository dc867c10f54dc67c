//! Who tries to sign in, as far as that can be told.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, HeaderName, header};
use mirubato_kit::request::Context;
use mirubato_web::client;
use mirubato_web::language::{self, Language};

use crate::accounts::attempts::{Purpose, Try};
use crate::accounts::sessions::Device;
use crate::app::App;

/// What a request tells of its client.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// The network it comes from.
    pub(super) network: String,
    /// What signs in.
    pub(super) device: Device,
    /// What its user likes to read.
    pub(super) language: Language,
}

impl Client {
    /// A try of this client.
    pub(super) fn tries<'a>(&'a self, purpose: Purpose, email: &'a str, now: u64) -> Try<'a> {
        Try { purpose, email, network: &self.network, now }
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let device = Device::of(text("x-device-id"), text(header::USER_AGENT.as_str()));
        let language = language::preferred(text(header::ACCEPT_LANGUAGE.as_str()).unwrap_or_default());
        let own = parts.extensions.get::<Context>().map_or("unknown", Context::client);
        let address = match &app.client_address_header {
            Some(name) => told_by_proxy(&parts.headers, name).unwrap_or(own),
            None => own,
        };
        Ok(Self { network: client::network(address), device, language })
    }
}

/// The last address in the header: the one our own proxy put there. Those before it are the client's word.
fn told_by_proxy<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let last = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next().map(str::trim)
}
