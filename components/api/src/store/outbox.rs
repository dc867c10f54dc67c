//! Mail that is not sent but shown. Only where `environment` is `local`.

use mirubato_kit::sql::{Database, SqlError};
use mirubato_kit::values;
use serde::Serialize;

/// How many mails are shown, and how many are kept.
const SHOWN: u64 = 100;

/// A mail.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// A UUID.
    pub id: String,
    /// The address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// All of it.
    pub text: String,
    /// The link in it, where there is one.
    pub link: Option<String>,
    /// RFC 3339.
    pub created_at: String,
}

/// Puts a mail on top, and drops those from long ago.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(database: &Database, mail: &Mail) -> Result<(), SqlError> {
    let sql = "INSERT INTO outbox (id, recipient, subject, text, link, created_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
        RETURNING rowid";
    let values = values![
        mail.id.as_str(),
        mail.to.as_str(),
        mail.subject.as_str(),
        mail.text.as_str(),
        mail.link.as_deref(),
        mail.created_at.as_str()
    ];
    let row = database.query_one(sql, values).await?.ok_or(SqlError::Shape("a row"))?;
    let last = row.count(0)?.saturating_sub(SHOWN);
    database.query("DELETE FROM outbox WHERE rowid <= ?1", values![last]).await.map(|_| ())
}

/// The mails, newest first.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(database: &Database) -> Result<Vec<Mail>, SqlError> {
    let sql = "SELECT id, recipient, subject, text, link, created_on FROM outbox ORDER BY rowid DESC LIMIT ?1";
    let rows = database.query(sql, values![SHOWN]).await?;
    let mail = |row: &mirubato_kit::sql::Row| {
        Ok(Mail {
            id: row.text(0)?.to_owned(),
            to: row.text(1)?.to_owned(),
            subject: row.text(2)?.to_owned(),
            text: row.text(3)?.to_owned(),
            link: row.text_or_null(4)?.map(ToOwned::to_owned),
            created_at: row.text(5)?.to_owned(),
        })
    };
    rows.iter().map(mail).collect()
}
