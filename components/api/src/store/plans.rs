//! Plans and their sessions.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// Whether a user has a plan.
///
/// # Errors
/// Where the database does not answer.
pub async fn exists(on: &impl Executor, user: &str, plan: &str) -> Result<bool, SqlError> {
    let sql = "SELECT 1 FROM records WHERE user_id = ?1 AND kind = 'practice_plan' AND id = ?2 AND deleted = 0";
    Ok(on.run_for_one(sql, values![user, plan]).await?.is_some())
}

/// The ids of a plan's sessions.
///
/// # Errors
/// Where the database does not answer.
pub async fn occurrences(on: &impl Executor, user: &str, plan: &str) -> Result<Vec<String>, SqlError> {
    let sql = "SELECT id FROM records WHERE user_id = ?1 AND kind = 'plan_occurrence' AND deleted = 0 \
        AND fields ->> 'planId' = ?2";
    let rows = on.run(sql, values![user, plan]).await?;
    rows.iter().map(|row| row.text(0).map(ToOwned::to_owned)).collect()
}

/// The instrument a user plays by the account, or else by the last log entry.
///
/// # Errors
/// Where the database does not answer.
pub async fn instrument(on: &impl Executor, user: &str) -> Result<Option<String>, SqlError> {
    let sql = "SELECT coalesce(primary_instrument, (SELECT fields ->> 'instrument' FROM records \
        WHERE user_id = ?1 AND kind = 'logbook_entry' AND deleted = 0 ORDER BY sort_at DESC LIMIT 1)) FROM users WHERE id = ?1";
    let row = on.run_for_one(sql, values![user]).await?;
    row.map(|row| row.text_or_null(0).map(|text| text.map(ToOwned::to_owned))).transpose().map(Option::flatten)
}
