//! What all components of an application share.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock, Weak};

use crate::instances::Handler;
use crate::kv::Stores;
use crate::outbound::Client;
use crate::sqlite::Databases;
use crate::{redis, runtime_config::RuntimeConfig};

/// Stores, databases, clients, and the other components.
pub(crate) struct Services {
    /// Key-value stores.
    pub(crate) stores: Stores,
    /// SQLite databases.
    pub(crate) databases: Databases,
    /// Redis.
    pub(crate) redis: redis::Settings,
    /// Other HTTP servers.
    pub(crate) http: Client,
    /// The components with an HTTP trigger. They hold the services, so the services must not hold them.
    handlers: OnceLock<Weak<Handlers>>,
    address: OnceLock<SocketAddr>,
}

/// The components with an HTTP trigger, by id.
pub(crate) type Handlers = BTreeMap<String, Handler>;

impl Services {
    /// Prepares what `config` describes. Nothing is opened yet.
    ///
    /// # Errors
    /// When a folder cannot be made or TLS cannot be set up.
    pub(crate) fn prepare(config: &RuntimeConfig, state: &std::path::Path) -> anyhow::Result<Self> {
        let blocked = &config.blocked_networks;
        Ok(Self {
            stores: Stores::prepare(&config.key_value_stores, state)?,
            databases: Databases::prepare(&config.sqlite_databases, state)?,
            redis: redis::Settings::new(blocked.clone(), config.max_redis_connections),
            http: Client::new(blocked.clone(), config.max_http_connections)?,
            handlers: OnceLock::new(),
            address: OnceLock::new(),
        })
    }

    /// Makes the components known to each other. Counts once.
    pub(crate) fn introduce(&self, handlers: &Arc<Handlers>) {
        _ = self.handlers.set(Arc::downgrade(handlers));
    }

    /// Makes the address known that the application listens on. Counts once.
    pub(crate) fn set_address(&self, address: SocketAddr) {
        _ = self.address.set(address);
    }

    pub(crate) fn handler(&self, component: &str) -> Option<Handler> {
        self.handlers.get()?.upgrade()?.get(component).cloned()
    }

    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.address.get().copied()
    }
}
