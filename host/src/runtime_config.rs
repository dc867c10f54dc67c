//! `runtime-config.toml`: what the labels in the manifest stand for on this machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::networks::BlockedNetworks;

/// The runtime configuration. Everything in it has a default.
#[derive(Debug, Default)]
pub(crate) struct RuntimeConfig {
    /// Where the default stores are kept.
    pub(crate) state_dir: Option<PathBuf>,
    /// The most memory of one instance, in bytes.
    pub(crate) max_instance_memory: Option<usize>,
    /// Key-value stores, by label.
    pub(crate) key_value_stores: BTreeMap<String, KeyValueStore>,
    /// SQLite databases, by label.
    pub(crate) sqlite_databases: BTreeMap<String, SqliteDatabase>,
    /// Networks nobody may connect to.
    pub(crate) blocked_networks: BlockedNetworks,
    /// The most connections to other HTTP servers at a time.
    pub(crate) max_http_connections: Option<usize>,
    /// The most connections to Redis servers at a time.
    pub(crate) max_redis_connections: Option<usize>,
    /// Prefixes of environment variables with the values of variables, looked at before `SPIN_VARIABLE`.
    pub(crate) variable_prefixes: Vec<String>,
}

/// Where a key-value store is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum KeyValueStore {
    /// In this file, or in memory.
    File(Option<PathBuf>),
    /// In the Redis server with this URL.
    Redis(String),
}

/// Where a SQLite database is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SqliteDatabase {
    /// The file. Without one, every connection has a database of its own in memory, as in Spin.
    pub(crate) path: Option<PathBuf>,
    /// Whether guests may attach other files.
    pub(crate) allow_attach_file: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    state_dir: Option<PathBuf>,
    #[serde(default, rename = "log_dir")]
    _log_dir: IgnoredAny,
    max_instance_memory: Option<usize>,
    #[serde(default)]
    key_value_store: BTreeMap<String, RawStore>,
    #[serde(default)]
    sqlite_database: BTreeMap<String, RawDatabase>,
    #[serde(default)]
    outbound_networking: RawNetworking,
    #[serde(default)]
    outbound_http: RawHttp,
    #[serde(default)]
    outbound_redis: RawRedis,
    #[serde(default, alias = "config_provider")]
    variables_provider: Vec<RawProvider>,
    #[serde(default, rename = "llm_compute")]
    _llm_compute: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum RawStore {
    Spin { path: Option<PathBuf> },
    Redis { url: String },
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum RawDatabase {
    Spin {
        path: Option<PathBuf>,
        #[serde(default)]
        allow_attach_file: bool,
    },
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNetworking {
    #[serde(default)]
    block_networks: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHttp {
    /// Always on here: it changes how fast things are and nothing else.
    #[serde(default, rename = "connection_pooling")]
    _connection_pooling: IgnoredAny,
    #[serde(alias = "max_concurrent_requests")]
    max_connections: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRedis {
    max_connections: Option<usize>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum RawProvider {
    Env { prefix: Option<String> },
}

impl RuntimeConfig {
    /// Reads the file at `path`; everything at its default when there is none.
    ///
    /// # Errors
    /// When it cannot be read, or has a key or a kind of store that this host does not know.
    pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let here = std::env::current_dir().context("there is no current folder")?;
        let folder = std::path::absolute(path)?.parent().map(Path::to_owned).unwrap_or_default();
        Self::parse(&text, &folder, &here).with_context(|| path.display().to_string())
    }

    /// Reads the text of a file in `folder`. As in Spin, paths of key-value stores are relative to that folder, and paths of databases to
    /// the current one, `here`.
    fn parse(text: &str, folder: &Path, here: &Path) -> anyhow::Result<Self> {
        let raw: Raw = toml::from_str(text)?;
        let stores = raw.key_value_store.into_iter().map(|(label, store)| {
            let store = match store {
                RawStore::Spin { path } => KeyValueStore::File(path.map(|path| folder.join(path))),
                RawStore::Redis { url } => KeyValueStore::Redis(url),
            };
            (label, store)
        });
        let databases =
            raw.sqlite_database.into_iter().map(|(label, RawDatabase::Spin { path, allow_attach_file })| {
                (label, SqliteDatabase { path: path.map(|path| here.join(path)), allow_attach_file })
            });
        let blocked_networks = match BlockedNetworks::parse(&raw.outbound_networking.block_networks) {
            Ok(networks) => networks,
            Err(problem) => bail!("outbound_networking.block_networks: {problem}"),
        };
        let prefixes = raw.variables_provider.into_iter().map(|RawProvider::Env { prefix }| prefix);
        Ok(Self {
            state_dir: raw.state_dir.map(|path| here.join(path)),
            max_instance_memory: raw.max_instance_memory,
            key_value_stores: stores.collect(),
            sqlite_databases: databases.collect(),
            blocked_networks,
            max_http_connections: raw.outbound_http.max_connections,
            max_redis_connections: raw.outbound_redis.max_connections,
            variable_prefixes: prefixes.flatten().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> anyhow::Result<RuntimeConfig> {
        RuntimeConfig::parse(text, Path::new("/config"), Path::new("/here"))
    }

    #[test]
    fn paths_start_where_spin_starts_them() {
        let config = parse(
            r#"
            state_dir = "state"
            [key_value_store.cache]
            type = "spin"
            path = "cache.db"
            [key_value_store.shared]
            type = "redis"
            url = "redis://localhost"
            [sqlite_database.main]
            type = "spin"
            path = "main.db"
            allow_attach_file = true
            [outbound_networking]
            block_networks = ["private", "1.2.3.0/24"]
            [[config_provider]]
            type = "env"
            prefix = "APP"
            "#,
        )
        .unwrap();
        assert_eq!(config.key_value_stores["cache"], KeyValueStore::File(Some("/config/cache.db".into())));
        assert_eq!(config.key_value_stores["shared"], KeyValueStore::Redis("redis://localhost".to_owned()));
        let main = SqliteDatabase { path: Some("/here/main.db".into()), allow_attach_file: true };
        assert_eq!(config.sqlite_databases["main"], main);
        assert!(config.blocked_networks.blocks("1.2.3.4".parse().unwrap()));
        assert_eq!(config.variable_prefixes, ["APP"]);
        assert_eq!(config.state_dir, Some("/here/state".into()));
    }

    #[test]
    fn what_this_host_does_not_know_is_refused_by_name() {
        for (text, named) in [
            ("typo = 1", "typo"),
            ("[key_value_store.a]\ntype = \"azure_cosmos\"", "azure_cosmos"),
            ("[sqlite_database.a]\ntype = \"libsql\"\nurl = \"x\"\ntoken = \"y\"", "libsql"),
            ("[outbound_networking]\nblock_networks = [\"nonsense\"]", "nonsense"),
            ("[[client_tls]]\ncomponents = []", "client_tls"),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
