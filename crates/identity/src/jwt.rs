//! What every kind of JWT is held to (RFC 8725): one algorithm, one type, one key chosen by us.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::TokenError;

/// How far clocks may differ, in seconds.
const LEEWAY: u64 = 60;

/// Signs claims as a token of type `typ`.
pub(crate) fn sign(
    algorithm: Algorithm,
    typ: &str,
    kid: Option<&str>,
    key: &EncodingKey,
    claims: &impl Serialize,
) -> Result<String, TokenError> {
    let mut header = Header::new(algorithm);
    header.typ = Some(typ.to_owned());
    header.kid = kid.map(ToOwned::to_owned);
    jsonwebtoken::encode(&header, claims, key).map_err(|_| TokenError::Invalid)
}

/// The header of a token that claims to be of this algorithm and type. Nothing in it is to be trusted but as a hint which key to try.
pub(crate) fn header(token: &str, algorithm: Algorithm, typ: Option<&str>) -> Result<Header, TokenError> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Invalid)?;
    let fits = header.alg == algorithm && typ.is_none_or(|typ| header.typ.as_deref() == Some(typ));
    fits.then_some(header).ok_or(TokenError::Invalid)
}

/// The claims, if the signature, the issuer and the audience are right. Times are the caller's to check: the clock is not ours.
pub(crate) fn verify<T: DeserializeOwned>(
    token: &str,
    algorithm: Algorithm,
    key: &DecodingKey,
    issuers: &[&str],
    audience: &str,
) -> Result<T, TokenError> {
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    validation.set_issuer(issuers);
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    jsonwebtoken::decode(token, key, &validation).map(|data| data.claims).map_err(|_| TokenError::Invalid)
}

/// Holds `iat` and `exp`, in seconds, against the clock in milliseconds. `exp` is sharp: nobody needs a token longer than it says.
pub(crate) fn check_times(issued: u64, expires: u64, now: u64) -> Result<(), TokenError> {
    let now = now / 1_000;
    if expires <= now {
        Err(TokenError::Expired)
    } else if issued > now + LEEWAY {
        Err(TokenError::NotYet)
    } else {
        Ok(())
    }
}
