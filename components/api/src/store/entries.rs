//! Log entries, as far as sums need them.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// A row of `records` as [`mirubato_practice::Entry`] reads it.
const ENTRY: &str = "json_object('id', id, 'timestamp', sort_at, 'duration', fields -> 'duration', 'type', fields -> 'type', \
    'instrument', fields -> 'instrument', 'pieces', fields -> 'pieces', 'techniques', fields -> 'techniques', 'mood', fields -> 'mood')";

/// How many entries are read at once, so that a log of any length takes no more room than this many.
const AT_ONCE: u32 = 2_000;

/// The practice of one piece.
#[derive(Clone, Debug)]
pub struct OfPiece {
    /// A JSON list of entries.
    pub entries: String,
    /// A JSON list of the latest 50, with notes.
    pub recent: String,
}

/// The practice of the piece with an identity.
///
/// # Errors
/// Where the database does not answer.
pub async fn of_piece(database: &Database, user: &str, score_id: &str) -> Result<OfPiece, SqlError> {
    const WHERE: &str = "user_id = ?1 AND kind = 'logbook_entry' AND deleted = 0 AND fields ->> 'type' <> 'status_change' \
        AND EXISTS (SELECT 1 FROM json_each(fields, '$.pieces') WHERE CASE type WHEN 'object' THEN value ->> 'scoreId' END = ?2)";
    let sql = format!(
        "SELECT (SELECT group_concat({ENTRY}, ',') FROM records WHERE {WHERE}), \
         (SELECT group_concat(json_object('id', id, 'timestamp', sort_at, 'duration', fields -> 'duration', 'notes', fields -> 'notes'), ',') \
          FROM (SELECT * FROM records WHERE {WHERE} ORDER BY sort_at DESC, id DESC LIMIT 50))"
    );
    let rows = database.query(&sql, values![user, score_id]).await?;
    let row = rows.first().ok_or(SqlError::Shape("a row"))?;
    let list = |column| Ok::<_, SqlError>(format!("[{}]", row.text_or_null(column)?.unwrap_or_default()));
    Ok(OfPiece { entries: list(0)?, recent: list(1)? })
}

/// Some entries in the order of time.
#[derive(Clone, Debug)]
pub struct Batch {
    /// A JSON list of entries.
    pub entries: String,
    /// After which the next batch begins; `None` where this is the last.
    pub last: Option<(i64, String)>,
}

/// The entries after one, as many as are read at once.
///
/// # Errors
/// Where the database does not answer.
pub async fn batch(database: &Database, user: &str, after: Option<&(i64, String)>) -> Result<Batch, SqlError> {
    let (at, id) = after.map_or((i64::MIN, ""), |(at, id)| (*at, id.as_str()));
    let sql = format!(
        "SELECT group_concat({ENTRY}, ','), count(*), max(sort_at), max(id) FILTER (WHERE place = ?4) FROM \
         (SELECT *, row_number() OVER () AS place FROM \
           (SELECT * FROM records WHERE user_id = ?1 AND kind = 'logbook_entry' AND deleted = 0 AND (sort_at, id) > (?2, ?3) \
            ORDER BY sort_at, id LIMIT ?4))"
    );
    let rows = database.query(&sql, values![user, at, id, u64::from(AT_ONCE)]).await?;
    let row = rows.first().ok_or(SqlError::Shape("a row"))?;
    let entries = format!("[{}]", row.text_or_null(0)?.unwrap_or_default());
    let last = match row.text_or_null(3)? {
        Some(id) => Some((row.integer(2)?, id.to_owned())),
        None => None,
    };
    Ok(Batch { entries, last })
}
