//! Terms that an administrator took away.

use std::collections::BTreeSet;

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// Notes that a term was taken away.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(on: &impl Executor, slug: &str) -> Result<(), SqlError> {
    on.run("INSERT OR IGNORE INTO withdrawn (slug) VALUES (?1)", values![slug]).await.map(|_| ())
}

/// Notes that it is back.
///
/// # Errors
/// Where the database does not answer.
pub async fn remove(on: &impl Executor, slug: &str) -> Result<(), SqlError> {
    on.run("DELETE FROM withdrawn WHERE slug = ?1", values![slug]).await.map(|_| ())
}

/// All of them.
///
/// # Errors
/// Where the database does not answer.
pub async fn all(on: &impl Executor) -> Result<BTreeSet<String>, SqlError> {
    on.run("SELECT slug FROM withdrawn", Vec::new()).await?.into_iter().map(|mut row| row.take_text(0)).collect()
}
