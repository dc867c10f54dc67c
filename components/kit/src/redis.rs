//! Redis: hints and counters, never truth.
//!
//! Everything here may fail at any moment, and callers go on without. A server that does not answer is left alone for a while, so that a
//! request never waits for it twice.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::platform;

/// How long a command may take.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long a server that failed is left alone, in milliseconds.
const REST: u64 = 2_000;

/// When to try again. Not a secret and nobody's data: the same for all.
static RESTING_UNTIL: AtomicU64 = AtomicU64::new(0);

/// Why there is no answer. For the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedisError {
    /// No server is configured.
    Absent,
    /// It failed a moment ago.
    Resting,
    /// It does not answer, or with an error.
    Failed(String),
}

impl fmt::Display for RedisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("no Redis is configured"),
            Self::Resting => f.write_str("Redis failed a moment ago"),
            Self::Failed(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for RedisError {}

/// Publishes a message.
///
/// # Errors
/// See [`RedisError`].
pub async fn publish(url: &str, channel: &str, payload: &[u8]) -> Result<(), RedisError> {
    attempt(url, async { side::publish(url, channel, payload).await }).await
}

/// Adds `by` to a counter that disappears `ttl_seconds` after its last use, and returns what it comes to.
///
/// # Errors
/// See [`RedisError`].
pub async fn add(url: &str, key: &str, by: u64, ttl_seconds: u32) -> Result<u64, RedisError> {
    attempt(url, async { side::add(url, key, by, ttl_seconds).await }).await
}

/// Whether it answers.
///
/// # Errors
/// See [`RedisError`]. A server at rest is asked all the same: this is for health checks.
pub async fn ping(url: &str) -> Result<(), RedisError> {
    if url.is_empty() {
        return Err(RedisError::Absent);
    }
    in_time(async { side::ping(url).await }).await
}

async fn attempt<T>(url: &str, work: impl Future<Output = Result<T, RedisError>>) -> Result<T, RedisError> {
    if url.is_empty() {
        return Err(RedisError::Absent);
    }
    if platform::now() < RESTING_UNTIL.load(Ordering::Relaxed) {
        return Err(RedisError::Resting);
    }
    let result = in_time(work).await;
    if result.is_err() {
        RESTING_UNTIL.store(platform::now() + REST, Ordering::Relaxed);
    }
    result
}

async fn in_time<T>(work: impl Future<Output = Result<T, RedisError>>) -> Result<T, RedisError> {
    let late = || RedisError::Failed(format!("no answer within {} ms", PATIENCE.as_millis()));
    platform::within(PATIENCE, work).await.unwrap_or_else(|| Err(late()))
}

#[cfg(target_family = "wasm")]
mod side {
    use std::sync::{Arc, Mutex, PoisonError};

    use spin_sdk::redis::{Connection, RedisParameter, RedisResult};

    use super::RedisError;

    /// The one connection of this instance. Commands of several requests share it; it keeps their answers apart.
    static CONNECTION: Mutex<Option<Arc<Connection>>> = Mutex::new(None);

    async fn connection(url: &str) -> Result<Arc<Connection>, RedisError> {
        let known = CONNECTION.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(connection) = known {
            return Ok(connection);
        }
        let connection = Arc::new(Connection::open(url).await.map_err(|error| said(&error))?);
        *CONNECTION.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection.clone());
        Ok(connection)
    }

    /// A connection that failed is not used again.
    fn said(error: &spin_sdk::redis::Error) -> RedisError {
        *CONNECTION.lock().unwrap_or_else(PoisonError::into_inner) = None;
        RedisError::Failed(format!("{error:?}"))
    }

    pub(super) async fn publish(url: &str, channel: &str, payload: &[u8]) -> Result<(), RedisError> {
        connection(url).await?.publish(channel, payload).await.map_err(|error| said(&error))
    }

    pub(super) async fn add(url: &str, key: &str, by: u64, ttl_seconds: u32) -> Result<u64, RedisError> {
        let connection = connection(url).await?;
        let text = |text: String| RedisParameter::Binary(text.into_bytes());
        let by = text(by.to_string());
        let result = connection.execute("INCRBY", [text(key.to_owned()), by]).await.map_err(|error| said(&error))?;
        let arguments = [text(key.to_owned()), text(ttl_seconds.to_string())];
        connection.execute("EXPIRE", arguments).await.map_err(|error| said(&error))?;
        match result.first() {
            Some(RedisResult::Int64(count)) => Ok(u64::try_from(*count).unwrap_or(0)),
            _ => Err(RedisError::Failed("INCRBY gave no number".to_owned())),
        }
    }

    pub(super) async fn ping(url: &str) -> Result<(), RedisError> {
        connection(url).await?.execute("PING", []).await.map_err(|error| said(&error)).map(|_| ())
    }
}

/// Natively there is none: the simulation and the baseline have no use for hints.
#[cfg(not(target_family = "wasm"))]
#[expect(clippy::unused_async, reason = "the other side waits here")]
mod side {
    use super::RedisError;

    pub(super) async fn publish(_url: &str, _channel: &str, _payload: &[u8]) -> Result<(), RedisError> {
        Err(RedisError::Absent)
    }

    pub(super) async fn add(_url: &str, _key: &str, _by: u64, _ttl_seconds: u32) -> Result<u64, RedisError> {
        Err(RedisError::Absent)
    }

    pub(super) async fn ping(_url: &str) -> Result<(), RedisError> {
        Err(RedisError::Absent)
    }
}
