//! SQLite databases (`spin:sqlite`), in files as Spin keeps them.

mod at_once;
mod guest;
mod query;
mod session;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};
use tokio::sync::OwnedMutexGuard;
use tokio::time::timeout;

use self::session::Session;
use crate::bindings::services::sqlite::Error;
use crate::runtime_config::SqliteDatabase;

/// The file of the database `default`, unless the runtime configuration says otherwise. Spin's name, so the two can share it.
const DEFAULT_FILE: &str = "sqlite_db.db";

/// How many sessions of a database wait for their next guest.
const MAX_IDLE: usize = 8;

/// The most connections of one instance, as in Spin.
const MAX_OPEN: usize = 256;

/// All databases of an application, by label.
pub(crate) struct Databases(BTreeMap<String, Arc<Database>>);

/// One database.
struct Database {
    settings: SqliteDatabase,
    /// Sessions that no guest holds.
    ///
    /// A guest cannot tell one from a new one. A session is here only if all it ever ran were plain reads (`SELECT`, `WITH` or `VALUES`
    /// that SQLite calls read-only), outside a transaction. Such a session has changed nothing that stays with a connection: no PRAGMA,
    /// no temporary or attached schema, no savepoint, and `changes()` and `last_insert_rowid()` are still 0. What it does keep, compiled
    /// statements and pages of the file, SQLite checks against the file before each use. So a connection of a guest needs a session of
    /// its own only from its first other statement on, and many connections that only read share few sessions.
    idle: Mutex<Vec<Session>>,
    /// Whose turn it is to write, in the order they came. SQLite has one lock for writing and gives it to whoever asks at the right moment.
    turns: Arc<tokio::sync::Mutex<()>>,
}

/// A connection that a guest has opened. The resource behind `spin:sqlite/sqlite.connection`.
///
/// One statement runs at a time; another waits until the rows of the one before are read or dropped.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct Connection(Arc<tokio::sync::Mutex<Lease>>);

/// What a connection of a guest holds: a session, but only while a statement runs, or once it differs from a new one.
struct Lease {
    database: Arc<Database>,
    session: Option<Session>,
    /// Held from `BEGIN IMMEDIATE` until the transaction has ended.
    turn: Option<OwnedMutexGuard<()>>,
}

impl Databases {
    /// Prepares the databases. No file is opened before a guest does.
    ///
    /// # Errors
    /// When the folder of a file cannot be made.
    pub(crate) fn prepare(configured: &BTreeMap<String, SqliteDatabase>, state: &Path) -> anyhow::Result<Self> {
        let default = SqliteDatabase { path: Some(state.join(DEFAULT_FILE)), allow_attach_file: false };
        let mut databases = BTreeMap::from([("default".to_owned(), default)]);
        databases.extend(configured.clone());
        let prepare = |(label, settings): (String, SqliteDatabase)| {
            if let Some(parent) = settings.path.as_ref().and_then(|path| path.parent()) {
                std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
            }
            Ok((label, Arc::new(Database { settings, idle: Mutex::default(), turns: Arc::default() })))
        };
        Ok(Self(databases.into_iter().map(prepare).collect::<anyhow::Result<_>>()?))
    }

    /// Checks that every database that `component` may open is there.
    ///
    /// # Errors
    /// The first that is not.
    pub(crate) fn check(&self, component: &str, labels: &BTreeSet<String>) -> anyhow::Result<()> {
        match labels.iter().find(|label| !self.0.contains_key(*label)) {
            Some(label) => {
                bail!("component.{component}.sqlite_databases: {label:?} is not in the runtime configuration")
            }
            None => Ok(()),
        }
    }

