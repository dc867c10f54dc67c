//! The manifest as TOML has it. Unknown keys are errors, as in Spin.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) spin_manifest_version: i64,
    pub(super) application: Application,
    #[serde(default)]
    pub(super) variables: BTreeMap<String, Variable>,
    #[serde(default)]
    pub(super) trigger: Triggers,
    #[serde(default)]
    pub(super) component: BTreeMap<String, Component>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Application {
    pub(super) name: String,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default, rename = "description")]
    _description: IgnoredAny,
    #[serde(default, rename = "authors")]
    _authors: IgnoredAny,
    #[serde(default, rename = "targets")]
    _targets: IgnoredAny,
    #[serde(default, rename = "tool")]
    _tool: IgnoredAny,
    #[serde(default)]
    pub(super) trigger: TriggerDefaults,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TriggerDefaults {
    pub(super) http: Option<HttpDefaults>,
    pub(super) redis: Option<RedisDefaults>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HttpDefaults {
    pub(super) base: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RedisDefaults {
    pub(super) address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Variable {
    #[serde(default, rename = "description")]
    _description: IgnoredAny,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) default: Option<String>,
    /// Values are never logged, secret or not.
    #[serde(default, rename = "secret")]
    _secret: IgnoredAny,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Triggers {
    #[serde(default)]
    pub(super) http: Vec<HttpTrigger>,
    #[serde(default)]
    pub(super) redis: Vec<RedisTrigger>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HttpTrigger {
    #[serde(default, rename = "id")]
    _id: IgnoredAny,
    pub(super) component: Option<OrTable<Inline>>,
    pub(super) static_response: Option<StaticResponse>,
    pub(super) route: OrTable<Private>,
    pub(super) executor: Option<Executor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RedisTrigger {
    #[serde(default, rename = "id")]
    _id: IgnoredAny,
    pub(super) component: OrTable<Inline>,
    pub(super) channel: String,
    pub(super) address: Option<String>,
}

/// A component written out inside a trigger, which this host does not take.
#[derive(Deserialize)]
pub(super) struct Inline {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Private {
    pub(super) private: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaticResponse {
    pub(super) status_code: Option<u16>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Executor {
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Component {
    pub(super) source: OrTable<Remote>,
    #[serde(default, rename = "description")]
    _description: IgnoredAny,
    #[serde(default)]
    pub(super) variables: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) environment: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) files: Vec<OrTable<Placement>>,
    #[serde(default)]
    pub(super) exclude_files: Vec<String>,
    #[serde(default)]
    pub(super) allowed_http_hosts: Vec<String>,
    #[serde(default)]
    pub(super) allowed_outbound_hosts: Vec<String>,
    #[serde(default)]
    pub(super) key_value_stores: Vec<String>,
    #[serde(default)]
    pub(super) sqlite_databases: Vec<String>,
    #[serde(default)]
    pub(super) ai_models: Vec<String>,
    #[serde(default, rename = "targets")]
    _targets: IgnoredAny,
    #[serde(default, rename = "build")]
    _build: IgnoredAny,
    #[serde(default, rename = "tool")]
    _tool: IgnoredAny,
    #[serde(default, rename = "profile")]
    _profile: IgnoredAny,
    #[serde(default, rename = "dependencies_inherit_configuration")]
    _inherit: IgnoredAny,
    #[serde(default)]
    pub(super) dependencies: BTreeMap<String, OrTable<Dependency>>,
}

/// A component fetched from elsewhere, which this host does not do.
#[derive(Deserialize)]
pub(super) struct Remote {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Placement {
    pub(super) source: String,
    pub(super) destination: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dependency {
    pub(super) path: Option<PathBuf>,
    pub(super) component: Option<String>,
    pub(super) export: Option<String>,
    #[serde(default, rename = "inherit_configuration")]
    _inherit: IgnoredAny,
    pub(super) version: Option<String>,
    #[serde(default, rename = "registry")]
    _registry: IgnoredAny,
    #[serde(default, rename = "package")]
    _package: IgnoredAny,
    pub(super) url: Option<String>,
    #[serde(default, rename = "digest")]
    _digest: IgnoredAny,
}

/// A string, or a table with more in it. Written by hand so that an error keeps its place, which `untagged` loses.
pub(super) enum OrTable<T> {
    Text(String),
    Table(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrTable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = OrTable<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a table")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OrTable::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(OrTable::Table)
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}
