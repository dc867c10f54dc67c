//! Devices that were ever connected, and how far they had come.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// A device as it is stored.
#[derive(Clone, Debug)]
pub struct Device {
    /// A UUID.
    pub id: String,
    /// What a person calls it.
    pub name: Option<String>,
    /// When it was last connected, in Unix milliseconds.
    pub last_seen: u64,
    /// The version it last asked to go on from.
    pub version: u64,
}

/// Notes that a device has come.
///
/// # Errors
/// Where the database does not answer.
pub async fn see(on: &impl Executor, user: &str, device: &str, name: Option<&str>, now: u64) -> Result<(), SqlError> {
    let sql = "INSERT INTO devices (user_id, device_id, name, last_seen) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT (user_id, device_id) DO UPDATE SET name = coalesce(excluded.name, name), last_seen = excluded.last_seen";
    on.run(sql, values![user, device, name, now]).await.map(|_| ())
}

/// Notes that a device is still there and how far it has come. Adds none: its user may have been forgotten in the meantime.
///
/// # Errors
/// Where the database does not answer.
pub async fn touch(on: &impl Executor, user: &str, device: &str, version: u64, now: u64) -> Result<(), SqlError> {
    let sql = "UPDATE devices SET last_seen = ?3, version = max(version, ?4) WHERE user_id = ?1 AND device_id = ?2";
    on.run(sql, values![user, device, now, version]).await.map(|_| ())
}

/// The devices of a user, the last seen first.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(on: &impl Executor, user: &str) -> Result<Vec<Device>, SqlError> {
    let sql = "SELECT device_id, name, last_seen, version FROM devices WHERE user_id = ?1 \
        ORDER BY last_seen DESC, device_id LIMIT 1000";
    let rows = on.run(sql, values![user]).await?;
    rows.iter()
        .map(|row| {
            Ok(Device {
                id: row.text(0)?.to_owned(),
                name: row.text_or_null(1)?.map(ToOwned::to_owned),
                last_seen: row.count(2)?,
                version: row.count(3)?,
            })
        })
        .collect()
}

/// Deletes everything of a user and says how much that was.
///
/// # Errors
/// Where the database does not answer.
pub async fn erase(on: &impl Executor, user: &str) -> Result<u64, SqlError> {
    let rows = on.run("DELETE FROM devices WHERE user_id = ?1 RETURNING 1", values![user]).await?;
    Ok(rows.len() as u64)
}
