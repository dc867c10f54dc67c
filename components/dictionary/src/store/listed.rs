//! Terms as pages list them. The database writes the list, which costs a fraction of handing it over row by row.

use mirubato_dictionary_terms::Language;
use mirubato_dictionary_terms::pages::{Dated, Entry};
use mirubato_kit::sql::{Executor, SqlError};
use serde::de::DeserializeOwned;

/// Every term, in the order of the alphabet. One statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn entries(on: &impl Executor) -> Result<Vec<Entry>, SqlError> {
    let sql = "SELECT json_group_array(json_array(slug, term, language, letter)) FROM \
        (SELECT slug, head ->> '$.term' AS term, language, letter FROM terms ORDER BY letter, sort_key, slug)";
    let rows: Vec<(String, String, String, String)> = list(on, sql).await?;
    let entry = |(id, term, source_language, letter)| Entry { id, term, source_language, letter };
    Ok(rows.into_iter().map(entry).collect())
}

/// Every term, when it last changed, and in which languages it is defined. One statement.
///
/// # Errors
/// Where the database does not answer.
pub async fn dated(on: &impl Executor) -> Result<Vec<Dated>, SqlError> {
    let sql = "SELECT json_group_array(json_array(slug, updated_at, tags)) FROM \
        (SELECT slug, updated_at, (SELECT group_concat(key) FROM json_each(briefs)) AS tags FROM terms ORDER BY slug)";
    let rows: Vec<(String, String, String)> = list(on, sql).await?;
    let languages = |tags: String| tags.split(',').filter_map(Language::of_tag).collect();
    Ok(rows.into_iter().map(|(id, updated_at, tags)| Dated { id, updated_at, languages: languages(tags) }).collect())
}

async fn list<T: DeserializeOwned>(on: &impl Executor, sql: &str) -> Result<Vec<T>, SqlError> {
    let mut row = on.run_for_one(sql, Vec::new()).await?.ok_or(SqlError::Shape("a list"))?;
    serde_json::from_str(&row.take_text(0)?).map_err(|_| SqlError::Shape("a list of terms"))
}
