//! `Grip-Sig`: that a request comes from our gateway.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// How long a signature is good for, in seconds.
const LIFETIME: u64 = 3_600;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    exp: u64,
}

/// Signs as the gateway `issuer` with the shared `key`. `now` in Unix milliseconds. `None` only with an unusable key.
#[must_use]
pub fn sign(issuer: &str, key: &[u8], now: u64) -> Option<String> {
    let claims = Claims { iss: issuer.to_owned(), exp: now / 1_000 + LIFETIME };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key)).ok()
}

/// Whether `signature` is our gateway's and good at `now`, in Unix milliseconds.
#[must_use]
pub fn verify(signature: &str, issuer: &str, key: &[u8], now: u64) -> bool {
    let mut validation = Validation::new(Algorithm::HS256);
    // The clock is not ours to read.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.set_issuer(&[issuer]);
    validation.set_required_spec_claims(&["iss", "exp"]);
    jsonwebtoken::decode::<Claims>(signature, &DecodingKey::from_secret(key), &validation)
        .is_ok_and(|token| token.claims.exp > now / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000_000;
    const KEY: &[u8] = b"a key of the gateway and the backend";

    #[test]
    fn only_our_gateway_signs_and_only_for_an_hour() {
        let signature = sign("gateway", KEY, NOW).unwrap();
        assert!(verify(&signature, "gateway", KEY, NOW));
        assert!(!verify(&signature, "gateway", KEY, NOW + LIFETIME * 1_000));
        assert!(!verify(&signature, "another", KEY, NOW));
        assert!(!verify(&signature, "gateway", b"another key", NOW));
        assert!(!verify("", "gateway", KEY, NOW));
        assert!(!verify("eyJhbGciOiJub25lIn0.eyJpc3MiOiJnYXRld2F5In0.", "gateway", KEY, NOW));
    }
}
