//! Pieces of the repertoire.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;

/// What a piece of the repertoire is called.
#[derive(Clone, Debug)]
pub struct Named {
    /// The user's version.
    pub version: u64,
    /// The identity of the piece.
    pub score_id: String,
    /// Its title.
    pub title: String,
    /// Its composer.
    pub composer: Option<String>,
}

/// What an item of the repertoire is called.
///
/// # Errors
/// Where the database does not answer.
pub async fn named(database: &Database, user: &str, id: &str) -> Result<Option<Named>, SqlError> {
    let sql = "SELECT u.version, r.fields ->> 'scoreId', r.fields ->> 'title', r.fields ->> 'composer' \
        FROM users u JOIN records r ON r.user_id = u.id \
        WHERE u.id = ?1 AND r.kind = 'repertoire_item' AND r.id = ?2 AND r.deleted = 0";
    let row = database.query_one(sql, values![user, id]).await?;
    let named = row.map(|row| {
        Ok(Named {
            version: row.count(0)?,
            score_id: row.text(1)?.to_owned(),
            title: row.text(2)?.to_owned(),
            composer: row.text_or_null(3)?.map(ToOwned::to_owned),
        })
    });
    named.transpose()
}
