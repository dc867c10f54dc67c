//! Links that sign somebody in, by the hash of their token.

use mirubato_kit::sql::{Database, Executor, SqlError, Transaction};
use mirubato_kit::values;

/// Keeps a link.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(on: &impl Executor, hash: &str, email: &str, expires_at: u64) -> Result<(), SqlError> {
    let sql = "INSERT INTO sign_in_links (token_hash, email, expires_at) VALUES (?1, ?2, ?3)";
    on.run(sql, values![hash, email, expires_at]).await.map(|_| ())
}

/// Whether a link can be used at `now`. Only a hint: what decides is [`use_up`].
///
/// # Errors
/// Where the database does not answer.
pub async fn is_good(database: &Database, hash: &str, now: u64) -> Result<bool, SqlError> {
    let sql = "SELECT 1 FROM sign_in_links WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2";
    Ok(database.query_one(sql, values![hash, now]).await?.is_some())
}

/// Uses a link up and returns the address it was sent to. `None` where it cannot be used, or no longer.
///
/// # Errors
/// Where the database does not answer.
pub async fn use_up(transaction: &Transaction, hash: &str, now: u64) -> Result<Option<String>, SqlError> {
    let sql = "UPDATE sign_in_links SET used_at = ?2 WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2 \
        RETURNING email";
    let row = transaction.run_for_one(sql, values![hash, now]).await?;
    row.map(|row| row.text(0).map(ToOwned::to_owned)).transpose()
}

/// Deletes links that have expired, at most `limit` of them.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(database: &Database, now: u64, limit: u32) -> Result<(), SqlError> {
    let sql = "DELETE FROM sign_in_links WHERE token_hash IN \
        (SELECT token_hash FROM sign_in_links WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    database.query(sql, values![now, u64::from(limit)]).await.map(|_| ())
}
