//! Access tokens: who a request comes from, for at most fifteen minutes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};

use crate::{KeyError, Role, TokenError, jwt};

/// How long a token is good for, in seconds.
pub const LIFETIME: u64 = 15 * 60;
const TYPE: &str = "at+jwt";
/// For whom tokens are: the services of this application.
pub const AUDIENCE: &str = "mirubato";

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it: the public address of the application.
    pub iss: String,
    /// [`AUDIENCE`].
    pub aud: String,
    /// The user.
    pub sub: String,
    /// The session it belongs to.
    pub sid: String,
    /// What the user may do.
    pub role: Role,
    /// When it was issued, in seconds.
    pub iat: u64,
    /// When it ends, in seconds.
    pub exp: u64,
}

/// Issues tokens. Only `api` has one.
pub struct Issuer {
    key: EncodingKey,
    public: Jwk,
    kid: String,
    issuer: String,
}

/// Checks tokens, with public keys alone.
#[derive(Clone)]
pub struct Verifier {
    keys: Vec<(String, DecodingKey)>,
    issuer: String,
}

impl Issuer {
    /// From the 32 bytes of an Ed25519 key in base64url, and the issuer's name.
    ///
    /// # Errors
    /// Where the key is none.
    pub fn new(seed: &str, issuer: &str) -> Result<Self, KeyError> {
        const NOT_A_KEY: KeyError = KeyError("the signing key is 32 bytes in base64url");
        // An Ed25519 private key in PKCS #8 (RFC 8410) is these 16 bytes and the seed.
        const PREFIX: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        let seed = URL_SAFE_NO_PAD.decode(seed.trim()).map_err(|_| NOT_A_KEY)?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| NOT_A_KEY)?;
        let key = EncodingKey::from_ed_der(&[PREFIX.as_slice(), seed.as_slice()].concat());
        let mut public = Jwk::from_encoding_key(&key, Algorithm::EdDSA).map_err(|_| NOT_A_KEY)?;
        let kid = public.thumbprint(ThumbprintHash::SHA256).map_err(|_| NOT_A_KEY)?;
        public.common.key_id = Some(kid.clone());
        Ok(Self { key, public, kid, issuer: issuer.to_owned() })
    }

    /// The key set to publish: the present public key, and `others` (a key set in JSON) that tokens may still be signed with.
    #[must_use]
    pub fn key_set(&self, others: &str) -> JwkSet {
        let mut keys = vec![self.public.clone()];
        let others = serde_json::from_str::<JwkSet>(others).map(|set| set.keys).unwrap_or_default();
        keys.extend(others.into_iter().filter(|key| key.common.key_id.as_ref() != Some(&self.kid)));
        JwkSet { keys }
    }

    /// A token for a session. `now` in Unix milliseconds.
    ///
    /// # Errors
    /// None with a key that [`Issuer::new`] took.
    pub fn issue(&self, user: &str, session: &str, role: Role, now: u64) -> Result<String, TokenError> {
        let iat = now / 1_000;
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_owned(),
            sid: session.to_owned(),
            role,
            iat,
            exp: iat + LIFETIME,
        };
        jwt::sign(Algorithm::EdDSA, TYPE, Some(&self.kid), &self.key, &claims)
    }
}

impl Verifier {
    /// From a key set in JSON (RFC 7517), as `/.well-known/jwks.json` serves it. Keys of other kinds are passed over.
    ///
    /// # Errors
    /// Where it has no key of ours.
    pub fn new(key_set: &str, issuer: &str) -> Result<Self, KeyError> {
        let set: JwkSet = serde_json::from_str(key_set).map_err(|_| KeyError("the key set is not JSON of RFC 7517"))?;
        let usable = |key: &Jwk| Some((key.common.key_id.clone()?, DecodingKey::from_jwk(key).ok()?));
        let keys: Vec<_> = set.keys.iter().filter_map(usable).collect();
        if keys.is_empty() {
            return Err(KeyError("the key set holds no usable key"));
        }
        Ok(Self { keys, issuer: issuer.to_owned() })
    }

    /// What a token says, if it is one of ours and `now` (Unix milliseconds) lies within its time.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn verify(&self, token: &str, now: u64) -> Result<Claims, TokenError> {
        let kid = jwt::header(token, Algorithm::EdDSA, Some(TYPE))?.kid.ok_or(TokenError::Invalid)?;
        let (_, key) = self.keys.iter().find(|(known, _)| *known == kid).ok_or(TokenError::UnknownKey)?;
        let claims: Claims = jwt::verify(token, Algorithm::EdDSA, key, &[&self.issuer], AUDIENCE)?;
        jwt::check_times(claims.iat, claims.exp, now)?;
        Ok(claims)
    }
}
