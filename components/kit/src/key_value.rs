//! A key-value store: for what may be lost.

use std::fmt;

/// Why a store did not answer. For the log.
#[derive(Clone, Debug)]
pub struct KeyValueError(pub String);

impl fmt::Display for KeyValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyValueError {}

/// The value under `key`.
///
/// # Errors
/// Where the store does not answer.
#[cfg(target_family = "wasm")]
pub async fn get(store: &str, key: &str) -> Result<Option<Vec<u8>>, KeyValueError> {
    let store = spin_sdk::key_value::Store::open(store).await.map_err(|error| said(&error))?;
    store.get(key).await.map_err(|error| said(&error))
}

/// Puts `value` under `key`.
///
/// # Errors
/// Where the store does not answer.
#[cfg(target_family = "wasm")]
pub async fn set(store: &str, key: &str, value: &[u8]) -> Result<(), KeyValueError> {
    let store = spin_sdk::key_value::Store::open(store).await.map_err(|error| said(&error))?;
    store.set(key, value).await.map_err(|error| said(&error))
}

#[cfg(target_family = "wasm")]
fn said(error: &spin_sdk::key_value::Error) -> KeyValueError {
    KeyValueError(format!("{error:?}"))
}

/// Natively there is no store.
///
/// # Errors
/// Always.
#[cfg(not(target_family = "wasm"))]
#[expect(clippy::unused_async, reason = "the other side waits here")]
pub async fn get(_store: &str, _key: &str) -> Result<Option<Vec<u8>>, KeyValueError> {
    Err(KeyValueError("no key-value store outside Spin".to_owned()))
}

/// Natively there is no store.
///
/// # Errors
/// Always.
#[cfg(not(target_family = "wasm"))]
#[expect(clippy::unused_async, reason = "the other side waits here")]
pub async fn set(_store: &str, _key: &str, _value: &[u8]) -> Result<(), KeyValueError> {
    Err(KeyValueError("no key-value store outside Spin".to_owned()))
}
