//! Users as rows.

use mirubato_identity::Role;
use mirubato_kit::platform;
use mirubato_kit::sql::{Database, Executor, Row, SqlError, Transaction, Value};
use mirubato_kit::values;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// A UUID.
    pub id: String,
    /// The address, in the form of `mirubato_identity::email`.
    pub email: String,
    /// What the user wants to be called.
    pub display_name: Option<String>,
    /// What the user plays most, in lower case.
    pub primary_instrument: Option<String>,
    /// What the account may do, operators named by configuration aside.
    pub role: Role,
    /// When it was made, RFC 3339.
    pub created_on: String,
    /// Argon2id in PHC form, where the user set a password.
    pub password_hash: Option<String>,
    /// Google's id of the account that signs in to this one.
    pub google_id: Option<String>,
}

/// The columns of a [`User`], in the order that [`user`] reads them.
pub const COLUMNS: &str =
    "u.id, u.email, u.display_name, u.primary_instrument, u.role, u.created_on, u.password_hash, u.google_id";

/// Reads a user from [`COLUMNS`] at the beginning of a row.
///
/// # Errors
/// Where a column holds something else.
pub fn user(row: &Row) -> Result<User, SqlError> {
    let optional = |column| Ok::<_, SqlError>(row.text_or_null(column)?.map(ToOwned::to_owned));
    Ok(User {
        id: row.text(0)?.to_owned(),
        email: row.text(1)?.to_owned(),
        display_name: optional(2)?,
        primary_instrument: optional(3)?,
        role: Role::parse(row.text(4)?),
        created_on: row.text(5)?.to_owned(),
        password_hash: optional(6)?,
        google_id: optional(7)?,
    })
}

/// A user's version and live records.
///
/// # Errors
/// Where the database does not answer.
pub async fn standing(database: &Database, user: &str) -> Result<Option<(u64, u64)>, SqlError> {
    let sql = "SELECT version, live_count FROM users WHERE id = ?1";
    let row = database.query_one(sql, values![user]).await?;
    row.map(|row| Ok((row.count(0)?, row.count(1)?))).transpose()
}

/// Makes an account for an address, unless there is one.
///
/// # Errors
/// Where the database does not answer.
pub async fn create(on: &impl Executor, id: &str, email: &str, now: u64) -> Result<(), SqlError> {
    let sql =
        "INSERT INTO users (id, email, created_on, updated_on) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (email) DO NOTHING";
    on.run(sql, values![id, email, platform::rfc3339(now)]).await.map(|_| ())
}

/// The user with an id.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(on: &impl Executor, id: &str) -> Result<Option<User>, SqlError> {
    one(on, "id", id).await
}

/// The user with an address.
///
/// # Errors
/// Where the database does not answer.
pub async fn find_by_email(on: &impl Executor, email: &str) -> Result<Option<User>, SqlError> {
    one(on, "email", email).await
}

/// The user whom a Google account signs in.
///
/// # Errors
/// Where the database does not answer.
pub async fn find_by_google(on: &impl Executor, google: &str) -> Result<Option<User>, SqlError> {
    one(on, "google_id", google).await
}

async fn one(on: &impl Executor, column: &str, value: &str) -> Result<Option<User>, SqlError> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.{column} = ?1");
    on.run_for_one(&sql, values![value]).await?.as_ref().map(user).transpose()
}

/// The users with these addresses, in no order.
///
/// # Errors
/// Where the database does not answer.
pub async fn find_by_emails(database: &Database, emails: &[String]) -> Result<Vec<User>, SqlError> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.email IN (SELECT value FROM json_each(?1))");
    let emails = Value::Text(serde_json::to_string(emails).unwrap_or_default());
    database.query(&sql, vec![emails]).await?.iter().map(user).collect()
}

/// Replaces what a user says of themselves.
///
/// # Errors
/// Where the database does not answer.
pub async fn describe(
    transaction: &Transaction,
    id: &str,
    display_name: Option<&str>,
    primary_instrument: Option<&str>,
    now: u64,
) -> Result<(), SqlError> {
    let sql = "UPDATE users SET display_name = ?2, primary_instrument = ?3, updated_on = ?4 WHERE id = ?1";
    let values = values![id, display_name, primary_instrument, platform::rfc3339(now)];
    transaction.query(sql, values).await.map(|_| ())
}

/// Sets the hash of a user's password, or removes it.
///
/// # Errors
/// Where the database does not answer.
pub async fn set_password(on: &impl Executor, id: &str, hash: Option<&str>) -> Result<(), SqlError> {
    on.run("UPDATE users SET password_hash = ?2 WHERE id = ?1", values![id, hash]).await.map(|_| ())
}

/// Ties a Google account to a user.
///
/// # Errors
/// Where the database does not answer.
pub async fn set_google(on: &impl Executor, id: &str, google: &str) -> Result<(), SqlError> {
    on.run("UPDATE users SET google_id = ?2 WHERE id = ?1", values![id, google]).await.map(|_| ())
}
