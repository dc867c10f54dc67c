//! Outbound Redis (`spin:redis`): one connection each time a guest opens one, as in Spin.

mod guest;
mod replies;

use std::net::SocketAddr;
use std::sync::Arc;

use redis::aio::MultiplexedConnection;
use redis::io::AsyncDNSResolver;
use redis::{AsyncConnectionConfig, RedisFuture};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::allowed_hosts::AllowedHosts;
use crate::bindings::services::redis::Error;
use crate::networks::BlockedNetworks;

/// The most bytes of one reply that are handed to a guest, as in Spin.
const MAX_REPLY: usize = 128 * 1024 * 1024;

/// How guests reach Redis.
pub(crate) struct Settings {
    blocked: BlockedNetworks,
    connections: Arc<Semaphore>,
}

/// A connection that a guest has opened. The resource behind `spin:redis/redis.connection`.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct Connection {
    connection: MultiplexedConnection,
    _permit: OwnedSemaphorePermit,
}

impl Settings {
    /// Settings with at most `connections` connections at a time.
    #[must_use]
    pub(crate) fn new(blocked: BlockedNetworks, connections: Option<usize>) -> Self {
        let permits = connections.unwrap_or(Semaphore::MAX_PERMITS).min(Semaphore::MAX_PERMITS);
        Self { blocked, connections: Arc::new(Semaphore::new(permits)) }
    }

    async fn open(&self, address: &str, allowed: &AllowedHosts) -> Result<Connection, Error> {
        if !allowed.allows(address, "redis") {
            return Err(Error::InvalidAddress);
        }
        let client = redis::Client::open(address).map_err(|_| Error::InvalidAddress)?;
        // No entry stands for a file, and a wildcard for hosts must not let a guest speak to sockets of the machine.
        if matches!(client.get_connection_info().addr(), redis::ConnectionAddr::Unix(_)) {
            return Err(Error::InvalidAddress);
        }
        let permit = self.connections.clone().acquire_owned().await.map_err(|_| Error::TooManyConnections)?;
        // No time limits, as in Spin: a guest may wait for as long as it likes, as with XREAD BLOCK.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None)
            .set_dns_resolver(Resolver(self.blocked.clone()));
        let connection = client.get_multiplexed_async_connection_with_config(&config).await.map_err(other)?;
        Ok(Connection { connection, _permit: permit })
    }
}

fn other(error: impl std::fmt::Display) -> Error {
    Error::Other(error.to_string())
}

/// Finds addresses, those in blocked networks left out.
struct Resolver(BlockedNetworks);

impl AsyncDNSResolver for Resolver {
    fn resolve<'a, 'b: 'a>(
        &'a self,
        host: &'b str,
        port: u16,
    ) -> RedisFuture<'a, Box<dyn Iterator<Item = SocketAddr> + Send + 'a>> {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((host, port)).await?.collect();
            let addresses = self.0.filter(addresses).unwrap_or_default();
            Ok(Box::new(addresses.into_iter()) as Box<_>)
        })
    }
}
