//! Key-value stores in Redis. As in Spin, all labels with one URL share one space of keys.

use futures::StreamExt as _;
use redis::AsyncCommands as _;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use tokio::sync::OnceCell;
use tokio::sync::mpsc;

use super::{MAX_VALUE, other};
use crate::bindings::services::key_value::Error;

/// A Redis server that holds stores. One connection, made when first needed and again whenever it is lost, serves all guests.
pub(super) struct Remote {
    client: redis::Client,
    connection: OnceCell<ConnectionManager>,
}

impl Remote {
    pub(super) fn new(url: &str) -> anyhow::Result<Self> {
        Ok(Self { client: redis::Client::open(url)?, connection: OnceCell::new() })
    }

    async fn connection(&self) -> Result<ConnectionManager, Error> {
        let config = ConnectionManagerConfig::new().set_response_timeout(None);
        let connect = || ConnectionManager::new_with_config(self.client.clone(), config);
        self.connection.get_or_try_init(connect).await.cloned().map_err(other)
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let value: Option<Vec<u8>> = self.connection().await?.get(key).await.map_err(other)?;
        match value {
            Some(bytes) if bytes.len() > MAX_VALUE => Err(Error::Other(format!("the value exceeds {MAX_VALUE} bytes"))),
            value => Ok(value),
        }
    }

    pub(super) async fn set(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.connection().await?.set(key, value).await.map_err(other)
    }

    pub(super) async fn delete(&self, key: &str) -> Result<(), Error> {
        self.connection().await?.del(key).await.map_err(other)
    }

    pub(super) async fn exists(&self, key: &str) -> Result<bool, Error> {
        self.connection().await?.exists(key).await.map_err(other)
    }

    /// Sends all keys to `keys`, as fast as they are taken.
    pub(super) async fn keys(&self, keys: mpsc::Sender<Vec<String>>) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        let mut found = connection.scan::<String>().await.map_err(other)?.chunks(64);
        while let Some(batch) = found.next().await {
            let batch = batch.into_iter().collect::<Result<Vec<_>, _>>().map_err(other)?;
            if keys.send(batch).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}
