//! Sessions: who is signed in where.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// Whether a session of that user is open.
///
/// # Errors
/// Where the database does not answer.
pub async fn is_open(database: &Database, user: &str, session: &str) -> Result<bool, SqlError> {
    let sql = "SELECT 1 FROM sessions WHERE id = ?1 AND user_id = ?2 AND ended_at IS NULL";
    Ok(database.query_one(sql, values![session, user]).await?.is_some())
}
