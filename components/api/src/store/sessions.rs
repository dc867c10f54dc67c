//! Sessions: who is signed in where.

use mirubato_kit::sql::{Database, Executor, Row, SqlError};
use mirubato_kit::values;

use super::users::{self, User};

/// A session as it is stored. Times in Unix milliseconds.
#[derive(Clone, Debug)]
pub struct Session {
    /// A UUID.
    pub id: String,
    /// When its user signed in.
    pub began_at: u64,
    /// When it was last refreshed.
    pub last_used_at: u64,
    /// How its user signed in: `link`, `password` or `google`.
    pub method: String,
    /// The device, where it named itself.
    pub device_id: Option<String>,
    /// What the device is called.
    pub device_name: Option<String>,
}

const COLUMNS: &str = "id, began_at, last_used_at, method, device_id, device_name";

fn session(row: &Row) -> Result<Session, SqlError> {
    Ok(Session {
        id: row.text(0)?.to_owned(),
        began_at: row.count(1)?,
        last_used_at: row.count(2)?,
        method: row.text(3)?.to_owned(),
        device_id: row.text_or_null(4)?.map(ToOwned::to_owned),
        device_name: row.text_or_null(5)?.map(ToOwned::to_owned),
    })
}

/// Whether a session of that user is open.
///
/// # Errors
/// Where the database does not answer.
pub async fn is_open(database: &Database, user: &str, session: &str) -> Result<bool, SqlError> {
    let sql = "SELECT 1 FROM sessions WHERE id = ?1 AND user_id = ?2 AND ended_at IS NULL";
    Ok(database.query_one(sql, values![session, user]).await?.is_some())
}

/// Begins a session with the hashes of its first refresh token.
///
/// # Errors
/// Where the database does not answer.
pub async fn add(
    on: &impl Executor,
    user: &str,
    session: &Session,
    family: &str,
    refresh: &str,
) -> Result<(), SqlError> {
    let sql = "INSERT INTO sessions \
        (id, user_id, family_hash, refresh_hash, method, began_at, last_used_at, device_id, device_name) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)";
    let Session { id, method, began_at, device_id, device_name, .. } = session;
    let (device_id, device_name) = (device_id.as_deref(), device_name.as_deref());
    let values = values![id.as_str(), user, family, refresh, method.as_str(), *began_at, device_id, device_name];
    on.run(sql, values).await.map(|_| ())
}

/// A session and its tokens, for refreshing it.
#[derive(Clone, Debug)]
pub struct Refreshable {
    /// Whose it is.
    pub user: User,
    /// A UUID.
    pub id: String,
    /// Hash of the token to be used next.
    pub refresh_hash: String,
    /// Hash of the one before it.
    pub previous_hash: Option<String>,
    /// When that was used.
    pub rotated_at: u64,
    /// When the session began.
    pub began_at: u64,
    /// When it was last refreshed.
    pub last_used_at: u64,
    /// Whether it was ended.
    pub ended: bool,
}

/// The session that the tokens of a family belong to, ended or not.
///
/// # Errors
/// Where the database does not answer.
pub async fn find_by_family(database: &Database, family: &str) -> Result<Option<Refreshable>, SqlError> {
    let sql = format!(
        "SELECT {}, s.id, s.refresh_hash, s.previous_hash, s.rotated_at, s.began_at, s.last_used_at, s.ended_at \
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.family_hash = ?1",
        users::COLUMNS
    );
    let Some(row) = database.query_one(&sql, values![family]).await? else { return Ok(None) };
    Ok(Some(Refreshable {
        user: users::user(&row)?,
        id: row.text(8)?.to_owned(),
        refresh_hash: row.text(9)?.to_owned(),
        previous_hash: row.text_or_null(10)?.map(ToOwned::to_owned),
        rotated_at: row.integer_or_null(11)?.and_then(|at| u64::try_from(at).ok()).unwrap_or_default(),
        began_at: row.count(12)?,
        last_used_at: row.count(13)?,
        ended: row.integer_or_null(14)?.is_some(),
    }))
}

/// Puts the next refresh token in the place of the present one. False where somebody else was first, or the session ended.
///
/// # Errors
/// Where the database does not answer.
pub async fn rotate(database: &Database, id: &str, from: &str, to: &str, now: u64) -> Result<bool, SqlError> {
    let sql = "UPDATE sessions SET previous_hash = refresh_hash, refresh_hash = ?3, rotated_at = ?4, last_used_at = ?4 \
        WHERE id = ?1 AND refresh_hash = ?2 AND ended_at IS NULL RETURNING 1";
    Ok(database.query_one(sql, values![id, from, to, now]).await?.is_some())
}

/// The open sessions of a user, the last used first.
///
/// # Errors
/// Where the database does not answer.
pub async fn list(database: &Database, user: &str, used_after: u64) -> Result<Vec<Session>, SqlError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE user_id = ?1 AND ended_at IS NULL AND last_used_at > ?2 \
         ORDER BY last_used_at DESC, id DESC"
    );
    database.query(&sql, values![user, used_after]).await?.iter().map(session).collect()
}

/// An open session of a user.
///
/// # Errors
/// Where the database does not answer.
pub async fn find(on: &impl Executor, user: &str, id: &str) -> Result<Option<Session>, SqlError> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE user_id = ?1 AND id = ?2 AND ended_at IS NULL");
    on.run_for_one(&sql, values![user, id]).await?.as_ref().map(session).transpose()
}

/// Ends a session of a user. False where there is none open.
///
/// # Errors
/// Where the database does not answer.
pub async fn end(on: &impl Executor, user: &str, id: &str, now: u64) -> Result<bool, SqlError> {
    let sql = "UPDATE sessions SET ended_at = ?3 WHERE user_id = ?1 AND id = ?2 AND ended_at IS NULL RETURNING 1";
    Ok(on.run_for_one(sql, values![user, id, now]).await?.is_some())
}

/// Ends all sessions of a user but the `keep` last used, and `but` in any case, and returns the ended ones.
///
/// # Errors
/// Where the database does not answer.
pub async fn end_others(
    on: &impl Executor,
    user: &str,
    but: &str,
    keep: u32,
    now: u64,
) -> Result<Vec<String>, SqlError> {
    let sql = "UPDATE sessions SET ended_at = ?4 WHERE id IN (SELECT id FROM sessions \
        WHERE user_id = ?1 AND id <> ?2 AND ended_at IS NULL ORDER BY last_used_at DESC, id DESC LIMIT -1 OFFSET ?3) \
        RETURNING id";
    let rows = on.run(sql, values![user, but, u64::from(keep), now]).await?;
    rows.iter().map(|row| row.text(0).map(ToOwned::to_owned)).collect()
}

/// The ids of all sessions of a user, ended or not.
///
/// # Errors
/// Where the database does not answer.
pub async fn ids(on: &impl Executor, user: &str) -> Result<Vec<String>, SqlError> {
    let rows = on.run("SELECT id FROM sessions WHERE user_id = ?1", values![user]).await?;
    rows.iter().map(|row| row.text(0).map(ToOwned::to_owned)).collect()
}

/// Deletes sessions that were last used before `used_before`, at most `limit` of them.
///
/// # Errors
/// Where the database does not answer.
pub async fn sweep(database: &Database, used_before: u64, limit: u32) -> Result<(), SqlError> {
    let sql = "DELETE FROM sessions WHERE id IN \
        (SELECT id FROM sessions WHERE last_used_at <= ?1 ORDER BY last_used_at LIMIT ?2)";
    database.query(sql, values![used_before, u64::from(limit)]).await.map(|_| ())
}
