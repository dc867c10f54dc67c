//! All that an account holds.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// How many records are read at once.
const AT_ONCE: u64 = 1_000;

/// The account, in JSON. `None` where there is no such user.
///
/// # Errors
/// Where the database does not answer.
pub async fn account(database: &Database, user: &str) -> Result<Option<String>, SqlError> {
    let sql = "SELECT json_object('id', id, 'email', email, 'displayName', display_name, 'primaryInstrument', primary_instrument, \
        'createdAt', created_on) FROM users WHERE id = ?1";
    database.query_one(sql, values![user]).await?.map(|mut row| row.take_text(0)).transpose()
}

/// The live records of a user as the items of a JSON list, in the order of their versions.
///
/// # Errors
/// Where the database does not answer.
pub async fn records(database: &Database, user: &str) -> Result<String, SqlError> {
    let sql = "SELECT group_concat(item, ','), max(version) FROM (\
        SELECT json_object('kind', kind, 'id', id, 'createdAt', created_on, 'updatedAt', updated_on, 'fields', json(fields)) AS item, version \
        FROM records WHERE user_id = ?1 AND version > ?2 AND deleted = 0 ORDER BY version LIMIT ?3)";
    let (mut all, mut after) = (String::new(), 0);
    loop {
        let rows = database.query(sql, values![user, after, AT_ONCE]).await?;
        let row = rows.first().ok_or(SqlError::Shape("a row"))?;
        let Some(items) = row.text_or_null(0)? else { return Ok(all) };
        if !all.is_empty() {
            all.push(',');
        }
        all.push_str(items);
        after = row.count(1)?;
    }
}
