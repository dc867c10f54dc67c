//! Whole terms: for whoever changes them, and for those who take all of them.

use mirubato_dictionary_terms::Term;
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

use super::read::json;

/// The term of a slug.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(on: &impl Executor, slug: &str) -> Result<Option<Term>, SqlError> {
    let sql = format!("SELECT {} FROM terms WHERE slug = ?1", json("definitions", None));
    let row = on.run_for_one(&sql, values![slug]).await?;
    row.map(|row| serde_json::from_str(row.text(0)?).map_err(|_| SqlError::Shape("a term"))).transpose()
}

/// Terms in JSON, after a slug, in the order of slugs, with the slug of each.
///
/// # Errors
/// Where the database does not answer.
pub async fn page(on: &impl Executor, after: &str, limit: u32) -> Result<Vec<(String, String)>, SqlError> {
    let sql = format!("SELECT slug, {} FROM terms WHERE slug > ?1 ORDER BY slug LIMIT ?2", json("definitions", None));
    let rows = on.run(&sql, values![after, u64::from(limit)]).await?;
    rows.into_iter().map(|mut row| Ok((row.take_text(0)?, row.take_text(1)?))).collect()
}

/// Slugs with their headwords, of at most `limit` terms: those that are met first.
///
/// # Errors
/// Where the database does not answer.
pub async fn headwords(on: &impl Executor, limit: usize) -> Result<Vec<(String, String)>, SqlError> {
    let sql = "SELECT slug, head ->> 'term' FROM terms ORDER BY difficulty, slug LIMIT ?1";
    let rows = on.run(sql, values![limit as u64]).await?;
    rows.into_iter().map(|mut row| Ok((row.take_text(0)?, row.take_text(1)?))).collect()
}

/// The headwords of some slugs, with those slugs that are there.
///
/// # Errors
/// Where the database does not answer.
pub async fn headwords_of(on: &impl Executor, slugs: &[&str]) -> Result<Vec<(String, String)>, SqlError> {
    let sql = "SELECT slug, head ->> 'term' FROM terms WHERE slug IN (SELECT value FROM json_each(?1))";
    let slugs = serde_json::to_string(slugs).map_err(|_| SqlError::Shape("JSON"))?;
    let rows = on.run(sql, values![slugs]).await?;
    rows.into_iter().map(|mut row| Ok((row.take_text(0)?, row.take_text(1)?))).collect()
}

/// Takes a term out of those that others are related to.
///
/// # Errors
/// Where the database does not answer.
pub async fn unrelate(on: &impl Executor, slug: &str, now: &str) -> Result<(), SqlError> {
    let sql = "UPDATE terms SET version = version + 1, updated_at = ?2, head = json_set(head, '$.related', \
        json((SELECT json_group_array(json(value)) FROM json_each(head, '$.related') WHERE value ->> 'id' <> ?1))) \
        WHERE EXISTS (SELECT 1 FROM json_each(head, '$.related') WHERE value ->> 'id' = ?1)";
    on.run(sql, values![slug, now]).await.map(|_| ())
}
