//! What waits for an administrator: drafts, reports and bad ratings, as one queue. Who sent something stays out of it.

use mirubato_dictionary_terms::Term;
use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// Something that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id. Ids sort by when they were made.
    pub id: String,
    /// draft, report or rating.
    pub kind: String,
    /// The term it is about.
    pub slug: String,
    /// When it came, in Unix milliseconds.
    pub at: u64,
    /// The rest, an object in JSON.
    pub more: String,
}

const WAITING: &str = "SELECT id, 'draft' AS kind, slug, created_at AS at, json_object('term', json(term), 'remarks', json(remarks)) AS more \
    FROM drafts WHERE state = 'waiting' \
    UNION ALL SELECT id, 'report', slug, created_at, json_object('kind', kind, 'text', text) FROM reports WHERE state = 'waiting' \
    UNION ALL SELECT id, 'rating', slug, changed_at, \
    json_object('rating', rating, 'helpful', json(iif(helpful, 'true', iif(helpful IS NULL, 'null', 'false'))), 'kind', kind, 'text', text) \
    FROM feedback WHERE state = 'waiting'";

/// What waits, the oldest first, after an id.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(
    on: &impl Executor,
    kind: Option<&str>,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<Waiting>, SqlError> {
    let sql = format!(
        "SELECT id, kind, slug, at, more FROM ({WAITING}) WHERE id > coalesce(?1, '') AND (?2 IS NULL OR kind = ?2) ORDER BY id LIMIT ?3"
    );
    let rows = on.run(&sql, values![after, kind, u64::from(limit)]).await?;
    rows.into_iter()
        .map(|mut row| {
            Ok(Waiting {
                at: row.count(3)?,
                id: row.take_text(0)?,
                kind: row.take_text(1)?,
                slug: row.take_text(2)?,
                more: row.take_text(4)?,
            })
        })
        .collect()
}

/// Something that was decided upon.
#[derive(Clone, Debug)]
pub enum Decided {
    /// A draft.
    Draft(Box<Term>),
    /// A report or a rating of the term with that slug.
    Remark(String),
}

/// Takes something out of the queue: it is `approved` or `rejected` from now on. Nothing where nothing of that id waits.
///
/// # Errors
/// Where the database does not answer.
pub async fn decide(on: &impl Executor, id: &str, state: &str, now: u64) -> Result<Option<Decided>, SqlError> {
    let sql = "UPDATE drafts SET state = ?2, decided_at = ?3 WHERE id = ?1 AND state = 'waiting' RETURNING term";
    if let Some(row) = on.run_for_one(sql, values![id, state, now]).await? {
        let term = serde_json::from_str(row.text(0)?).map_err(|_| SqlError::Shape("a term"))?;
        return Ok(Some(Decided::Draft(Box::new(term))));
    }
    for table in ["reports", "feedback"] {
        let sql = format!("UPDATE {table} SET state = ?2 WHERE id = ?1 AND state = 'waiting' RETURNING slug");
        if let Some(mut row) = on.run_for_one(&sql, values![id, state]).await? {
            return Ok(Some(Decided::Remark(row.take_text(0)?)));
        }
    }
    Ok(None)
}

/// Whether there ever was something of that id.
///
/// # Errors
/// Where the database does not answer.
pub async fn exists(on: &impl Executor, id: &str) -> Result<bool, SqlError> {
    let sql = "SELECT 1 FROM drafts WHERE id = ?1 UNION ALL SELECT 1 FROM reports WHERE id = ?1 \
        UNION ALL SELECT 1 FROM feedback WHERE id = ?1";
    Ok(on.run_for_one(sql, values![id]).await?.is_some())
}

/// How many wait.
///
/// # Errors
/// Where the database does not answer.
pub async fn count(on: &impl Executor) -> Result<i64, SqlError> {
    let sql = format!("SELECT count(*) FROM ({WAITING})");
    on.run_for_one(&sql, Vec::new()).await?.ok_or(SqlError::Shape("a count"))?.integer(0)
}
