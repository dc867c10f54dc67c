//! Templates of plans that everybody may see, and who made a plan of them.

use mirubato_kit::sql::{Database, SqlError, Transaction};
use mirubato_kit::values;

/// Which records are public templates: the condition of the indexes `public_templates_by_time` and `public_templates_by_id`.
pub const PUBLIC: &str = "kind = 'plan_template' AND deleted = 0 AND fields ->> 'visibility' = 'public'";

/// A row of `records` as a template is shown to the user who is the statement's first value. `mine` and `adoptionCount` are the server's.
pub const SHOWN: &str = "'{\"id\":\"' || id || '\",\"version\":' || version || ',\"createdAt\":\"' || created_on || \
    '\",\"updatedAt\":\"' || updated_on || '\",\"mine\":' || CASE user_id WHEN ?1 THEN 'true' ELSE 'false' END || ',\"adoptionCount\":' || \
    (SELECT count(*) FROM template_adoptions a WHERE a.author_id = records.user_id AND a.template_id = records.id) || ',' || substr(fields, 2)";

/// The templates with an id that a user may see: the user's own, then everybody's.
fn visible() -> String {
    format!(
        "(SELECT * FROM records WHERE user_id = ?1 AND kind = 'plan_template' AND id = ?2 AND deleted = 0 \
         UNION ALL SELECT * FROM records WHERE {PUBLIC} AND id = ?2 AND user_id <> ?1) records LIMIT 1"
    )
}

/// A template that a user may see, as it is shown.
///
/// # Errors
/// Where the database does not answer.
pub async fn one(database: &Database, user: &str, id: &str) -> Result<Option<(u64, String)>, SqlError> {
    let sql = format!("SELECT version, {SHOWN} FROM {}", visible());
    let Some(mut row) = database.query_one(&sql, values![user, id]).await? else { return Ok(None) };
    Ok(Some((row.count(0)?, row.take_text(1)?)))
}

/// The author and the fields, in JSON, of a template that a user may see.
///
/// # Errors
/// Where the database does not answer.
pub async fn fields(transaction: &Transaction, user: &str, id: &str) -> Result<Option<(String, String)>, SqlError> {
    let sql = format!("SELECT user_id, fields FROM {}", visible());
    let rows = transaction.query(&sql, values![user, id]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some((row.text(0)?.to_owned(), row.text(1)?.to_owned())))
}

/// Notes that a user made a plan of a template.
///
/// # Errors
/// Where the database does not answer.
pub async fn adopt(transaction: &Transaction, author: &str, id: &str, user: &str, now: u64) -> Result<(), SqlError> {
    let sql = "INSERT INTO template_adoptions (author_id, template_id, user_id, adopted_at) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT DO NOTHING";
    transaction.query(sql, values![author, id, user, now]).await.map(|_| ())
}
