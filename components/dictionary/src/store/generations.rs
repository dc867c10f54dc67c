//! Terms that a model was asked for.

use mirubato_kit::sql::{Executor, SqlError};
use mirubato_kit::values;

/// A generation as it stands.
#[derive(Clone, Debug)]
pub struct Generation {
    /// running, served, review or failed.
    pub state: String,
    /// The slug of the term, or the name of the problem.
    pub outcome: Option<String>,
}

/// Begins one, unless one is under way for the same name: the id of that one.
///
/// # Errors
/// Where the database does not answer.
pub async fn begin(on: &impl Executor, id: &str, folded: &str, now: u64) -> Result<Option<String>, SqlError> {
    let sql = "INSERT INTO generations (id, folded, began, state) VALUES (?1, ?2, ?3, 'running') \
        ON CONFLICT (folded) WHERE state = 'running' DO UPDATE SET began = began RETURNING id";
    let row = on.run_for_one(sql, values![id, folded, now]).await?.ok_or(SqlError::Shape("a generation"))?;
    let running = row.text(0)?;
    Ok((running != id).then(|| running.to_owned()))
}

/// Notes what became of one.
///
/// # Errors
/// Where the database does not answer.
pub async fn end(on: &impl Executor, id: &str, state: &str, outcome: &str) -> Result<(), SqlError> {
    let sql = "UPDATE generations SET state = ?2, outcome = ?3 WHERE id = ?1";
    on.run(sql, values![id, state, outcome]).await.map(|_| ())
}

/// How one stands.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(on: &impl Executor, id: &str) -> Result<Option<Generation>, SqlError> {
    let row = on.run_for_one("SELECT state, outcome FROM generations WHERE id = ?1", values![id]).await?;
    row.map(|row| {
        Ok(Generation { state: row.text(0)?.to_owned(), outcome: row.text_or_null(1)?.map(ToOwned::to_owned) })
    })
    .transpose()
}

/// Forgets what began before `old`, and gives up what began before `dead` and has no end.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(on: &impl Executor, old: u64, dead: u64) -> Result<(), SqlError> {
    on.run("DELETE FROM generations WHERE began < ?1", values![old]).await?;
    let sql = "UPDATE generations SET state = 'failed', outcome = 'upstream' WHERE state = 'running' AND began < ?1";
    on.run(sql, values![dead]).await.map(|_| ())
}
