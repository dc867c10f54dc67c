//! Which content was loaded, and how often terms have changed since.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// The hash of what was loaded last.
///
/// # Errors
/// Where the database does not answer.
pub async fn hash(on: &impl Executor) -> Result<Option<String>, SqlError> {
    let row = on.run_for_one("SELECT hash FROM loaded WHERE what = 'content'", Vec::new()).await?;
    row.map(|mut row| row.take_text(0)).transpose()
}

/// Says whether anything may have changed: another text after every change of a term.
///
/// # Errors
/// Where the database does not answer.
pub async fn edition(on: &impl Executor) -> Result<String, SqlError> {
    let row = on.run_for_one("SELECT hash FROM loaded WHERE what = 'edition'", Vec::new()).await?;
    row.map_or(Ok(String::new()), |mut row| row.take_text(0))
}

/// Begins another edition.
///
/// # Errors
/// Where the database does not answer.
pub async fn change(on: &impl Executor) -> Result<(), SqlError> {
    let sql =
        "INSERT INTO loaded (what, hash) VALUES ('edition', '1') ON CONFLICT (what) DO UPDATE SET hash = hash + 1";
    on.run(sql, Vec::new()).await.map(|_| ())
}

/// Notes what was loaded.
///
/// # Errors
/// Where the database does not answer.
pub async fn set(on: &impl Executor, hash: &str) -> Result<(), SqlError> {
    let sql =
        "INSERT INTO loaded (what, hash) VALUES ('content', ?1) ON CONFLICT (what) DO UPDATE SET hash = excluded.hash";
    on.run(sql, values![hash]).await.map(|_| ())
}
