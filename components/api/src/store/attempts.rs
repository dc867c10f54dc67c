//! How often something was tried, in windows of time.

use mirubato_kit::sql::{Database, Executor, SqlError, Value};
use mirubato_kit::values;

/// Counts one more and returns how many there are in this window.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(on: &impl Executor, key: &str, window: u64, expires_at: u64) -> Result<u64, SqlError> {
    let sql = "INSERT INTO attempts (key, window, count, expires_at) VALUES (?1, ?2, 1, ?3) \
        ON CONFLICT (key, window) DO UPDATE SET count = count + 1 RETURNING count";
    let row = on.run_for_one(sql, values![key, window, expires_at]).await?;
    row.ok_or(SqlError::Shape("a count"))?.count(0)
}

/// Counts one less in a window.
///
/// # Errors
/// Where the database does not answer.
pub async fn subtract(on: &impl Executor, key: &str, window: u64) -> Result<(), SqlError> {
    let sql = "UPDATE attempts SET count = count - 1 WHERE key = ?1 AND window = ?2 AND count > 0";
    on.run(sql, values![key, window]).await.map(|_| ())
}

/// Forgets keys in every window.
///
/// # Errors
/// Where the database does not answer.
pub async fn forget(on: &impl Executor, keys: &[String]) -> Result<(), SqlError> {
    let keys = Value::Text(serde_json::to_string(keys).unwrap_or_default());
    on.run("DELETE FROM attempts WHERE key IN (SELECT value FROM json_each(?1))", vec![keys]).await.map(|_| ())
}

/// Deletes windows that are over, at most `limit` of them.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(database: &Database, now: u64, limit: u32) -> Result<(), SqlError> {
    let sql = "DELETE FROM attempts WHERE (key, window) IN \
        (SELECT key, window FROM attempts WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    database.query(sql, values![now, u64::from(limit)]).await.map(|_| ())
}
