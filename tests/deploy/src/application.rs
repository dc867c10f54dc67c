//! What `spin.toml` says.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use crate::read;

/// The application's manifest.
#[derive(Debug)]
pub struct Application(Value);

impl Application {
    /// Reads it.
    ///
    /// # Errors
    /// Where it is not there or is no TOML.
    pub fn read() -> Result<Self> {
        Ok(Self(toml::from_str(&read("spin.toml")?)?))
    }

    /// Components that a trigger starts. Others are only composed into these.
    pub fn components(&self) -> BTreeSet<String> {
        names(["http", "redis"].iter().flat_map(|trigger| self.triggers(trigger)))
    }

    /// Components that messages on Redis start.
    pub fn started_by_redis(&self) -> BTreeSet<String> {
        names(self.triggers("redis"))
    }

    /// The HTTP routes of a component, as they stand in the manifest.
    pub fn routes(&self, component: &str) -> BTreeSet<String> {
        let own = self.triggers("http").filter(|trigger| trigger["component"] == component);
        own.filter_map(|trigger| Some(trigger["route"].as_str()?.to_owned())).collect()
    }

    /// The labels under `sqlite_databases` or `key_value_stores` of all components.
    pub fn stores(&self, kind: &str) -> BTreeSet<String> {
        let components = self.0["component"].as_object().into_iter().flatten();
        let labels = components.filter_map(|(_, component)| component[kind].as_array()).flatten();
        labels.filter_map(|label| Some(label.as_str()?.to_owned())).collect()
    }

    /// Every variable.
    pub fn variables(&self) -> BTreeSet<String> {
        self.0["variables"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
    }

    /// Variables without a default.
    pub fn required(&self) -> BTreeSet<String> {
        self.select(|variable| variable["required"] == true)
    }

    /// Variables that nobody may see.
    pub fn secret(&self) -> BTreeSet<String> {
        self.select(|variable| variable["secret"] == true)
    }

    fn select(&self, chosen: fn(&Value) -> bool) -> BTreeSet<String> {
        let variables = self.0["variables"].as_object().into_iter().flatten();
        variables.filter(|(_, variable)| chosen(variable)).map(|(name, _)| name.clone()).collect()
    }

    fn triggers(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.0["trigger"][kind].as_array().into_iter().flatten()
    }
}

fn names<'a>(triggers: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    triggers.filter_map(|trigger| Some(trigger["component"].as_str()?.to_owned())).collect()
}
