//! Service tokens: that a request comes from another service of this application.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};

use crate::{KeyError, TokenError, jwt};

/// How long a token is good for, in seconds. It is made for one call.
pub const LIFETIME: u64 = 60;
const TYPE: &str = "svc+jwt";
const MIN_SECRET: usize = 32;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    iat: u64,
    exp: u64,
}

/// The secret that the services share.
pub struct ServiceKey {
    signing: EncodingKey,
    verifying: DecodingKey,
}

impl ServiceKey {
    /// From a secret of at least 32 characters.
    ///
    /// # Errors
    /// Where it is shorter.
    pub fn new(secret: &str) -> Result<Self, KeyError> {
        if secret.len() < MIN_SECRET {
            return Err(KeyError("the service secret is at least 32 characters"));
        }
        let bytes = secret.as_bytes();
        Ok(Self { signing: EncodingKey::from_secret(bytes), verifying: DecodingKey::from_secret(bytes) })
    }

    /// A token with which `caller` calls `callee`, once. `now` in Unix milliseconds.
    ///
    /// # Errors
    /// None with a secret that [`ServiceKey::new`] took.
    pub fn issue(&self, caller: &str, callee: &str, now: u64) -> Result<String, TokenError> {
        let iat = now / 1_000;
        let (iss, sub, aud) = (caller.to_owned(), caller.to_owned(), callee.to_owned());
        jwt::sign(Algorithm::HS256, TYPE, None, &self.signing, &Claims { iss, sub, aud, iat, exp: iat + LIFETIME })
    }

    /// Whether `token` lets `caller` call `callee` at `now` (Unix milliseconds).
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn verify(&self, token: &str, caller: &str, callee: &str, now: u64) -> Result<(), TokenError> {
        jwt::header(token, Algorithm::HS256, Some(TYPE))?;
        let claims: Claims = jwt::verify(token, Algorithm::HS256, &self.verifying, &[caller], callee)?;
        jwt::check_times(claims.iat, claims.exp, now)
    }
}
