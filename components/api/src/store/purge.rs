//! Deletions that need not be known any longer.

use mirubato_kit::platform;
use mirubato_kit::sql::{SqlError, Transaction};
use mirubato_kit::values;

/// How long a deletion is known: 180 days. A device that was away for longer pulls from 0.
pub const KEPT_MILLIS: u64 = 180 * 86_400_000;
/// How often a user's deletions are looked through: once a day.
const PAUSE_MILLIS: u64 = 86_400_000;
/// How many go at once.
const MOST: u64 = 500;

/// Whether it is time to look through the deletions again. Unix milliseconds.
#[must_use]
pub const fn is_due(last: u64, now: u64) -> bool {
    now.saturating_sub(last) >= PAUSE_MILLIS
}

/// Forgets old deletions of a user, and notes up to which version deletions are no longer known.
///
/// Where there are more than go at once, the next change goes on with them.
///
/// # Errors
/// Where the database does not answer.
pub async fn run(transaction: &Transaction, user: &str, now: u64) -> Result<(), SqlError> {
    let before = platform::rfc3339(now.saturating_sub(KEPT_MILLIS));
    let gone = transaction.query(DELETE, values![user, before, MOST]).await?;
    let last = gone.iter().map(|row| row.count(0)).collect::<Result<Vec<_>, _>>()?.into_iter().max();
    let finished = u64::try_from(gone.len()).is_ok_and(|gone| gone < MOST);
    let sql = "UPDATE users SET purged_version = max(purged_version, ?2), purged_at = CASE WHEN ?3 THEN ?4 ELSE purged_at END \
        WHERE id = ?1";
    transaction.query(sql, values![user, last.unwrap_or(0), finished, now]).await.map(|_| ())
}

const DELETE: &str = "DELETE FROM records WHERE rowid IN \
    (SELECT rowid FROM records WHERE user_id = ?1 AND deleted = 1 AND updated_on < ?2 ORDER BY updated_on LIMIT ?3) RETURNING version";
