//! SQLite through the SDK.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use spin_sdk::sqlite;

use super::{Row, SqlError, Value};

/// Connections not in use, by label. An instance serves at most 16 requests at once, so there are never many.
static KEPT: LazyLock<Mutex<HashMap<&'static str, Vec<Connection>>>> = LazyLock::new(Mutex::default);

/// A connection that nobody else uses.
pub(crate) struct Connection(sqlite::Connection);

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connection")
    }
}

pub(super) fn kept(label: &str) -> Option<Connection> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).get_mut(label)?.pop()
}

pub(super) fn keep(label: &'static str, connection: Connection) {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).entry(label).or_default().push(connection);
}

impl Connection {
    pub(super) async fn open(label: &str) -> Result<Self, SqlError> {
        Ok(Self(sqlite::Connection::open(label).await?))
    }

    /// The rows, once all of them arrived and the statement is known to have worked: a success of `execute` alone says nothing.
    pub(crate) async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        let result = self.0.execute(sql, values.into_iter().map(into_sdk)).await?;
        let rows = result.collect().await?;
        Ok(rows.into_iter().map(|row| Row(row.values.into_iter().map(from_sdk).collect())).collect())
    }
}

fn into_sdk(value: Value) -> sqlite::Value {
    match value {
        Value::Integer(number) => sqlite::Value::Integer(number),
        Value::Real(number) => sqlite::Value::Real(number),
        Value::Text(text) => sqlite::Value::Text(text),
        Value::Blob(bytes) => sqlite::Value::Blob(bytes),
        Value::Null => sqlite::Value::Null,
    }
}

fn from_sdk(value: sqlite::Value) -> Value {
    match value {
        sqlite::Value::Integer(number) => Value::Integer(number),
        sqlite::Value::Real(number) => Value::Real(number),
        sqlite::Value::Text(text) => Value::Text(text),
        sqlite::Value::Blob(bytes) => Value::Blob(bytes),
        sqlite::Value::Null => Value::Null,
    }
}

impl From<sqlite::Error> for SqlError {
    fn from(error: sqlite::Error) -> Self {
        match error {
            sqlite::Error::DatabaseFull => Self::Full,
            sqlite::Error::Io(text) => Self::from_text(text),
            other => Self::Other(format!("{other:?}")),
        }
    }
}
