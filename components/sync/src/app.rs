//! What the service is configured with, and its routes put together.

use std::sync::{Arc, OnceLock};

use axum::Router;
use http::{HeaderMap, Method};
use mirubato_grip::signature;
use mirubato_identity::access::Claims;
use mirubato_identity::service::ServiceKey;
use mirubato_kit::caller::Gate;
use mirubato_kit::config::{self, ConfigError};
use mirubato_kit::request::Context;
use mirubato_kit::service::Peer;
use mirubato_kit::{Result, keys, platform, serve};
use mirubato_web::rate_limit::Policy;

use crate::{changes, routes};

/// Who signs for the gateway: Pushpin's own name unless it is told another, and the built-in gateway's.
const GATEWAY: &str = "pushpin";
/// The least length of the gateway's key in bytes.
const MIN_KEY: usize = 32;

/// The service's state, the same for every request. Holds no data of any user.
#[derive(Clone)]
pub struct App(Arc<Settings>);

/// What the variables of `spin.toml` say.
pub struct Settings {
    /// What the gateway signs with.
    pub gateway_key: Vec<u8>,
    /// Where comings and goings are told and requests counted. Empty where nowhere.
    pub redis_url: String,
    /// The most connections of a user.
    pub connections: u32,
    /// How often a user may connect.
    pub handshakes: Policy,
    issuer: String,
    service_key: ServiceKey,
    own_origins: Vec<String>,
    reads: Policy,
}

impl std::ops::Deref for App {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.0
    }
}

impl Settings {
    /// Whether a request comes from our gateway.
    #[must_use]
    pub fn is_gateway(&self, headers: &HeaderMap) -> bool {
        let signature = headers.get("grip-sig").and_then(|value| value.to_str().ok());
        signature.is_some_and(|text| signature::verify(text, GATEWAY, &self.gateway_key, platform::now()))
    }
}

impl App {
    /// Reads the variables.
    ///
    /// # Errors
    /// The first that is missing or makes no sense.
    pub async fn configure() -> Result<Self, ConfigError> {
        let issuer = config::required("public_url").await?.trim_end_matches('/').to_owned();
        let gateway_key = config::required("gateway_key").await?;
        if gateway_key.len() < MIN_KEY {
            return Err(ConfigError(format!("the variable gateway_key is at least {MIN_KEY} characters")));
        }
        let service_key = ServiceKey::new(&config::required("service_secret").await?);
        let origins = config::variable("app_origins").await.unwrap_or_default();
        let own_origins = origins.split(',').map(str::trim).chain([issuer.as_str()]);
        let own_origins = own_origins.filter(|origin| !origin.is_empty()).map(ToOwned::to_owned).collect();
        let connections = config::number("connections_per_user", 10).await?;
        Ok(Self(Arc::new(Settings {
            connections,
            // Each of them anew every few seconds, as after a gateway that comes and goes.
            handshakes: Policy { name: "handshake", quota: connections.saturating_mul(12), window: 60 },
            gateway_key: gateway_key.into_bytes(),
            redis_url: config::variable("redis_url").await.unwrap_or_default(),
            service_key: service_key.map_err(|error| ConfigError(error.to_string()))?,
            own_origins,
            reads: Policy { name: "read", quota: config::number("reads_per_minute", 3_000).await?, window: 60 },
            issuer,
        })))
    }
}

impl Gate for App {
    async fn verify(&self, token: &str, now: u64) -> Result<Option<Claims>> {
        keys::verify(&self.issuer, token, now).await
    }

    fn own_origins(&self) -> &[String] {
        &self.own_origins
    }

    fn policy(&self, _method: &Method, _route: &str) -> Policy {
        self.reads
    }

    fn redis(&self) -> &str {
        &self.redis_url
    }

    async fn session_open(&self, user: &str, session: &str) -> Result<bool> {
        changes::session_open(self, user, session, &Context::default()).await
    }
}

impl Peer for App {
    const NAME: &'static str = "sync";

    fn service_key(&self) -> &ServiceKey {
        &self.service_key
    }
}

/// The routes, made at the first request and kept.
///
/// # Errors
/// Where the configuration is wrong.
pub async fn router() -> Result<Router, ConfigError> {
    static ROUTER: OnceLock<Router> = OnceLock::new();
    if let Some(router) = ROUTER.get() {
        return Ok(router.clone());
    }
    // Two requests may get here at once. Both make the same routes, and one of them is kept.
    let app = App::configure().await?;
    Ok(ROUTER.get_or_init(|| serve::ready(routes::all()).with_state(app)).clone())
}
