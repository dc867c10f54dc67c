//! A service's SQLite database.
//!
//! A connection is used by one statement or one transaction at a time and then kept for the next, so two requests never meet inside one
//! transaction. A connection is given back only after its statement, or its `COMMIT`, has succeeded; a request that is dropped half way
//! drops its connection, and SQLite rolls back.

#[cfg(not(target_family = "wasm"))]
pub mod native;
#[cfg(target_family = "wasm")]
mod spin;

use std::fmt;

#[cfg(not(target_family = "wasm"))]
use native as side;
#[cfg(target_family = "wasm")]
use spin as side;

use crate::migrate;

/// One value in a row or a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `INTEGER`.
    Integer(i64),
    /// `REAL`.
    Real(f64),
    /// `TEXT`.
    Text(String),
    /// `BLOB`.
    Blob(Vec<u8>),
    /// `NULL`.
    Null,
}

/// A row of a result.
#[derive(Clone, Debug)]
pub struct Row(pub Vec<Value>);

/// Why a statement failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlError {
    /// Somebody else kept the database locked for too long.
    Busy,
    /// A row with that key is there already.
    Duplicate,
    /// The disk or the quota is full.
    Full,
    /// A row does not have the form the code expects.
    Shape(&'static str),
    /// Anything else. The text is the driver's: for the log, never for a client.
    Other(String),
}

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("the database is busy"),
            Self::Duplicate => f.write_str("the row is there already"),
            Self::Full => f.write_str("the database is full"),
            Self::Shape(expected) => write!(f, "a row without {expected}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for SqlError {}

impl SqlError {
    /// Sorts out what a driver says. SQLite's texts are part of its interface and do not change.
    fn from_text(text: String) -> Self {
        if text.contains("database is locked") || text.contains("database table is locked") {
            Self::Busy
        } else if text.contains("UNIQUE constraint failed") || text.contains("PRIMARY KEY constraint failed") {
            Self::Duplicate
        } else if text.contains("database or disk is full") {
            Self::Full
        } else {
            Self::Other(text)
        }
    }
}

/// A database by its label in `spin.toml`, and the migrations that make it what the code expects.
#[derive(Debug)]
pub struct Database {
    /// The label.
    pub label: &'static str,
    /// In order; each runs once. Statements are separated by a line that ends in `;`.
    pub migrations: &'static [&'static str],
}

impl Database {
    /// Runs one statement and returns its rows.
    ///
    /// # Errors
    /// See [`SqlError`].
    pub async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        let connection = self.connection().await?;
        let rows = connection.query(sql, values).await?;
        side::keep(self.label, connection);
        Ok(rows)
    }

    /// Runs one statement and returns its first row.
    ///
    /// # Errors
    /// See [`SqlError`].
    pub async fn query_one(&self, sql: &str, values: Vec<Value>) -> Result<Option<Row>, SqlError> {
        Ok(self.query(sql, values).await?.into_iter().next())
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`SqlError::Busy`] where another writer did not finish within five seconds.
    pub async fn begin(&self) -> Result<Transaction, SqlError> {
        let connection = self.connection().await?;
        connection.query("BEGIN IMMEDIATE", Vec::new()).await?;
        Ok(Transaction { label: self.label, connection })
    }

    async fn connection(&self) -> Result<Connection, SqlError> {
        if let Some(connection) = side::kept(self.label) {
            return Ok(connection);
        }
        let connection = Connection::open(self.label).await?;
        migrate::ensure(self, &connection).await?;
        Ok(connection)
    }
}

/// What runs statements: a database, each on its own, or a transaction.
pub trait Executor: Sync {
    /// Runs one statement and returns its rows.
    ///
    /// # Errors
    /// See [`SqlError`].
    fn run(&self, sql: &str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, SqlError>> + Send;

    /// Runs one statement and returns its first row.
    ///
    /// # Errors
    /// See [`SqlError`].
    fn run_for_one(&self, sql: &str, values: Vec<Value>) -> impl Future<Output = Result<Option<Row>, SqlError>> + Send {
        async { Ok(self.run(sql, values).await?.into_iter().next()) }
    }
}

impl Executor for Database {
    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        self.query(sql, values).await
    }
}

impl Executor for Transaction {
    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        self.query(sql, values).await
    }
}

/// A transaction. Dropped without [`Transaction::commit`], it is rolled back.
#[derive(Debug)]
pub struct Transaction {
    label: &'static str,
    connection: Connection,
}

impl Transaction {
    /// Runs a statement within the transaction.
    ///
    /// # Errors
    /// See [`SqlError`].
    pub async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        self.connection.query(sql, values).await
    }

    /// Makes it durable. Only after this may a client be told that anything happened.
    ///
    /// # Errors
    /// See [`SqlError`]; then nothing has happened.
    pub async fn commit(self) -> Result<(), SqlError> {
        self.connection.query("COMMIT", Vec::new()).await?;
        side::keep(self.label, self.connection);
        Ok(())
    }

    /// Ends it without writing anything, keeping the connection for the next.
    ///
    /// # Errors
    /// See [`SqlError`].
    pub async fn roll_back(self) -> Result<(), SqlError> {
        self.connection.query("ROLLBACK", Vec::new()).await?;
        side::keep(self.label, self.connection);
        Ok(())
    }
}

pub(crate) use side::Connection;

#[cfg(test)]
pub(crate) async fn native_connection(database: &Database) -> Connection {
    database.connection().await.unwrap()
}

impl Row {
    /// The text in a column.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn text(&self, column: usize) -> Result<&str, SqlError> {
        self.text_or_null(column)?.ok_or(SqlError::Shape("text"))
    }

    /// The text in a column, or nothing.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn text_or_null(&self, column: usize) -> Result<Option<&str>, SqlError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            _ => Err(SqlError::Shape("text")),
        }
    }

    /// The whole number in a column.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn integer(&self, column: usize) -> Result<i64, SqlError> {
        match self.0.get(column) {
            Some(Value::Integer(number)) => Ok(*number),
            _ => Err(SqlError::Shape("a whole number")),
        }
    }

    /// The number in a column, whole or not.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn real(&self, column: usize) -> Result<f64, SqlError> {
        match self.0.get(column) {
            Some(Value::Real(number)) => Ok(*number),
            #[expect(clippy::cast_precision_loss, reason = "a number that is asked for so is one that was measured")]
            Some(Value::Integer(number)) => Ok(*number as f64),
            _ => Err(SqlError::Shape("a number")),
        }
    }

    /// The whole number in a column that is never negative.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn count(&self, column: usize) -> Result<u64, SqlError> {
        u64::try_from(self.integer(column)?).map_err(|_| SqlError::Shape("a count"))
    }

    /// The whole number in a column, or nothing.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn integer_or_null(&self, column: usize) -> Result<Option<i64>, SqlError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.integer(column).map(Some),
        }
    }

    /// Takes the text out of a column, leaving nothing. For large texts that need not be copied.
    ///
    /// # Errors
    /// [`SqlError::Shape`] where it holds something else.
    pub fn take_text(&mut self, column: usize) -> Result<String, SqlError> {
        match self.0.get_mut(column).map(|value| std::mem::replace(value, Value::Null)) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(SqlError::Shape("text")),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u64> for Value {
    /// Ours are times, versions and counts, all below 2^53.
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Integer(i64::from(truth))
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of a statement: `values![user, 5_u64, None::<String>]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { ::std::vec![$($crate::sql::Value::from($value)),*] };
}
