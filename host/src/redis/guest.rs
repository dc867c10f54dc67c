//! The functions of `spin:redis` that guests call.

use redis::aio::MultiplexedConnection;
use redis::{ErrorKind, FromRedisValue, Value};
use wasmtime::Result;
use wasmtime::component::{Accessor, Resource};

use super::{Connection, MAX_REPLY, other, replies};
use crate::bindings::services::redis::{
    Error, Host, HostConnection, HostConnectionWithStore, Payload, RedisParameter, RedisResult,
};
use crate::guest::{Guest, Host as Data};

impl Host for Guest {}

impl HostConnection for Guest {
    async fn drop(&mut self, this: Resource<Connection>) -> Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
}

fn connection<T>(accessor: &Accessor<T, Data>, this: &Resource<Connection>) -> Result<MultiplexedConnection> {
    Ok(accessor.with(|mut access| access.get().table.get(this).map(|connection| connection.connection.clone()))?)
}

/// Runs a command whose reply is always of one type.
async fn run<T, R: FromRedisValue>(
    accessor: &Accessor<T, Data>,
    this: &Resource<Connection>,
    command: &redis::Cmd,
) -> Result<Result<R, Error>> {
    let mut connection = connection(accessor, this)?;
    Ok(command.query_async(&mut connection).await.map_err(other))
}

impl<T: Send> HostConnectionWithStore<T> for Data {
    async fn open(accessor: &Accessor<T, Self>, address: String) -> Result<Result<Resource<Connection>, Error>> {
        let (services, grants) = accessor.with(|mut access| {
            let guest = access.get();
            (guest.services.clone(), guest.grants.clone())
        });
        match services.redis.open(&address, &grants.hosts).await {
            Ok(connection) => Ok(Ok(accessor.with(|mut access| access.get().table.push(connection))?)),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn publish(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        channel: String,
        payload: Payload,
    ) -> Result<Result<(), Error>> {
        run(accessor, &this, redis::cmd("PUBLISH").arg(channel).arg(payload)).await
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        key: String,
    ) -> Result<Result<Option<Payload>, Error>> {
        let value: Result<Option<Payload>, Error> = run(accessor, &this, redis::cmd("GET").arg(key)).await?;
        Ok(match value {
            Ok(Some(bytes)) if bytes.len() > MAX_REPLY => {
                Err(Error::Other(format!("query result exceeds limit of {MAX_REPLY} bytes")))
            }
            value => value,
        })
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        key: String,
        value: Payload,
    ) -> Result<Result<(), Error>> {
        run(accessor, &this, redis::cmd("SET").arg(key).arg(value)).await
    }

    async fn incr(accessor: &Accessor<T, Self>, this: Resource<Connection>, key: String) -> Result<Result<i64, Error>> {
        run(accessor, &this, redis::cmd("INCRBY").arg(key).arg(1)).await
    }

    async fn del(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        keys: Vec<String>,
    ) -> Result<Result<u32, Error>> {
        run(accessor, &this, redis::cmd("DEL").arg(keys)).await
    }

    async fn sadd(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        key: String,
        values: Vec<String>,
    ) -> Result<Result<u32, Error>> {
        let mut connection = connection(accessor, &this)?;
        let added: redis::RedisResult<u32> = redis::cmd("SADD").arg(key).arg(values).query_async(&mut connection).await;
        Ok(added.map_err(|error| match error.kind() {
            ErrorKind::UnexpectedReturnType => Error::TypeError,
            _ => other(error),
        }))
    }

    async fn smembers(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        key: String,
    ) -> Result<Result<Vec<String>, Error>> {
        run(accessor, &this, redis::cmd("SMEMBERS").arg(key)).await
    }

    async fn srem(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        key: String,
        values: Vec<String>,
    ) -> Result<Result<u32, Error>> {
        run(accessor, &this, redis::cmd("SREM").arg(key).arg(values)).await
    }

    async fn execute(
        accessor: &Accessor<T, Self>,
        this: Resource<Connection>,
        command: String,
        arguments: Vec<RedisParameter>,
    ) -> Result<Result<Vec<RedisResult>, Error>> {
        let mut command = redis::cmd(&command);
        for argument in arguments {
            match argument {
                RedisParameter::Int64(number) => command.arg(number),
                RedisParameter::Binary(bytes) => command.arg(bytes),
            };
        }
        let reply: Result<Value, Error> = run(accessor, &this, &command).await?;
        Ok(reply.and_then(replies::flatten))
    }
}
