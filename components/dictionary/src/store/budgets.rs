//! How many terms may be written on a day. A day is the number of days since the Unix epoch, in UTC.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// In place of a user: all of them together.
pub const EVERYBODY: &str = "*";

/// Counts one more, unless that would be more than `most`. False where it would.
///
/// # Errors
/// Where the database does not answer.
pub async fn spend(on: &impl Executor, user: &str, day: u64, most: u32) -> Result<bool, SqlError> {
    let sql = "INSERT INTO budgets (day, user_id, used) SELECT ?1, ?2, 1 WHERE ?3 > 0 \
        ON CONFLICT (day, user_id) DO UPDATE SET used = used + 1 WHERE used < ?3 RETURNING 1";
    Ok(on.run_for_one(sql, values![day, user, u64::from(most)]).await?.is_some())
}

/// Takes one back, of a user and of everybody.
///
/// # Errors
/// Where the database does not answer.
pub async fn give_back(on: &impl Executor, user: &str, day: u64) -> Result<(), SqlError> {
    let sql = "UPDATE budgets SET used = used - 1 WHERE day = ?1 AND user_id IN (?2, ?3) AND used > 0";
    on.run(sql, values![day, user, EVERYBODY]).await.map(|_| ())
}

/// Forgets the days before one.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(on: &impl Executor, day: u64) -> Result<(), SqlError> {
    on.run("DELETE FROM budgets WHERE day < ?1", values![day]).await.map(|_| ())
}

/// Deletes everything of a user and says how much that was.
///
/// # Errors
/// Where the database does not answer.
pub async fn erase(on: &impl Executor, user: &str) -> Result<u64, SqlError> {
    let rows = on.run("DELETE FROM budgets WHERE user_id = ?1 RETURNING 1", values![user]).await?;
    Ok(rows.len() as u64)
}
