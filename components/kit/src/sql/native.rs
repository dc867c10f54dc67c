//! SQLite without Spin: where the databases lie is set once for the process, or for one thread at a time.

pub mod faults;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::Value as Stored;

use super::{Row, SqlError, Value};

static FOLDER: OnceLock<PathBuf> = OnceLock::new();
static KEPT: LazyLock<Mutex<HashMap<&'static str, Vec<Connection>>>> = LazyLock::new(Mutex::default);

thread_local! {
    static OWN: RefCell<Option<Rc<Own>>> = const { RefCell::new(None) };
    static SAID: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Databases in memory that only one thread sees.
#[derive(Debug)]
struct Own {
    /// Tells them from those of other threads and times.
    number: u64,
    kept: RefCell<HashMap<String, Vec<Connection>>>,
    /// A database in memory lasts as long as somebody is connected to it.
    anchors: RefCell<HashMap<String, Connection>>,
}

/// A connection that nobody else uses.
///
/// The lock is never waited for: it only tells the compiler what the type above says.
#[derive(Debug)]
pub(crate) struct Connection(Mutex<rusqlite::Connection>);

/// Puts the databases of this process into `folder`, one file a label.
///
/// # Errors
/// The folder given before, where there was one.
pub fn use_folder(folder: PathBuf) -> Result<(), PathBuf> {
    FOLDER.set(folder)
}

/// Runs `work` with databases in memory that it alone sees, empty at first.
pub fn in_memory<T>(work: impl FnOnce() -> T) -> T {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let before = OWN.replace(Some(Rc::new(Own { number, kept: RefCell::default(), anchors: RefCell::default() })));
    let result = work();
    OWN.set(before);
    result
}

/// Runs `work` and returns the statements it ran on this thread, in their order, without their values.
pub async fn statements<T>(work: impl Future<Output = T>) -> (T, Vec<String>) {
    SAID.set(Some(Vec::new()));
    let result = work.await;
    (result, SAID.take().unwrap_or_default())
}

pub(super) fn kept(label: &str) -> Option<Connection> {
    if let Some(own) = OWN.with_borrow(Clone::clone) {
        return own.kept.borrow_mut().get_mut(label)?.pop();
    }
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).get_mut(label)?.pop()
}

pub(super) fn keep(label: &'static str, connection: Connection) {
    if let Some(own) = OWN.with_borrow(Clone::clone) {
        own.kept.borrow_mut().entry(label.to_owned()).or_default().push(connection);
        return;
    }
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).entry(label).or_default().push(connection);
}

impl Connection {
    #[expect(clippy::unused_async, reason = "the other side waits here")]
    pub(super) async fn open(label: &str) -> Result<Self, SqlError> {
        if let Some(own) = OWN.with_borrow(Clone::clone) {
            let name = format!("file:own-{}-{label}?mode=memory&cache=shared", own.number);
            own.anchors.borrow_mut().entry(label.to_owned()).or_insert(Self::at(&name)?);
            return Self::at(&name);
        }
        let folder = FOLDER.get().ok_or(SqlError::Shape("a folder for the databases"))?;
        Self::at(folder.join(format!("{label}.db")))
    }

    fn at(path: impl AsRef<Path>) -> Result<Self, SqlError> {
        let connection = rusqlite::Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        // Otherwise SQLite plans a statement such as `… LIMIT ?` anew for every value that is bound to it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Self(Mutex::new(connection)))
    }

    pub(crate) async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, SqlError> {
        faults::befall().await?;
        SAID.with_borrow_mut(|said| said.iter_mut().for_each(|said| said.push(sql.to_owned())));
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values.into_iter().map(into_stored)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|column| Ok(from_stored(row.get(column)?)));
            found.push(Row(values.collect::<Result<_, rusqlite::Error>>()?));
        }
        Ok(found)
    }
}

fn into_stored(value: Value) -> Stored {
    match value {
        Value::Integer(number) => Stored::Integer(number),
        Value::Real(number) => Stored::Real(number),
        Value::Text(text) => Stored::Text(text),
        Value::Blob(bytes) => Stored::Blob(bytes),
        Value::Null => Stored::Null,
    }
}

fn from_stored(value: Stored) -> Value {
    match value {
        Stored::Integer(number) => Value::Integer(number),
        Stored::Real(number) => Value::Real(number),
        Stored::Text(text) => Value::Text(text),
        Stored::Blob(bytes) => Value::Blob(bytes),
        Stored::Null => Value::Null,
    }
}

impl From<rusqlite::Error> for SqlError {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_text(error.to_string())
    }
}
