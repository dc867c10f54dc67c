//! What people think of terms: one opinion a user and term.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// An opinion.
#[derive(Clone, Debug)]
pub struct Opinion<'a> {
    /// 1 to 5.
    pub rating: Option<i64>,
    /// Whether it helped.
    pub helpful: Option<bool>,
    /// What it is about.
    pub kind: Option<&'a str>,
    /// In words.
    pub text: Option<&'a str>,
    /// Whether an administrator should look at it.
    pub is_bad: bool,
}

/// Keeps an opinion in place of the one before, and returns its id.
///
/// # Errors
/// Where the database does not answer.
pub async fn put(
    on: &impl Executor,
    new_id: &str,
    user: &str,
    slug: &str,
    opinion: &Opinion<'_>,
    now: u64,
) -> Result<String, SqlError> {
    let sql = "INSERT INTO feedback (id, user_id, slug, rating, helpful, kind, text, state, changed_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (user_id, slug) DO UPDATE SET rating = excluded.rating, \
        helpful = excluded.helpful, kind = excluded.kind, text = excluded.text, state = excluded.state, \
        changed_at = excluded.changed_at RETURNING id";
    let Opinion { rating, helpful, kind, text, is_bad } = *opinion;
    let state = if is_bad { "waiting" } else { "noted" };
    let values = values![new_id, user, slug, rating, helpful, kind, text, state, now];
    on.run_for_one(sql, values).await?.ok_or(SqlError::Shape("an id"))?.take_text(0)
}

/// How many a user gave since `since`.
///
/// # Errors
/// Where the database does not answer.
pub async fn count(on: &impl Executor, user: &str, since: u64) -> Result<u64, SqlError> {
    let sql = "SELECT count(*) FROM feedback WHERE user_id = ?1 AND changed_at > ?2";
    on.run_for_one(sql, values![user, since]).await?.ok_or(SqlError::Shape("a count"))?.count(0)
}

/// Deletes everything of a user and says how much that was.
///
/// # Errors
/// Where the database does not answer.
pub async fn erase(on: &impl Executor, user: &str) -> Result<u64, SqlError> {
    let rows = on.run("DELETE FROM feedback WHERE user_id = ?1 RETURNING 1", values![user]).await?;
    Ok(rows.len() as u64)
}
