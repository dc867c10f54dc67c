//! Running one statement and handing out its rows.

use std::sync::{Arc, Weak};

use futures::channel::oneshot;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Row, Rows, ToSql};
use tokio::sync::{Mutex, OwnedMutexGuard, mpsc};

use super::at_once;
use super::{Lease, io};
use crate::bindings::services::sqlite::{Error, RowResult, Value};

/// Rows of one batch.
const BATCH_ROWS: usize = 256;

/// A batch is complete when its values have so many bytes.
const BATCH_BYTES: usize = 256 * 1024;

/// The most bytes of one row, as in Spin.
const MAX_ROW: usize = 128 * 1024 * 1024;

/// What a statement gave.
pub(super) struct Answer {
    pub(super) columns: Vec<String>,
    /// The first rows, all there are unless `more`.
    pub(super) rows: Vec<RowResult>,
    pub(super) end: End,
}

/// How the rows go on.
pub(super) enum End {
    /// That was all, or there would have been more but for the error.
    Here(Result<(), Error>),
    /// There are more, and then a result.
    Later(mpsc::Receiver<Vec<RowResult>>, oneshot::Receiver<Result<(), Error>>),
}

impl Answer {
    pub(super) fn failed(error: Error) -> Self {
        Self { columns: Vec::new(), rows: Vec::new(), end: End::Here(Err(error)) }
    }
}

/// Runs a statement: at once if it is a short read, otherwise on a thread that may wait.
pub(super) async fn run(lease: &Arc<Mutex<Lease>>, statement: String, parameters: Vec<Value>) -> Answer {
    let mut guard = match lease.clone().try_lock_owned() {
        Ok(guard) => guard,
        Err(_) => lease.clone().lock_owned().await,
    };
    if let Some(answer) = at_once::read(&mut guard, &statement, &parameters) {
        return answer;
    }
    guard.take_turn(&statement).await;
    let (sender, answer) = oneshot::channel();
    // Dropped too when the guest's instance ends while this waits.
    let waiting = Arc::new(());
    let wanted = Arc::downgrade(&waiting);
    tokio::task::spawn_blocking(move || run_here(guard, &statement, &parameters, sender, &wanted));
    let answer = answer.await;
    drop(waiting);
    // The sender is dropped unused only when SQLite or its wrapper panics.
    answer.unwrap_or_else(|_| Answer::failed(Error::Io("the statement broke off".to_owned())))
}

fn run_here(
    mut guard: OwnedMutexGuard<Lease>,
    statement: &str,
    parameters: &[Value],
    sender: oneshot::Sender<Answer>,
    wanted: &Weak<()>,
) {
    let mut sender = Some(sender);
    let mut rest = None;
    let outcome = collect(&mut guard, statement, parameters, wanted, |columns, rows| match (&mut sender, &rest) {
        (Some(_), None) => {
            let (batches, more) = mpsc::channel(1);
            let (result, wait) = oneshot::channel();
            rest = Some((batches, result));
            let answer = Answer { columns: columns.to_vec(), rows, end: End::Later(more, wait) };
            sender.take().is_some_and(|sender| sender.send(answer).is_ok())
        }
        (_, Some((batches, _))) => batches.blocking_send(rows).is_ok(),
        (None, None) => false,
    });
    guard.end_turn();
    guard.share();
    // The connection is free before the guest learns that the statement has ended.
    drop(guard);
    let Outcome { columns, rows, result } = outcome;
    match (sender, rest) {
        (Some(sender), _) => {
            _ = sender.send(Answer { columns, rows, end: End::Here(result) });
        }
        (None, Some((batches, sender))) => {
            if rows.is_empty() || batches.blocking_send(rows).is_ok() {
                drop(batches);
                _ = sender.send(result);
            }
        }
        (None, None) => {}
    }
}

/// The last rows and the result.
struct Outcome {
    columns: Vec<String>,
    rows: Vec<RowResult>,
    result: Result<(), Error>,
}

/// Runs a statement and gives each full batch of rows to `take`, which says whether to go on. A read is broken off when `wanted` is gone
/// before the first batch.
fn collect(
    lease: &mut Lease,
    statement: &str,
    parameters: &[Value],
    wanted: &Weak<()>,
    mut take: impl FnMut(&[String], Vec<RowResult>) -> bool,
) -> Outcome {
    let mut outcome = Outcome { columns: Vec::new(), rows: Vec::new(), result: Ok(()) };
    let mut work = || -> Result<(), Error> {
        let session = lease.session()?;
        if !at_once::is_read(statement) {
            session.note_other_than_read();
        }
        let mut compiled = session.connection.prepare_cached(statement).map_err(|error| io(&error))?;
        // SQLite calls COMMIT and the like read-only too.
        if at_once::is_read(statement) && compiled.readonly() {
            session.run_while(Some(wanted.clone()));
        } else {
            session.note_other_than_read();
        }
        outcome.columns = columns(&compiled);
        let mut rows = bind(&mut compiled, parameters).map_err(|error| io(&error))?;
        let mut bytes = 0;
        while let Some(row) = rows.next().map_err(|error| io(&error))? {
            let (row, size) = convert(row)?;
            outcome.rows.push(row);
            bytes += size;
            if outcome.rows.len() == BATCH_ROWS || bytes >= BATCH_BYTES {
                // From now on it shows by whether the rows are taken.
                session.run_while(None);
                if !take(&outcome.columns, std::mem::take(&mut outcome.rows)) {
                    break;
                }
                bytes = 0;
            }
        }
        Ok(())
    };
    let result = work();
    if let Some(session) = &lease.session {
        session.run_while(None);
    }
    Outcome { result, ..outcome }
}

pub(super) fn columns(statement: &rusqlite::Statement<'_>) -> Vec<String> {
    statement.column_names().map(str::to_owned).collect()
}

pub(super) fn bind<'s>(statement: &'s mut rusqlite::Statement<'_>, parameters: &[Value]) -> rusqlite::Result<Rows<'s>> {
    statement.query(rusqlite::params_from_iter(parameters.iter().map(Parameter)))
}

/// A row for the guest, and the bytes of its values.
pub(super) fn convert(row: &Row<'_>) -> Result<(RowResult, usize), Error> {
    let count = row.as_ref().column_count();
    let mut values = Vec::with_capacity(count);
    let mut size = 0;
    for index in 0..count {
        let value = match row.get_ref(index).map_err(|error| io(&error))? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => return Err(Error::Io(format!("the text in column {index} is not UTF-8"))),
            },
            ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        };
        size += size_of::<Value>()
            + match &value {
                Value::Text(text) => text.len(),
                Value::Blob(bytes) => bytes.len(),
                Value::Null | Value::Integer(_) | Value::Real(_) => 0,
            };
        values.push(value);
    }
    if size > MAX_ROW {
        return Err(Error::Io(format!("query result exceeds limit of {MAX_ROW} bytes")));
    }
    Ok((RowResult { values }, size))
}

/// A parameter, lent to SQLite.
struct Parameter<'a>(&'a Value);

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
