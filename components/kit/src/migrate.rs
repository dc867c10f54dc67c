//! Bringing a database to the form the code expects.
//!
//! Whoever opens it first does so, and nobody has to be told to. `PRAGMA user_version` counts the migrations done; it is part of the
//! transaction, so each runs once however many instances start together, and one that fails leaves nothing behind.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::log;
use crate::sql::{Connection, Database, SqlError};

/// Databases that this instance has found in order.
static DONE: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);

pub(crate) async fn ensure(database: &Database, connection: &Connection) -> Result<(), SqlError> {
    if cfg!(target_family = "wasm") && DONE.lock().unwrap_or_else(PoisonError::into_inner).contains(database.label) {
        return Ok(());
    }
    if version(connection).await? < database.migrations.len() {
        // Readers go on while somebody writes. It stays set in the file and cannot be set inside a transaction.
        connection.query("PRAGMA journal_mode = WAL", Vec::new()).await?;
        migrate(database, connection).await?;
    }
    DONE.lock().unwrap_or_else(PoisonError::into_inner).insert(database.label);
    Ok(())
}

async fn migrate(database: &Database, connection: &Connection) -> Result<(), SqlError> {
    connection.query("BEGIN IMMEDIATE", Vec::new()).await?;
    // Another instance may have been first.
    let done = version(connection).await?;
    for migration in database.migrations.iter().skip(done) {
        for statement in statements(migration) {
            connection.query(statement, Vec::new()).await?;
        }
    }
    // A pragma takes no parameters.
    let now = database.migrations.len().max(done);
    connection.query(&format!("PRAGMA user_version = {now}"), Vec::new()).await?;
    connection.query("COMMIT", Vec::new()).await?;
    if now > done {
        log::info("migrated", &[("database", database.label.into()), ("from", done.into()), ("to", now.into())]);
    }
    Ok(())
}

async fn version(connection: &Connection) -> Result<usize, SqlError> {
    let rows = connection.query("PRAGMA user_version", Vec::new()).await?;
    let version = rows.first().ok_or(SqlError::Shape("a version"))?.count(0)?;
    usize::try_from(version).map_err(|_| SqlError::Shape("a version"))
}

/// The statements of a migration: what stands between lines that end in `;`, comments and all.
fn statements(migration: &str) -> impl Iterator<Item = &str> {
    migration.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::sql::native::in_memory;

    const FIRST: &str = "-- Instruments; one a row.\nCREATE TABLE instruments (name TEXT PRIMARY KEY);\n\nINSERT INTO instruments VALUES ('oboe');\n";
    const SECOND: &str = "INSERT INTO instruments VALUES ('lute');\n";
    const BROKEN: &str = "INSERT INTO instruments VALUES ('viol');\nINSERT INTO nowhere VALUES (1);\n";

    fn database(migrations: &'static [&'static str]) -> Database {
        Database { label: "migrate-test", migrations }
    }

    async fn count(database: &Database) -> i64 {
        database.query("SELECT count(*) FROM instruments", Vec::new()).await.unwrap()[0].integer(0).unwrap()
    }

    #[test]
    fn each_migration_runs_once() {
        in_memory(|| {
            block_on(async {
                let first = database(&[FIRST]);
                assert_eq!(count(&first).await, 1);
                // The connection is kept; taking it makes the next one go through the migrations again, as another instance would.
                let connection = crate::sql::native_connection(&first).await;
                let second = database(&[FIRST, SECOND]);
                ensure(&second, &connection).await.unwrap();
                ensure(&second, &connection).await.unwrap();
                let rows = connection.query("SELECT count(*) FROM instruments", Vec::new()).await.unwrap();
                assert_eq!(rows[0].integer(0), Ok(2));
            });
        });
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing_behind() {
        in_memory(|| {
            block_on(async {
                let connection = crate::sql::native_connection(&database(&[FIRST])).await;
                assert!(ensure(&database(&[FIRST, BROKEN]), &connection).await.is_err());
                connection.query("ROLLBACK", Vec::new()).await.unwrap();
                let rows = connection.query("SELECT count(*) FROM instruments", Vec::new()).await.unwrap();
                assert_eq!(rows[0].integer(0), Ok(1));
                assert_eq!(version(&connection).await, Ok(1));
            });
        });
    }
}
