//! Users as rows.

use mirubato_kit::platform;
use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// A user's version and live records.
///
/// # Errors
/// Where the database does not answer.
pub async fn standing(database: &Database, user: &str) -> Result<Option<(u64, u64)>, SqlError> {
    let sql = "SELECT version, live_count FROM users WHERE id = ?1";
    let row = database.query_one(sql, values![user]).await?;
    row.map(|row| Ok((row.count(0)?, row.count(1)?))).transpose()
}

/// Makes an account for an address, unless there is one.
///
/// # Errors
/// Where the database does not answer.
pub async fn create(database: &Database, id: &str, email: &str, now: u64) -> Result<(), SqlError> {
    let sql =
        "INSERT INTO users (id, email, created_on, updated_on) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (email) DO NOTHING";
    database.query(sql, values![id, email, platform::rfc3339(now)]).await.map(|_| ())
}
