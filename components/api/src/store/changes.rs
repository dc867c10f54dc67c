//! What changed since a version: one indexed read that comes back as JSON already.

use mirubato_kit::sql::{Database, SqlError, Value};
use mirubato_kit::values;

/// A page of changes.
#[derive(Debug)]
pub struct Page {
    /// The user's version.
    pub version: u64,
    /// The user's live records, of the kinds asked for.
    pub live: u64,
    /// The greatest version of a deletion that is no longer known.
    pub purged: u64,
    /// The changes as the items of a JSON list, in the order of their versions.
    pub items: String,
    /// The version of the last of them.
    pub last: Option<u64>,
}

/// Reads what changed after `since`; everything live where that is 0. `None` where there is no such user.
///
/// # Errors
/// Where the database does not answer.
pub async fn since(
    database: &Database,
    user: &str,
    since: u64,
    limit: u32,
    kinds: Option<&[String]>,
) -> Result<Option<Page>, SqlError> {
    let mut values = values![user, since, u64::from(limit)];
    let (mut of_kinds, mut live) = ("", "u.live_count");
    if let Some(kinds) = kinds {
        values.push(Value::Text(serde_json::to_string(kinds).unwrap_or_default()));
        of_kinds = "AND kind IN (SELECT value FROM json_each(?4)) ";
        live = "(SELECT count(*) FROM records WHERE user_id = ?1 AND deleted = 0 AND kind IN (SELECT value FROM json_each(?4)))";
    }
    // A device that holds nothing yet needs no word of what is gone.
    let alive = if since == 0 { "AND deleted = 0 " } else { "" };
    let sql = format!(
        "SELECT u.version, {live}, u.purged_version, page.items, page.last FROM users u, \
         (SELECT group_concat({ITEM}, ',') AS items, max(version) AS last FROM \
           (SELECT * FROM records WHERE user_id = ?1 AND version > ?2 {alive}{of_kinds}ORDER BY version LIMIT ?3)) page \
         WHERE u.id = ?1"
    );
    let Some(mut row) = database.query_one(&sql, values).await? else {
        return Ok(None);
    };
    let last = row.integer_or_null(4)?.and_then(|version| u64::try_from(version).ok());
    let items = if last.is_some() { row.take_text(3)? } else { String::new() };
    Ok(Some(Page { version: row.count(0)?, live: row.count(1)?, purged: row.count(2)?, items, last }))
}

/// A row as the contract's `change`. Ids and stamps have fixed forms and kinds are ours, so nothing needs escaping.
const ITEM: &str = "'{\"version\":' || version || ',\"kind\":\"' || kind || '\",\"recordId\":\"' || id || '\",\"fields\":' || fields || \
    ',\"stamps\":' || stamps || ',\"deleted\":' || CASE deleted WHEN 1 THEN 'true' ELSE 'false' END || \
    coalesce(',\"deletedStamp\":\"' || deleted_stamp || '\"', '') || '}'";
