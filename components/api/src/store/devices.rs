//! The devices of a user: which there are, and how far each had come when it last wrote.

use mirubato_contracts::sync::types::Device;
use mirubato_kit::platform;
use mirubato_kit::sql::{Database, SqlError, Transaction};
use mirubato_kit::values;

/// Notes that a device wrote.
///
/// # Errors
/// Where the database does not answer.
pub async fn note(transaction: &Transaction, user: &str, device: &str, version: u64, now: u64) -> Result<(), SqlError> {
    let sql = "INSERT INTO devices (user_id, id, last_seen_at, version) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT (user_id, id) DO UPDATE SET last_seen_at = excluded.last_seen_at, version = excluded.version";
    transaction.query(sql, values![user, device, now, version]).await.map(|_| ())
}

/// The devices of a user, the last seen first.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(database: &Database, user: &str) -> Result<Vec<Device>, SqlError> {
    let sql =
        "SELECT id, name, last_seen_at, version FROM devices WHERE user_id = ?1 ORDER BY last_seen_at DESC LIMIT 100";
    let rows = database.query(sql, values![user]).await?;
    let device = |row: &mirubato_kit::sql::Row| {
        Ok(Device {
            device_id: row.text(0)?.to_owned(),
            name: row.text_or_null(1)?.map(ToOwned::to_owned),
            last_seen: platform::rfc3339(row.count(2)?),
            version: row.count(3)?,
        })
    };
    rows.iter().map(device).collect()
}
