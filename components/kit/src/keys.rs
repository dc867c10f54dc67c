//! Access tokens, in a service that is not the one that issues them: by the issuer's public keys, which it serves to everybody.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use mirubato_identity::TokenError;
use mirubato_identity::access::{Claims, Verifier};
use mirubato_problem::{Failure, catalogue};

use crate::error::Error;
use crate::{fetch, platform};

/// Where the issuer serves its keys.
const KEY_SET: &str = "http://api.spin.internal/.well-known/jwks.json";
const PATIENCE: Duration = Duration::from_secs(2);
const MAX_BYTES: usize = 64_000;
/// For how long keys that were read are not read again because of a token that none of them fits, in milliseconds: anybody can make such
/// tokens.
const PAUSE: u64 = 5_000;

/// The keys that were read last, and when. Public, and the same for everybody.
static KNOWN: Mutex<Option<(Arc<Verifier>, u64)>> = Mutex::new(None);

/// What a token says, where `issuer` issued it and it is good at `now` (Unix milliseconds).
///
/// # Errors
/// Where the keys cannot be read.
pub async fn verify(issuer: &str, token: &str, now: u64) -> Result<Option<Claims>, Error> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((verifier, read)) = known {
        match verifier.verify(token, now) {
            Ok(claims) => return Ok(Some(claims)),
            // The key may be newer than what was read.
            Err(TokenError::UnknownKey) if now >= read + PAUSE => {}
            Err(_) => return Ok(None),
        }
    }
    let verifier = Arc::new(read(issuer).await?);
    *KNOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some((verifier.clone(), platform::now()));
    Ok(verifier.verify(token, now).ok())
}

async fn read(issuer: &str) -> Result<Verifier, Error> {
    let request = Request::get(KEY_SET).body(Bytes::new()).map_err(Error::internal)?;
    let response = fetch::send(request, PATIENCE, MAX_BYTES).await.map_err(|error| unread(&error))?;
    if response.status() != StatusCode::OK {
        return Err(unread(&response.status()));
    }
    let text = std::str::from_utf8(response.body()).map_err(|error| unread(&error))?;
    Verifier::new(text, issuer).map_err(|error| unread(&error))
}

fn unread(cause: &dyn std::fmt::Display) -> Error {
    Error { failure: Failure::new(&catalogue::UPSTREAM), cause: Some(format!("{KEY_SET}: {cause}")) }
}
