//! Who a request comes from.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::extract::{FromRequestParts, MatchedPath, OptionalFromRequestParts};
use http::request::Parts;
use http::{Method, header};
use mirubato_identity::Role;
use mirubato_identity::access::Claims;
use mirubato_problem::{Failure, catalogue};
use mirubato_web::cookie;
use mirubato_web::origin::{self, Provenance};
use mirubato_web::rate_limit::Policy;

use crate::error::Error;
use crate::request::Context;
use crate::{limit, platform};

/// The cookie that carries the access token.
pub const ACCESS_COOKIE: &str = "__Host-access";
/// For how long a session that was found open is not asked about again, in milliseconds. So long may a token outlive its session.
const TRUST_MILLIS: u64 = 5_000;
const MAX_KNOWN: usize = 256;

/// What a service decides about its callers.
pub trait Gate: Clone + Send + Sync + 'static {
    /// What an access token says, where it is one of ours and good at `now` (Unix milliseconds).
    fn verify(&self, token: &str, now: u64) -> impl Future<Output = Result<Option<Claims>, Error>> + Send;
    /// Origins other than the request's own host from which the app is served.
    fn own_origins(&self) -> &[String];
    /// How much a caller may ask of a route.
    fn policy(&self, method: &Method, route: &str) -> Policy;
    /// Where requests are counted; empty where nowhere.
    fn redis(&self) -> &str;
    /// Whether a session is still open.
    fn session_open(&self, user: &str, session: &str) -> impl Future<Output = Result<bool, Error>> + Send;
}

/// Somebody signed in. As an extractor: 401 for everybody else.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The user.
    pub user: String,
    /// The session.
    pub session: String,
    /// What the user may do.
    pub role: Role,
}

/// Tokens that were verified a moment ago, by the whole token. Verifying one costs as much as a small query.
static KNOWN: LazyLock<Mutex<HashMap<String, (Claims, u64)>>> = LazyLock::new(Mutex::default);

/// Forgets the tokens of a session, so that here, at least, it ends at once.
pub fn forget(session: &str) {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (claims, _)| claims.sid != session);
}

impl<S: Gate> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, gate: &S) -> Result<Self, Self::Rejection> {
        // Whoever has been asked for on the way is not counted again.
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let token = credential(parts, gate)?.ok_or_else(not_signed_in)?;
        let claims = identify(&token, gate).await?;
        let context = parts.extensions.get::<Context>().cloned();
        let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let policy = gate.policy(&parts.method, route);
        limit::spend(gate.redis(), policy, &format!("{}:{route}", claims.sub), context.as_ref()).await?;
        let caller = Self { user: claims.sub, session: claims.sid, role: claims.role };
        parts.extensions.insert(caller.clone());
        Ok(caller)
    }
}

impl<S: Gate> OptionalFromRequestParts<S> for Caller {
    type Rejection = Error;

    /// Nobody, where no credential came; a credential that does not hold is still refused, so that a client learns of it.
    async fn from_request_parts(parts: &mut Parts, gate: &S) -> Result<Option<Self>, Self::Rejection> {
        match credential(parts, gate)? {
            None => Ok(None),
            Some(_) => <Self as FromRequestParts<S>>::from_request_parts(parts, gate).await.map(Some),
        }
    }
}

/// The access token of a request: from `Authorization`, else from the cookie. A cookie is sent by the browser whatever site asks it to, so
/// with one an unsafe method must come from the app itself.
///
/// # Errors
/// `not-signed-in` for an `Authorization` of another kind; `cross-site`.
pub fn credential(parts: &Parts, gate: &impl Gate) -> Result<Option<String>, Error> {
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
        return token.map(Some).ok_or_else(not_signed_in);
    }
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let Some(token) = cookie::find(cookies, ACCESS_COOKIE).map(ToOwned::to_owned) else {
        return Ok(None);
    };
    check_origin(parts, gate.own_origins())?;
    Ok(Some(token))
}

/// Refuses an unsafe request that carries a cookie and does not come from the app itself.
///
/// # Errors
/// `cross-site`.
pub fn check_origin(parts: &Parts, own: &[String]) -> Result<(), Error> {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").or_else(|| parts.uri.authority().map(http::uri::Authority::as_str));
    let provenance = Provenance { fetch_site: text("sec-fetch-site"), origin: text("origin"), host };
    if origin::is_unsafe(parts.method.as_str()) && !origin::is_own(provenance, own) {
        return Err((&catalogue::CROSS_SITE).into());
    }
    Ok(())
}

async fn identify(token: &str, gate: &impl Gate) -> Result<Claims, Error> {
    let now = platform::now();
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
    if let Some((claims, _)) = known.filter(|(_, until)| now < *until) {
        return Ok(claims);
    }
    let claims = gate.verify(token, now).await?.ok_or_else(not_signed_in)?;
    if !gate.session_open(&claims.sub, &claims.sid).await? {
        return Err((&catalogue::SESSION_ENDED).into());
    }
    let until = (now + TRUST_MILLIS).min(claims.exp * 1_000);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MAX_KNOWN {
        known.clear();
    }
    known.insert(token.to_owned(), (claims.clone(), until));
    Ok(claims)
}

fn not_signed_in() -> Error {
    Failure::new(&catalogue::NOT_SIGNED_IN).into()
}
