//! Erasing a user, here at once and in other services as soon as they answer.

use mirubato_kit::sql::{Database, SqlError, Transaction, Value};
use mirubato_kit::values;

/// Every column that says whose a row is, or whom it is about. A test holds this against the database.
pub const OWNERS: &[(&str, &str)] = &[
    ("devices", "user_id"),
    ("idempotency_keys", "user_id"),
    ("outbox", "recipient"),
    ("records", "user_id"),
    ("sessions", "user_id"),
    ("sign_in_links", "email"),
    ("template_adoptions", "author_id"),
    ("template_adoptions", "user_id"),
    ("users", "id"),
];

/// Deletes all rows of a user and notes which services have yet to.
///
/// # Errors
/// Where the database does not answer.
pub async fn erase(
    transaction: &Transaction,
    user: &str,
    email: &str,
    services: &[&str],
    now: u64,
) -> Result<(), SqlError> {
    for (table, column) in OWNERS {
        let owner = if matches!(*column, "email" | "recipient") { email } else { user };
        transaction.query(&format!("DELETE FROM {table} WHERE {column} = ?1"), values![owner]).await?;
    }
    let services = Value::Text(serde_json::to_string(services).unwrap_or_default());
    let sql = "INSERT INTO erasures (user_id, service, requested_at) SELECT ?1, value, ?3 FROM json_each(?2) WHERE true \
        ON CONFLICT (user_id, service) DO NOTHING";
    transaction.query(sql, vec![user.into(), services, now.into()]).await.map(|_| ())
}

/// Takes up to `limit` services that have yet to forget somebody and were not asked since `before`, as `(user, service)`. They count as
/// asked at `now`, so that nobody else asks them at the same time.
///
/// # Errors
/// Where the database does not answer.
pub async fn take(database: &Database, before: u64, now: u64, limit: u32) -> Result<Vec<(String, String)>, SqlError> {
    let sql = "UPDATE erasures SET attempted_at = ?2 WHERE (user_id, service) IN \
        (SELECT user_id, service FROM erasures WHERE attempted_at <= ?1 ORDER BY attempted_at LIMIT ?3) \
        RETURNING user_id, service";
    let rows = database.query(sql, values![before, now, u64::from(limit)]).await?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

/// Notes that a service has forgotten a user.
///
/// # Errors
/// Where the database does not answer.
pub async fn done(database: &Database, user: &str, service: &str) -> Result<(), SqlError> {
    let sql = "DELETE FROM erasures WHERE user_id = ?1 AND service = ?2";
    database.query(sql, values![user, service]).await.map(|_| ())
}
