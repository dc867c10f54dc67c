//! Key-value stores in a SQLite file, with the table Spin uses.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use anyhow::Context as _;
use rusqlite::{Connection, OptionalExtension as _, params};
use tokio::sync::mpsc;

use super::{MAX_VALUE, other};
use crate::bindings::services::key_value::Error;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS spin_key_value (
    store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))";

/// A file that holds stores. One connection serves all guests, one after another, as in Spin: what was set is seen by whoever asks next.
pub(super) struct File {
    /// In memory when `None`.
    path: Option<PathBuf>,
    connection: Arc<Mutex<Option<Connection>>>,
}

impl File {
    pub(super) fn new(path: Option<PathBuf>) -> anyhow::Result<Self> {
        if let Some(parent) = path.as_ref().and_then(|path| path.parent()) {
            std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        Ok(Self { path, connection: Arc::default() })
    }

    /// Reads, at once where nobody is in the way. A read costs a few microseconds, less than handing it to another thread does.
    pub(super) async fn get(&self, store: &str, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let taken = match self.connection.try_lock() {
            Ok(guard) => guard.as_ref().map(|connection| get(connection, store, key)),
            Err(TryLockError::WouldBlock | TryLockError::Poisoned(_)) => None,
        };
        match taken {
            Some(Ok(value)) => Ok(value),
            // Another process may be writing. Waiting for it is for a thread that may wait.
            Some(Err(error)) if error.sqlite_error_code() != Some(rusqlite::ErrorCode::DatabaseBusy) => {
                Err(other(error))
            }
            Some(Err(_)) | None => {
                let (store, key) = (store.to_owned(), key.to_owned());
                self.run(move |connection| get(connection, &store, &key)).await
            }
        }
        .and_then(|value| match &value {
            Some(bytes) if bytes.len() > MAX_VALUE => Err(Error::Other(format!("the value exceeds {MAX_VALUE} bytes"))),
            _ => Ok(value),
        })
    }

    pub(super) async fn set(&self, store: &str, key: String, value: Vec<u8>) -> Result<(), Error> {
        let store = store.to_owned();
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3) ON CONFLICT (store, key) DO UPDATE SET value = ?3",
            )?;
            statement.execute(params![store, key, value]).map(drop)
        })
        .await
    }

    pub(super) async fn delete(&self, store: &str, key: String) -> Result<(), Error> {
        let store = store.to_owned();
        self.run(move |connection| {
            let mut statement =
                connection.prepare_cached("DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2")?;
            statement.execute(params![store, key]).map(drop)
        })
        .await
    }

    /// Sends all keys to `keys`, a page at a time. Between pages the connection is free, so a guest may use the store while it reads them.
    pub(super) async fn keys(&self, store: &str, keys: mpsc::Sender<Vec<String>>) -> Result<(), Error> {
        let mut last: Option<String> = None;
        loop {
            let (store, after) = (store.to_owned(), last);
            let page: Vec<String> = self
                .run(move |connection| {
                    let mut statement = connection.prepare_cached(
                        "SELECT key FROM spin_key_value WHERE store = ?1 AND (?2 IS NULL OR key > ?2) ORDER BY key LIMIT 1000",
                    )?;
                    statement.query_map(params![store, after], |row| row.get(0))?.collect()
                })
                .await?;
            last = page.last().cloned();
            if last.is_none() || keys.send(page).await.is_err() {
                return Ok(());
            }
        }
    }

    /// Runs `work` with the connection on a thread that may wait, and opens the file first if nobody has.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let (shared, path) = (self.connection.clone(), self.path.clone());
        let task = tokio::task::spawn_blocking(move || {
            let mut guard = lock(&shared);
            if guard.is_none() {
                let connection = match path {
                    Some(path) => Connection::open(path)?,
                    None => Connection::open_in_memory()?,
                };
                connection.execute(CREATE, [])?;
                *guard = Some(connection);
            }
            let connection = guard.as_ref().ok_or(rusqlite::Error::InvalidQuery)?;
            connection.busy_timeout(std::time::Duration::from_secs(5))?;
            let result = work(connection);
            // Whoever reads without a thread of its own must not wait.
            connection.busy_timeout(std::time::Duration::ZERO)?;
            result
        });
        task.await.map_err(other)?.map_err(other)
    }
}

/// Takes the lock, also after a panic: SQLite has ended the statement that was running.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn get(connection: &Connection, store: &str, key: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached("SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2")?;
    statement.query_row([store, key], |row| row.get(0)).optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn keys(file: &File, store: &str) -> Vec<String> {
        let (sender, mut receiver) = mpsc::channel(10);
        file.keys(store, sender).await.unwrap();
        let mut keys = Vec::new();
        while let Some(page) = receiver.recv().await {
            keys.extend(page);
        }
        keys
    }

    #[tokio::test]
    async fn stores_in_one_file_do_not_mix() {
        let file = File::new(None).unwrap();
        file.set("a", "key".to_owned(), b"one".to_vec()).await.unwrap();
        file.set("b", "key".to_owned(), b"two".to_vec()).await.unwrap();
        assert_eq!(file.get("a", "key").await.unwrap().unwrap(), b"one");
        file.delete("a", "key".to_owned()).await.unwrap();
        assert_eq!(file.get("a", "key").await.unwrap(), None);
        assert_eq!(file.get("b", "key").await.unwrap().unwrap(), b"two");
        assert_eq!(keys(&file, "b").await, ["key"]);
        assert_eq!(keys(&file, "a").await, [""; 0]);
    }

    #[tokio::test]
    async fn a_key_is_data_and_no_sql() {
        let file = File::new(None).unwrap();
        let key = "'; DROP TABLE spin_key_value; --";
        file.set("a", key.to_owned(), vec![]).await.unwrap();
        assert_eq!(keys(&file, "a").await, [key]);
    }

    #[tokio::test]
    async fn keys_come_page_by_page_without_gaps() {
        let file = File::new(None).unwrap();
        let all: Vec<_> = (0..2500).map(|number| format!("{number:04}")).collect();
        for key in &all {
            file.set("a", key.clone(), vec![]).await.unwrap();
        }
        assert_eq!(keys(&file, "a").await, all);
    }
}
