//! Google's ID tokens (OpenID Connect Core, section 3.1.3.7).

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;

use crate::{TokenError, jwt};

/// Google names itself in two ways.
const ISSUERS: [&str; 2] = ["https://accounts.google.com", "accounts.google.com"];

/// What the token says of somebody.
#[derive(Clone, Debug, Deserialize)]
pub struct Identity {
    /// Google's own id for the account. Never changes, unlike the address.
    pub sub: String,
    /// The address.
    pub email: String,
    /// Whether Google knows that it is theirs. Without that, anybody could sign in as anybody.
    #[serde(default)]
    pub email_verified: bool,
    /// What they are called.
    pub name: Option<String>,
    #[serde(default)]
    iat: u64,
    exp: u64,
}

/// Whose key a token says it is signed with, so that keys can be fetched again when it is a new one.
#[must_use]
pub fn key_id(token: &str) -> Option<String> {
    jwt::header(token, Algorithm::RS256, None).ok()?.kid
}

/// Whether a text is a key set with anything in it.
#[must_use]
pub fn is_key_set(text: &str) -> bool {
    serde_json::from_str::<JwkSet>(text).is_ok_and(|set| !set.keys.is_empty())
}

/// Whether a key set, in JSON, holds a key of that id.
#[must_use]
pub fn has_key(key_set: &str, kid: &str) -> bool {
    serde_json::from_str::<JwkSet>(key_set).is_ok_and(|set| set.find(kid).is_some())
}

/// Who a token speaks of, if Google issued it for `client_id`, `now` (Unix milliseconds) lies within its time, and the address is theirs.
///
/// # Errors
/// See [`TokenError`].
pub fn verify(token: &str, key_set: &str, client_id: &str, now: u64) -> Result<Identity, TokenError> {
    let set: JwkSet = serde_json::from_str(key_set).map_err(|_| TokenError::Invalid)?;
    let kid = key_id(token).ok_or(TokenError::Invalid)?;
    let key = set.find(&kid).and_then(|key| DecodingKey::from_jwk(key).ok()).ok_or(TokenError::Invalid)?;
    let identity: Identity = jwt::verify(token, Algorithm::RS256, &key, &ISSUERS, client_id)?;
    jwt::check_times(identity.iat, identity.exp, now)?;
    identity.email_verified.then_some(identity).ok_or(TokenError::Invalid)
}
