//! What the service is configured with, and its routes put together.

use std::sync::{Arc, OnceLock};

use axum::Router;
use http::{HeaderName, Method};
use mirubato_identity::Role;
use mirubato_identity::access::{Claims, Issuer, Verifier};
use mirubato_identity::email;
use mirubato_identity::service::ServiceKey;
use mirubato_kit::caller::Gate;
use mirubato_kit::config::{self, ConfigError};
use mirubato_kit::service::Peer;
use mirubato_kit::{Result, serve};
use mirubato_web::rate_limit::Policy;

use crate::{DATABASE, routes, store};

/// The service's state, the same for every request. Holds no data of any user.
#[derive(Clone)]
pub struct App(Arc<Settings>);

/// What the variables of `spin.toml` say.
pub struct Settings {
    /// Where this runs.
    pub environment: Environment,
    /// The address people know the application by, without a slash at the end.
    pub public_url: String,
    /// Makes access tokens.
    pub issuer: Issuer,
    /// The public keys in JSON, as `/.well-known/jwks.json` serves them.
    pub key_set: String,
    /// From which refresh tokens follow each other.
    pub refresh_secret: Vec<u8>,
    /// How mail is sent.
    pub mail: Mail,
    /// Signing in with Google; absent where it is not offered.
    pub google: Option<Google>,
    /// Where changes are announced and requests counted. Empty where nowhere.
    pub redis_url: String,
    /// Limits of signing in.
    pub sign_in: SignInLimits,
    /// The header in which a proxy before the application says where a request comes from. Absent where there is none.
    pub client_address_header: Option<HeaderName>,
    admins: Vec<String>,
    verifier: Verifier,
    service_key: ServiceKey,
    own_origins: Vec<String>,
    reads: Policy,
    writes: Policy,
}

/// Where the application runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// On somebody's own machine: mail is shown in a local outbox instead of being sent.
    Local,
    /// For people.
    Production,
}

/// An HTTP API that sends mail, in the form of Resend's.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// Where it is.
    pub url: String,
    /// The key to use it with.
    pub key: String,
    /// Whom mail comes from.
    pub from: String,
}

/// Signing in with Google.
#[derive(Clone, Debug)]
pub struct Google {
    /// The application's id at Google.
    pub client_id: String,
    /// The server that has Google's public keys.
    pub keys_origin: String,
}

/// How often somebody may try to sign in.
#[derive(Clone, Copy, Debug)]
pub struct SignInLimits {
    /// Links to one address, and tries of its password.
    pub address: Policy,
    /// Tries from one client.
    pub client: Policy,
}

impl std::ops::Deref for App {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.0
    }
}

impl Settings {
    /// What somebody may do: what the account says, or everything where the application's operator names the address.
    #[must_use]
    pub fn role(&self, email: &str, stored: Role) -> Role {
        if self.admins.iter().any(|admin| admin == email) { Role::Admin } else { stored }
    }
}

impl App {
    /// Reads the variables.
    ///
    /// # Errors
    /// The first that is missing or makes no sense.
    pub async fn configure() -> Result<Self, ConfigError> {
        let environment = match config::variable("environment").await.as_deref() {
            Some("local") => Environment::Local,
            None | Some("production") => Environment::Production,
            Some(_) => {
                return Err(ConfigError("the variable environment is local or production".to_owned()));
            }
        };
        let public_url = config::required("public_url").await?.trim_end_matches('/').to_owned();
        let signing_key = config::required("signing_key").await?;
        let bad_key = |error: mirubato_identity::KeyError| ConfigError(error.to_string());
        let issuer = Issuer::new(&signing_key, &public_url).map_err(bad_key)?;
        let former_keys = config::variable("former_keys").await.unwrap_or_default();
        let key_set =
            serde_json::to_string(&issuer.key_set(&former_keys)).map_err(|error| ConfigError(error.to_string()))?;
        let verifier = Verifier::new(&key_set, &public_url).map_err(bad_key)?;
        let service_key = ServiceKey::new(&config::required("service_secret").await?).map_err(bad_key)?;
        let origins = config::variable("app_origins").await.unwrap_or_default();
        let own_origins = origins.split(',').map(str::trim).chain([public_url.as_str()]);
        let own_origins = own_origins.filter(|origin| !origin.is_empty()).map(ToOwned::to_owned).collect();
        let google = config::variable("google_client_id").await;
        let google_keys = config::variable("google_keys_origin").await;
        let admins = config::variable("admin_emails").await.unwrap_or_default();
        let admins = admins.split(',').map(str::trim).filter(|address| !address.is_empty());
        let admins = admins.map(email::normalise).collect::<Option<_>>();
        let client_address_header = config::variable("client_address_header").await;
        let client_address_header = client_address_header.map(|name| name.parse()).transpose();
        let per_client = if environment == Environment::Local { 1_000 } else { 20 };
        let policy = |name, quota, window| Policy { name, quota, window };
        Ok(Self(Arc::new(Settings {
            environment,
            issuer,
            key_set,
            verifier,
            service_key,
            own_origins,
            refresh_secret: signing_key.into_bytes(),
            mail: Mail {
                url: config::variable("mail_url").await.unwrap_or_default(),
                key: config::variable("mail_key").await.unwrap_or_default(),
                from: config::variable("mail_from").await.unwrap_or_default(),
            },
            google: google.zip(google_keys).map(|(client_id, keys_origin)| Google { client_id, keys_origin }),
            client_address_header: client_address_header
                .map_err(|_| ConfigError("the variable client_address_header is not a header".to_owned()))?,
            admins: admins
                .ok_or_else(|| ConfigError("the variable admin_emails is not a list of addresses".to_owned()))?,
            redis_url: config::variable("redis_url").await.unwrap_or_default(),
            sign_in: SignInLimits {
                address: policy("address", config::number("sign_in_per_address", 5).await?, 3_600),
                client: policy("client", config::number("sign_in_per_client", per_client).await?, 3_600),
            },
            reads: policy("read", config::number("reads_per_minute", 3_000).await?, 60),
            writes: policy("write", config::number("writes_per_minute", 600).await?, 60),
            public_url,
        })))
    }
}

impl Gate for App {
    async fn verify(&self, token: &str, now: u64) -> Result<Option<Claims>> {
        Ok(self.verifier.verify(token, now).ok())
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
        Ok(store::sessions::is_open(&DATABASE, user, session).await?)
    }
}

impl Peer for App {
    const NAME: &'static str = "api";

    fn service_key(&self) -> &ServiceKey {
        &self.service_key
    }
}

/// The routes, made at the first request and kept: making them costs more than most requests do.
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
    let router = routes::all().into_router();
    Ok(ROUTER.get_or_init(|| ready(router, app)).clone())
}

fn ready(router: Router<App>, app: App) -> Router {
    let idempotent = axum::middleware::from_fn_with_state(app.clone(), crate::idempotent::once);
    serve::ready(router.route_layer(idempotent)).with_state(app)
}
