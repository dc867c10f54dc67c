//! What befalls the statements of a thread, for tests of what a crash or a full disk leaves behind.

use std::cell::RefCell;
use std::future::pending;

use crate::sql::SqlError;

/// What happens to a statement instead of its being run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Whoever waits for it waits for ever. To be dropped, as is a process that is killed at that point.
    Stop,
    /// It fails.
    Fail(SqlError),
}

thread_local! {
    static NEXT: RefCell<Option<(usize, Fault)>> = const { RefCell::new(None) };
}

/// Runs `work`, and `fault` befalls the statement that this thread runs after `after` others, if it runs as many.
pub fn during<T>(after: usize, fault: Fault, work: impl FnOnce() -> T) -> T {
    NEXT.set(Some((after, fault)));
    let result = work();
    NEXT.set(None);
    result
}

/// Before each statement.
pub(super) async fn befall() -> Result<(), SqlError> {
    let fault = NEXT.with_borrow_mut(|next| {
        next.take_if(|(after, _)| *after == 0).map(|(_, fault)| fault).or_else(|| {
            next.iter_mut().for_each(|(after, _)| *after -= 1);
            None
        })
    });
    match fault {
        None => Ok(()),
        Some(Fault::Fail(error)) => Err(error),
        Some(Fault::Stop) => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::sql::native::in_memory;
    use crate::sql::{Database, Value};

    static NOTES: Database = Database { label: "faults", migrations: &["CREATE TABLE notes (text TEXT);\n"] };

    async fn write() -> Result<(), SqlError> {
        let transaction = NOTES.begin().await?;
        transaction.query("INSERT INTO notes VALUES ('a')", Vec::new()).await?;
        transaction.query("INSERT INTO notes VALUES ('b')", Vec::new()).await?;
        transaction.commit().await
    }

    fn count() -> Option<Value> {
        let rows = NOTES.query("SELECT count(*) FROM notes", Vec::new()).now_or_never()?;
        rows.ok()?.first()?.0.first().cloned()
    }

    #[test]
    fn a_transaction_that_is_stopped_or_fails_anywhere_leaves_nothing() {
        in_memory(|| {
            assert_eq!(count(), Some(Value::Integer(0)));
            for after in 0..4 {
                assert_eq!(during(after, Fault::Stop, || write().now_or_never()), None);
                assert_eq!(count(), Some(Value::Integer(0)));
                let failed = during(after, Fault::Fail(SqlError::Full), || write().now_or_never());
                assert_eq!(failed, Some(Err(SqlError::Full)));
                assert_eq!(count(), Some(Value::Integer(0)));
            }
            assert_eq!(write().now_or_never(), Some(Ok(())));
            assert_eq!(count(), Some(Value::Integer(2)));
        });
    }
}
