//! What the service is configured with, and its routes put together.

use std::sync::{Arc, OnceLock};

use axum::Router;
use http::Method;
use mirubato_dictionary_terms::pages::Site;
use mirubato_identity::access::Claims;
use mirubato_identity::service::ServiceKey;
use mirubato_kit::caller::Gate;
use mirubato_kit::config::{self, ConfigError};
use mirubato_kit::request::Context;
use mirubato_kit::service::Peer;
use mirubato_kit::{Result, keys, serve};
use mirubato_web::rate_limit::Policy;

use crate::provider::Model;
use crate::{accounts, routes};

/// The service's state, the same for every request. Holds no data of any user.
#[derive(Clone)]
pub struct App(Arc<Settings>);

/// What the variables of `spin.toml` say.
pub struct Settings {
    /// The address people know the application by, without a slash at the end.
    pub public_url: String,
    /// Where requests are counted. Empty where nowhere.
    pub redis_url: String,
    /// The model that writes terms; absent where there is none.
    pub writer: Option<Model>,
    /// How long writing a term may take, in milliseconds.
    pub patience: u64,
    /// How many terms a day are written for a user.
    pub generations_per_user: u32,
    /// How many are for everybody together.
    pub generations_per_day: u32,
    service_key: ServiceKey,
    own_origins: Vec<String>,
    reads: Policy,
    writes: Policy,
}

impl std::ops::Deref for App {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.0
    }
}

impl App {
    /// Where pages are.
    #[must_use]
    pub fn site(&self) -> Site<'_> {
        Site { origin: &self.public_url }
    }

    /// Reads the variables.
    ///
    /// # Errors
    /// The first that is missing or makes no sense.
    pub async fn configure() -> Result<Self, ConfigError> {
        let public_url = config::required("public_url").await?.trim_end_matches('/').to_owned();
        let service_key = ServiceKey::new(&config::required("service_secret").await?);
        let origins = config::variable("app_origins").await.unwrap_or_default();
        let own_origins = origins.split(',').map(str::trim).chain([public_url.as_str()]);
        let own_origins = own_origins.filter(|origin| !origin.is_empty()).map(ToOwned::to_owned).collect();
        let policy = |name, quota| Policy { name, quota, window: 60 };
        Ok(Self(Arc::new(Settings {
            redis_url: config::variable("redis_url").await.unwrap_or_default(),
            service_key: service_key.map_err(|error| ConfigError(error.to_string()))?,
            own_origins,
            patience: u64::from(config::number("ai_seconds", 60).await?) * 1_000,
            writer: Model::configure("ai").await,
            generations_per_user: config::number("generations_per_user", 10).await?,
            generations_per_day: config::number("generations_per_day", 200).await?,
            reads: policy("read", config::number("reads_per_minute", 3_000).await?),
            writes: policy("write", config::number("writes_per_minute", 600).await?),
            public_url,
        })))
    }
}

impl Gate for App {
    async fn verify(&self, token: &str, now: u64) -> Result<Option<Claims>> {
        keys::verify(&self.public_url, token, now).await
    }

    fn own_origins(&self) -> &[String] {
        &self.own_origins
    }

    fn policy(&self, method: &Method, _route: &str) -> Policy {
        if method.is_safe() { self.reads } else { self.writes }
    }

    fn redis(&self) -> &str {
        &self.redis_url
    }

    async fn session_open(&self, user: &str, session: &str) -> Result<bool> {
        accounts::session_open(self, user, session, &Context::default()).await
    }
}

impl Peer for App {
    const NAME: &'static str = "dictionary";

    fn service_key(&self) -> &ServiceKey {
        &self.service_key
    }
}

/// The routes, made at the first request and kept. What is asked of them may rely on the content being loaded (`content::ensure`).
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
    let loaded = axum::middleware::from_fn(crate::content::loaded);
    let router = serve::ready(routes::all().route_layer(loaded).merge(routes::always())).with_state(app);
    Ok(ROUTER.get_or_init(|| router).clone())
}
