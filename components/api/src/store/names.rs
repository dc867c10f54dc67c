//! What somebody typed before: pieces and who wrote them.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// A piece as it was typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The title.
    pub title: String,
    /// The composer.
    pub composer: Option<String>,
    /// In how many records.
    pub count: u64,
}

/// How many different spellings are looked at, the latest first.
const AT_MOST: u64 = 2_000;

/// The pieces in the log and the repertoire of a user, in records that contain `text`, folded; the latest first.
///
/// # Errors
/// Where the database does not answer.
pub async fn typed(database: &Database, user: &str, text: &str) -> Result<Vec<Typed>, SqlError> {
    let sql = "SELECT title, composer, count(*) FROM (\
        SELECT sort_at, CASE p.type WHEN 'object' THEN p.value ->> 'title' END AS title, \
          CASE p.type WHEN 'object' THEN p.value ->> 'composer' END AS composer FROM records, json_each(fields, '$.pieces') p \
          WHERE user_id = ?1 AND kind = 'logbook_entry' AND deleted = 0 AND instr(search, ?2) > 0 \
        UNION ALL SELECT sort_at, fields ->> 'title', fields ->> 'composer' FROM records \
          WHERE user_id = ?1 AND kind = 'repertoire_item' AND deleted = 0 AND instr(search, ?2) > 0) \
        WHERE title IS NOT NULL GROUP BY title, composer ORDER BY max(sort_at) DESC LIMIT ?3";
    let rows = database.query(sql, values![user, text, AT_MOST]).await?;
    let typed = rows.iter().map(|row| {
        Ok(Typed {
            title: row.text(0)?.to_owned(),
            composer: row.text_or_null(1)?.map(ToOwned::to_owned),
            count: row.count(2)?,
        })
    });
    typed.collect()
}
