//! Where a piece occurs.

use mirubato_kit::sql::{SqlError, Transaction};
use mirubato_kit::values;

/// Which records are looked for. May find some in which the piece does not occur, and leaves none out in which it does.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {
    /// The kinds of record.
    pub kinds: Vec<&'static str>,
    /// An identity that stands anywhere in them.
    pub score_id: Option<String>,
    /// A title that occurs in what they are searched by, folded.
    pub title: Option<String>,
}

/// A record.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its version.
    pub version: u64,
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// The next records in the order of their versions.
///
/// # Errors
/// Where the database does not answer.
pub async fn next(
    transaction: &Transaction,
    user: &str,
    occurrences: &Occurrences,
    after: u64,
    limit: u32,
) -> Result<Vec<Found>, SqlError> {
    let sql = "SELECT version, kind, id FROM records WHERE user_id = ?1 AND version > ?2 AND deleted = 0 \
        AND kind IN (SELECT value FROM json_each(?3)) \
        AND (instr(search, ?4) > 0 OR EXISTS (SELECT 1 FROM json_tree(fields) WHERE key = 'scoreId' AND atom = ?5)) \
        ORDER BY version LIMIT ?6";
    let kinds = serde_json::to_string(&occurrences.kinds).unwrap_or_default();
    let (title, score_id) = (occurrences.title.clone(), occurrences.score_id.clone());
    let rows = transaction.query(sql, values![user, after, kinds, title, score_id, u64::from(limit)]).await?;
    let found = rows
        .iter()
        .map(|row| Ok(Found { version: row.count(0)?, kind: row.text(1)?.to_owned(), id: row.text(2)?.to_owned() }));
    found.collect()
}
