//! Google's public keys: fetched when needed, kept for a while.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, header};
use mirubato_identity::google;
use mirubato_kit::{Error, Result, fetch, key_value, log};
use mirubato_problem::{Failure, catalogue};
use serde::{Deserialize, Serialize};

/// Where they are at Google.
const PATH: &str = "/oauth2/v3/certs";
const STORE: &str = "default";
const KEY: &str = "google-keys";
/// For how long keys are used without asking again: 6 hours, about as long as Google says itself.
const FRESH_MILLIS: u64 = 6 * 3_600_000;
/// How long keys are used before a token with an unknown one makes us ask again: whoever makes up key ids costs one request a minute.
const PAUSE_MILLIS: u64 = 60_000;
const PATIENCE: Duration = Duration::from_secs(5);
const MAX_BYTES: usize = 64 * 1_024;

#[derive(Serialize, Deserialize)]
struct Kept {
    origin: String,
    fetched_at: u64,
    keys: String,
}

/// The key set, in JSON, with the key of that id in it if Google has one.
///
/// # Errors
/// `upstream` where none are kept and Google does not answer.
pub async fn with_key(origin: &str, kid: &str, now: u64) -> Result<String> {
    let kept = kept(origin).await;
    if let Some(kept) = &kept {
        let age = now.saturating_sub(kept.fetched_at);
        if age < PAUSE_MILLIS || (age < FRESH_MILLIS && google::has_key(&kept.keys, kid)) {
            return Ok(kept.keys.clone());
        }
    }
    match fetch_keys(origin).await {
        Ok(keys) => {
            keep(&Kept { origin: origin.to_owned(), fetched_at: now, keys: keys.clone() }).await;
            Ok(keys)
        }
        // Old keys are better than none: Google announces new ones days before it uses them.
        Err(error) => kept.map(|kept| kept.keys).ok_or(error),
    }
}

async fn kept(origin: &str) -> Option<Kept> {
    let bytes = key_value::get(STORE, KEY).await.ok().flatten()?;
    serde_json::from_slice(&bytes).ok().filter(|kept: &Kept| kept.origin == origin)
}

async fn keep(kept: &Kept) {
    let bytes = serde_json::to_vec(kept).unwrap_or_default();
    if let Err(error) = key_value::set(STORE, KEY, &bytes).await {
        log::warn("Google's keys are not kept", &[("cause", error.to_string().into())]);
    }
}

async fn fetch_keys(origin: &str) -> Result<String> {
    let upstream = |cause: String| Error { failure: Failure::new(&catalogue::UPSTREAM), cause: Some(cause) };
    let uri = format!("{}{PATH}", origin.trim_end_matches('/'));
    let request = Request::get(uri).header(header::ACCEPT, "application/json").body(Bytes::new());
    let request = request.map_err(Error::internal)?;
    let response =
        fetch::send(request, PATIENCE, MAX_BYTES).await.map_err(|error| upstream(format!("Google's keys: {error}")))?;
    let text = String::from_utf8_lossy(response.body()).into_owned();
    if response.status() != StatusCode::OK || !google::is_key_set(&text) {
        return Err(upstream(format!("Google's keys: not a key set, status {}", response.status())));
    }
    Ok(text)
}
