//! One SQLite connection and what must be known of it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::runtime_config::SqliteDatabase;

/// How long a statement waits for a lock that another connection holds, as in Spin.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// How long a statement pauses before it tries again to get a lock. SQLite's own timeout pauses for up to 100 ms, so under load whoever has
/// waited longest asks least often, and some wait for seconds.
const PAUSE: Duration = Duration::from_millis(2);

/// How many statements a session keeps compiled.
const STATEMENTS: usize = 64;

/// SQLite's machine is asked after this many of its instructions whether to go on.
const INSTRUCTIONS: i32 = 1000;

/// The action code of `ATTACH`, which reaches an authorizer without a file name where the name is not a literal.
const SQLITE_ATTACH: i32 = 24;

/// A connection.
pub(super) struct Session {
    pub(super) connection: rusqlite::Connection,
    watch: Arc<Watch>,
    /// Whether it ran plain reads only. See `Database::idle`.
    plain: Cell<bool>,
    in_file: bool,
}

/// What SQLite's callbacks and the session share.
struct Watch {
    /// How many times [`INSTRUCTIONS`] may still run; [`Watch::UNLIMITED`] while nobody counts.
    budget: AtomicU32,
    /// Whether the guest has set its own busy timeout.
    own_timeout: AtomicBool,
    /// What is gone once nobody waits for the statement; `None` while that is no reason to break it off.
    wanted: Mutex<Option<Weak<()>>>,
}

impl Watch {
    const UNLIMITED: u32 = u32::MAX;

    /// Whether SQLite is to break off.
    fn spend(&self) -> bool {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted.as_ref().is_some_and(|wanted| wanted.strong_count() == 0) {
            return true;
        }
        match self.budget.load(Ordering::Relaxed) {
            Self::UNLIMITED => false,
            0 => true,
            left => {
                self.budget.store(left - 1, Ordering::Relaxed);
                false
            }
        }
    }

    fn authorize(&self, action: &AuthAction<'_>, allow_attach_file: bool) -> Authorization {
        match action {
            // An empty name is a temporary file. A name that is computed is not shown here, so it could be any file.
            AuthAction::Attach { filename: "" | ":memory:" } => Authorization::Allow,
            AuthAction::Attach { .. } | AuthAction::Unknown { code: SQLITE_ATTACH, .. } if !allow_attach_file => {
                Authorization::Deny
            }
            // These are variables of the whole process.
            AuthAction::Pragma { pragma_name, pragma_value: Some(_) }
                if ["temp_store_directory", "data_store_directory"]
                    .iter()
                    .any(|name| pragma_name.eq_ignore_ascii_case(name)) =>
            {
                Authorization::Deny
            }
            AuthAction::Pragma { pragma_name, pragma_value: Some(_) }
                if pragma_name.eq_ignore_ascii_case("busy_timeout") =>
            {
                self.own_timeout.store(true, Ordering::Relaxed);
                Authorization::Allow
            }
            _ => Authorization::Allow,
        }
    }
}

thread_local! {
    /// Whether this thread runs something that may not wait. SQLite gives a handler nothing to know its connection by.
    static IN_HASTE: Cell<bool> = const { Cell::new(false) };
}

/// Waits for a lock. False when that took too long, or may not be.
fn try_again(tries: i32) -> bool {
    if IN_HASTE.get() {
        return false;
    }
    std::thread::sleep(PAUSE);
    u32::try_from(tries).is_ok_and(|tries| PAUSE * tries < BUSY)
}

impl Session {
    pub(super) fn open(settings: &SqliteDatabase) -> rusqlite::Result<Self> {
        let mut connection = match &settings.path {
            Some(path) => rusqlite::Connection::open(path)?,
            None => rusqlite::Connection::open_in_memory()?,
        };
        let watch = Arc::new(Watch {
            budget: AtomicU32::new(Watch::UNLIMITED),
            own_timeout: AtomicBool::new(false),
            wanted: Mutex::new(None),
        });
        connection.busy_handler(Some(try_again))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise a statement such as `… LIMIT ?` is planned anew for every value that is bound to it, kept or not.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let allow = settings.allow_attach_file;
        let authorizer = watch.clone();
        connection.authorizer(Some(move |context: AuthContext<'_>| authorizer.authorize(&context.action, allow)))?;
        let progress = watch.clone();
        connection.progress_handler(INSTRUCTIONS, Some(move || progress.spend()))?;
        Ok(Self { connection, watch, plain: Cell::new(true), in_file: settings.path.is_some() })
    }

    /// Whether a guest could not tell it from a new one. See `Database::idle`.
    pub(super) fn is_like_new(&self) -> bool {
        self.plain.get() && self.in_file && self.connection.is_autocommit()
    }

    /// Notes that something other than a plain read is about to run.
    pub(super) fn note_other_than_read(&self) {
        self.plain.set(false);
    }

    /// Breaks statements off once `wanted` is gone. Only for reads: breaking off a write would roll back the guest's transaction.
    pub(super) fn run_while(&self, wanted: Option<Weak<()>>) {
        *self.watch.wanted.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
    }

    /// Runs `work` so that it neither waits for a lock nor computes for more than about `budget` thousand instructions of SQLite; `None`
    /// when it would have had to. Only for reads, as [`Session::run_while`].
    pub(super) fn briefly<T>(
        &self,
        budget: u32,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Option<rusqlite::Result<T>> {
        // With a timeout of the guest's own, SQLite waits without asking.
        if self.watch.own_timeout.load(Ordering::Relaxed) {
            return None;
        }
        self.watch.budget.store(budget, Ordering::Relaxed);
        IN_HASTE.set(true);
        let result = work(&self.connection);
        IN_HASTE.set(false);
        let overrun = self.watch.budget.swap(Watch::UNLIMITED, Ordering::Relaxed) == 0;
        let busy =
            matches!(&result, Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy));
        (!overrun && !busy).then_some(result)
    }
}
