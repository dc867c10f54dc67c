//! Who is connected.

use mirubato_contracts::sync::events::PresentDevice;
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::{platform, values};

/// The most connections of one device: the one it has, the one with which it replaces that, and two for tabs that cannot share one.
const OF_A_DEVICE: u64 = 4;
/// After so many milliseconds unseen a connection does not count any more: devices ping every 25 seconds, and it is written down every 30.
const GONE: u64 = 75_000;
/// After so many it is deleted.
const FORGOTTEN: u64 = 180_000;

/// The most devices that are told of.
pub const SHOWN: u64 = 20;

/// A connection.
#[derive(Clone, Copy, Debug)]
pub struct Connection<'a> {
    /// The gateway's name for it.
    pub id: &'a str,
    /// Whose it is.
    pub user: &'a str,
    /// The device.
    pub device: &'a str,
    /// What a person calls the device.
    pub name: Option<&'a str>,
}

/// Adds a connection unless the user has `most` of them. False where that is so.
///
/// A device that comes again takes the place of what it had before: a gateway that was killed said nothing of connections that ended, and
/// they must not count against those that replace them.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(on: &impl Executor, connection: Connection<'_>, most: u32, now: u64) -> Result<bool, SqlError> {
    let Connection { id, user, device, name } = connection;
    let sql = "DELETE FROM connections WHERE user_id = ?1 AND device_id = ?2 AND id IN (SELECT id FROM connections \
        WHERE user_id = ?1 AND device_id = ?2 AND id <> ?3 ORDER BY since DESC, id DESC LIMIT -1 OFFSET ?4)";
    on.run(sql, values![user, device, id, OF_A_DEVICE - 1]).await?;
    let sql = "INSERT INTO connections (id, user_id, device_id, name, since, seen) SELECT ?1, ?2, ?3, ?4, ?5, ?5 \
        WHERE (SELECT count(*) FROM connections WHERE user_id = ?2 AND seen > ?6 AND id <> ?1) < ?7 \
        ON CONFLICT (id) DO UPDATE SET seen = excluded.seen RETURNING 1";
    let values = values![id, user, device, name, now, now.saturating_sub(GONE), u64::from(most)];
    Ok(on.run_for_one(sql, values).await?.is_some())
}

/// Notes that a connection, made at `since`, is still there. It may have been forgotten while the gateway was away. False where the device has
/// replaced it.
///
/// # Errors
/// Where the database does not answer.
pub async fn see(on: &impl Executor, connection: Connection<'_>, since: u64, now: u64) -> Result<bool, SqlError> {
    let Connection { id, user, device, name } = connection;
    let sql = "INSERT INTO connections (id, user_id, device_id, name, since, seen) SELECT ?1, ?2, ?3, ?4, ?5, ?6 \
        WHERE (SELECT count(*) FROM connections WHERE user_id = ?2 AND device_id = ?3 AND id <> ?1 AND since >= ?5) < ?7 \
        ON CONFLICT (id) DO UPDATE SET seen = excluded.seen RETURNING 1";
    Ok(on.run_for_one(sql, values![id, user, device, name, since, now, OF_A_DEVICE]).await?.is_some())
}

/// Removes a connection. True where it was there.
///
/// # Errors
/// Where the database does not answer.
pub async fn remove(on: &impl Executor, id: &str) -> Result<bool, SqlError> {
    let sql = "DELETE FROM connections WHERE id = ?1 RETURNING 1";
    Ok(on.run_for_one(sql, values![id]).await?.is_some())
}

/// Removes what was not seen for long, whosever it is.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(on: &impl Executor, now: u64) -> Result<(), SqlError> {
    on.run("DELETE FROM connections WHERE seen <= ?1", values![now.saturating_sub(FORGOTTEN)]).await.map(|_| ())
}

/// The devices of a user that are connected, by when they came; of many, the first [`SHOWN`].
///
/// # Errors
/// Where the database does not answer.
pub async fn present(on: &impl Executor, user: &str, now: u64) -> Result<Vec<PresentDevice>, SqlError> {
    let sql = "SELECT device_id, max(name), min(since) FROM connections WHERE user_id = ?1 AND seen > ?2 \
        GROUP BY device_id ORDER BY min(since), device_id LIMIT ?3";
    let rows = on.run(sql, values![user, now.saturating_sub(FORGOTTEN), SHOWN]).await?;
    rows.iter()
        .map(|row| {
            Ok(PresentDevice {
                device_id: row.text(0)?.to_owned(),
                name: row.text_or_null(1)?.map(ToOwned::to_owned),
                since: platform::rfc3339(row.count(2)?),
                online: true,
            })
        })
        .collect()
}

/// Deletes everything of a user and says how much that was.
///
/// # Errors
/// Where the database does not answer.
pub async fn erase(on: &impl Executor, user: &str) -> Result<u64, SqlError> {
    let rows = on.run("DELETE FROM connections WHERE user_id = ?1 RETURNING 1", values![user]).await?;
    Ok(rows.len() as u64)
}

/// How many there are.
///
/// # Errors
/// Where the database does not answer.
pub async fn count(on: &impl Executor, now: u64) -> Result<i64, SqlError> {
    let sql = "SELECT count(*) FROM connections WHERE seen > ?1";
    let row = on.run_for_one(sql, values![now.saturating_sub(FORGOTTEN)]).await?;
    row.ok_or(SqlError::Shape("a count"))?.integer(0)
}