    /// Closes the sessions that no guest holds.
    pub(crate) fn close(&self) {
        for database in self.0.values() {
            database.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    fn open(&self, label: &str, allowed: &BTreeSet<String>) -> Result<Connection, Error> {
        if !allowed.contains(label) {
            return Err(Error::AccessDenied);
        }
        let database = self.0.get(label).ok_or(Error::NoSuchDatabase)?.clone();
        Ok(Connection(Arc::new(tokio::sync::Mutex::new(Lease { database, session: None, turn: None }))))
    }
}

impl Database {
    fn idle(&self) -> Option<Session> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, session: Session) {
        if session.is_like_new() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < MAX_IDLE {
                idle.push(session);
                return;
            }
        }
        // Closing rolls back, and may move a whole write-ahead log into the file.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => _ = runtime.spawn_blocking(move || drop(session)),
            Err(_) => drop(session),
        }
    }
}

impl Lease {
    /// The session, opened if it is not yet. For a thread that may wait.
    fn session(&mut self) -> Result<&mut Session, Error> {
        if self.session.is_none() {
            let session = match self.database.idle() {
                Some(session) => session,
                None => Session::open(&self.database.settings).map_err(|error| io(&error))?,
            };
            self.session = Some(session);
        }
        self.session.as_mut().ok_or(Error::InvalidConnection)
    }

    /// The session if it can be had without opening a file.
    fn session_at_hand(&mut self) -> Option<&mut Session> {
        if self.session.is_none() {
            self.session = self.database.idle();
        }
        self.session.as_mut()
    }

    /// Waits until it is this connection's turn to write, if that is what `statement` is for, but no longer than SQLite would.
    ///
    /// Others may write besides: another process, or a single statement. SQLite's lock is what counts, and this only who tries.
    async fn take_turn(&mut self, statement: &str) {
        if self.turn.is_none() && begins_to_write(statement) {
            self.turn = timeout(session::BUSY, self.database.turns.clone().lock_owned()).await.ok();
        }
    }

    /// Ends the turn if no transaction is open.
    fn end_turn(&mut self) {
        if self.session.as_ref().is_none_or(|session| session.connection.is_autocommit()) {
            self.turn = None;
        }
    }

    /// Gives the session to others if nothing would be lost.
    fn share(&mut self) {
        if let Some(session) = self.session.take_if(|session| session.is_like_new()) {
            self.database.give_back(session);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.database.give_back(session);
        }
    }
}

fn begins_to_write(statement: &str) -> bool {
    let mut words = statement.split_ascii_whitespace();
    let mut is = |word: &str| words.next().is_some_and(|next| next.eq_ignore_ascii_case(word));
    is("BEGIN") && is("IMMEDIATE")
}

fn io(error: &rusqlite::Error) -> Error {
    Error::Io(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> std::path::PathBuf {
        std::env::temp_dir().join(format!("mirubato-turns-{}", std::process::id()))
    }

    async fn run(connection: &Connection, statement: &str) {
        let answer = query::run(&connection.0, statement.to_owned(), Vec::new()).await;
        assert!(matches!(answer.end, query::End::Here(Ok(()))), "{statement}");
    }

    #[tokio::test]
    async fn who_came_first_writes_first() {
        let databases = Databases::prepare(&BTreeMap::new(), &path()).unwrap();
        let open = || databases.open("default", &BTreeSet::from(["default".to_owned()])).unwrap();
        let first = open();
        run(&first, "BEGIN IMMEDIATE").await;
        let order = Arc::new(Mutex::new(Vec::<u32>::new()));
        let mut waiting = Vec::new();
        for number in 0..10 {
            let (next, order) = (open(), order.clone());
            let turns = Arc::strong_count(&databases.0["default"].turns);
            waiting.push(tokio::spawn(async move {
                run(&next, "begin immediate").await;
                order.lock().unwrap().push(number);
                run(&next, "COMMIT").await;
            }));
            while Arc::strong_count(&databases.0["default"].turns) == turns {
                tokio::task::yield_now().await;
            }
        }
        assert!(order.lock().unwrap().is_empty());
        run(&first, "ROLLBACK").await;
        for task in waiting {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        // A connection that is dropped in the middle keeps nobody waiting.
        let left = open();
        run(&left, "BEGIN IMMEDIATE").await;
        drop(left);
        run(&open(), "BEGIN IMMEDIATE").await;
        std::fs::remove_dir_all(path()).unwrap();
    }
}
