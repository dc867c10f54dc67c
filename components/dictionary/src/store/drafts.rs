//! What a model wrote and nobody has read yet.

use mirubato_dictionary_terms::Term;
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// How a name stands with the administrators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The draft of that id waits.
    Waiting(String),
    /// It was turned down.
    Rejected,
}

/// Adds a draft. One that waits for the same name already stands.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(
    on: &impl Executor,
    id: &str,
    folded: &str,
    term: &Term,
    remarks: &[String],
    now: u64,
) -> Result<(), SqlError> {
    let sql = "INSERT INTO drafts (id, slug, folded, term, remarks, state, created_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6) ON CONFLICT (folded) WHERE state = 'waiting' DO NOTHING";
    let json = |result: serde_json::Result<String>| result.map_err(|_| SqlError::Shape("JSON"));
    let (term_json, remarks) = (json(serde_json::to_string(term))?, json(serde_json::to_string(remarks))?);
    on.run(sql, values![id, term.id.as_str(), folded, term_json, remarks, now]).await.map(|_| ())
}

/// Whether a draft of a name waits, or was turned down since `since`.
///
/// # Errors
/// Where the database does not answer.
pub async fn standing(on: &impl Executor, folded: &str, since: u64) -> Result<Option<Standing>, SqlError> {
    let sql = "SELECT id, state FROM drafts WHERE folded = ?1 AND (state = 'waiting' OR (state = 'rejected' AND decided_at >= ?2)) \
        ORDER BY state DESC LIMIT 1";
    let Some(row) = on.run_for_one(sql, values![folded, since]).await? else { return Ok(None) };
    let waits = row.text(1)? == "waiting";
    Ok(Some(if waits { Standing::Waiting(row.text(0)?.to_owned()) } else { Standing::Rejected }))
}
