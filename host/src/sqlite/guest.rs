//! The functions of `spin:sqlite` that guests call.

use futures::channel::oneshot;
use wasmtime::Result;
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use super::query::{self, Answer, End};
use super::{Connection, MAX_OPEN};
use crate::bindings::services::sqlite::{
    Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value,
};
use crate::guest::{Guest, Host as Data};
use crate::streams::Items;

/// The most bytes of a result that is handed over in one piece, as in Spin.
const MAX_RESULT: usize = 128 * 1024 * 1024;

impl Host for Guest {}

impl Guest {
    fn open_database(&mut self, label: &str) -> Result<Result<Resource<Connection>, Error>> {
        let connection = match self.services.databases.open(label, &self.grants.sqlite_databases) {
            Ok(connection) => connection,
            Err(error) => return Ok(Err(error)),
        };
        if self.open_databases >= MAX_OPEN {
            return Ok(Err(Error::Io("too many connections opened".to_owned())));
        }
        self.open_databases += 1;
        Ok(Ok(self.table.push(connection)?))
    }

    fn lease(&self, connection: &Resource<Connection>) -> Result<Connection> {
        Ok(Connection(self.table.get(connection)?.0.clone()))
    }
}

impl Connection {
    async fn changes(&self) -> u64 {
        let lease = self.0.lock().await;
        lease.session.as_ref().map_or(0, |session| session.connection.changes())
    }

    async fn last_insert_rowid(&self) -> i64 {
        let lease = self.0.lock().await;
        lease.session.as_ref().map_or(0, |session| session.connection.last_insert_rowid())
    }
}

/// The functions that are not `async` in WIT: the guest waits, and all rows come in one piece.
impl HostConnection for Guest {
    async fn open(&mut self, label: String) -> Result<Result<Resource<Connection>, Error>> {
        self.open_database(&label)
    }

    async fn execute(
        &mut self,
        this: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> Result<Result<QueryResult, Error>> {
        let connection = self.lease(&this)?;
        Ok(in_one_piece(query::run(&connection.0, statement, parameters).await).await)
    }

    async fn changes(&mut self, this: Resource<Connection>) -> Result<u64> {
        let connection = self.lease(&this)?;
        Ok(connection.changes().await)
    }

    async fn last_insert_rowid(&mut self, this: Resource<Connection>) -> Result<i64> {
        let connection = self.lease(&this)?;
        Ok(connection.last_insert_rowid().await)
    }

    async fn drop(&mut self, this: Resource<Connection>) -> Result<()> {
        self.table.delete(this)?;
        self.open_databases -= 1;
        Ok(())
    }
}

async fn in_one_piece(answer: Answer) -> Result<QueryResult, Error> {
    let Answer { columns, mut rows, end } = answer;
    let result = match end {
        End::Here(result) => result,
        End::Later(mut more, result) => {
            let mut bytes = 0;
            while let Some(batch) = more.recv().await {
                bytes += batch.iter().map(size).sum::<usize>();
                if bytes > MAX_RESULT {
                    return Err(Error::Io(format!("query result exceeds limit of {MAX_RESULT} bytes")));
                }
                rows.extend(batch);
            }
            result.await.unwrap_or_else(|_| Err(broken_off()))
        }
    };
    result.map(|()| QueryResult { columns, rows })
}

fn size(row: &RowResult) -> usize {
    let size = |value: &Value| match value {
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
        Value::Null | Value::Integer(_) | Value::Real(_) => 8,
    };
    row.values.iter().map(size).sum()
}

fn broken_off() -> Error {
    Error::Io("the statement broke off".to_owned())
}

impl<T: Send> HostConnectionWithStore<T> for Data {
    async fn open_async(accessor: &Accessor<T, Self>, label: String) -> Result<Result<Resource<Connection>, Error>> {
        accessor.with(|mut access| access.get().open_database(&label))
    }

    /// As in Spin the call itself succeeds: what is wrong with the statement comes through the future, after the rows.
    async fn execute_async(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        statement: String,
        parameters: Vec<Value>,
    ) -> Result<Result<(Vec<String>, StreamReader<RowResult>, FutureReader<Result<(), Error>>), Error>> {
        let connection = accessor.with(|mut access| access.get().lease(&this))?;
        let Answer { columns, rows, end } = query::run(&connection.0, statement, parameters).await;
        accessor.with(|mut access| {
            let (items, result) = match end {
                End::Here(result) => {
                    let (sender, wait) = oneshot::channel();
                    _ = sender.send(result);
                    (Items::new(rows, None), wait)
                }
                End::Later(more, result) => (Items::new(rows, Some(more)), result),
            };
            let rows = StreamReader::new(&mut access, items)?;
            let result = async { wasmtime::error::Ok(result.await.unwrap_or_else(|_| Err(broken_off()))) };
            Ok(Ok((columns, rows, FutureReader::new(&mut access, result)?)))
        })
    }

    async fn changes_async(accessor: &Accessor<T, Self>, this: Resource<Connection>) -> Result<u64> {
        let connection = accessor.with(|mut access| access.get().lease(&this))?;
        Ok(connection.changes().await)
    }

    async fn last_insert_rowid_async(accessor: &Accessor<T, Self>, this: Resource<Connection>) -> Result<i64> {
        let connection = accessor.with(|mut access| access.get().lease(&this))?;
        Ok(connection.last_insert_rowid().await)
    }
}
