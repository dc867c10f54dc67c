//! How somebody likes the app, as far as the server needs it.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// By which calendar somebody lives.
#[derive(Clone, Debug)]
pub struct Habits {
    /// The user's version.
    pub version: u64,
    /// An IANA name.
    pub time_zone: Option<String>,
    /// `monday`, `saturday` or `sunday`.
    pub week_start: Option<String>,
}

/// By which calendar a user lives. `None` where there is no such user.
///
/// # Errors
/// Where the database does not answer.
pub async fn habits(database: &Database, user: &str) -> Result<Option<Habits>, SqlError> {
    let sql = "SELECT u.version, r.fields ->> 'timeZone', r.fields ->> 'weekStart' FROM users u LEFT JOIN records r \
        ON r.user_id = u.id AND r.kind = 'preferences' AND r.id = u.id AND r.deleted = 0 WHERE u.id = ?1";
    let Some(row) = database.query_one(sql, values![user]).await? else { return Ok(None) };
    let text = |column| row.text_or_null(column).map(|text| text.map(ToOwned::to_owned));
    Ok(Some(Habits { version: row.count(0)?, time_zone: text(1)?, week_start: text(2)? }))
}
