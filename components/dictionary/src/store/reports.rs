//! What people say is wrong with terms.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// Keeps a report. One of the same user, term and kind is replaced, and waits again. Returns its id.
///
/// # Errors
/// Where the database does not answer.
pub async fn put(
    on: &impl Executor,
    new_id: &str,
    user: &str,
    slug: &str,
    kind: &str,
    text: &str,
    now: u64,
) -> Result<String, SqlError> {
    let sql = "INSERT INTO reports (id, user_id, slug, kind, text, state, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6) \
        ON CONFLICT (user_id, slug, kind) DO UPDATE SET text = excluded.text, state = 'waiting', created_at = excluded.created_at \
        RETURNING id";
    let row = on.run_for_one(sql, values![new_id, user, slug, kind, text, now]).await?;
    row.ok_or(SqlError::Shape("an id"))?.take_text(0)
}

/// How many a user made since `since`.
///
/// # Errors
/// Where the database does not answer.
pub async fn count(on: &impl Executor, user: &str, since: u64) -> Result<u64, SqlError> {
    let sql = "SELECT count(*) FROM reports WHERE user_id = ?1 AND created_at > ?2";
    on.run_for_one(sql, values![user, since]).await?.ok_or(SqlError::Shape("a count"))?.count(0)
}

/// Deletes everything of a user and says how much that was.
///
/// # Errors
/// Where the database does not answer.
pub async fn erase(on: &impl Executor, user: &str) -> Result<u64, SqlError> {
    let rows = on.run("DELETE FROM reports WHERE user_id = ?1 RETURNING 1", values![user]).await?;
    Ok(rows.len() as u64)
}
