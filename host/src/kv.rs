//! Key-value stores (`spin:key-value`), in a SQLite file as Spin keeps them, or in Redis.

mod file;
mod guest;
mod remote;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::bindings::services::key_value::Error;
use crate::runtime_config::KeyValueStore;

/// The file of the store `default`, unless the runtime configuration says otherwise. Spin's name, so the two can share it.
const DEFAULT_FILE: &str = "sqlite_key_value.db";

/// The most bytes of one value that are handed to a guest.
const MAX_VALUE: usize = 128 * 1024 * 1024;

/// All stores of an application, by label.
pub(crate) struct Stores(BTreeMap<String, Backend>);

#[derive(Clone)]
enum Backend {
    File(Arc<file::File>),
    Redis(Arc<remote::Remote>),
}

/// A store that a guest has opened. The resource behind `spin:key-value/key-value.store`.
#[derive(Clone)]
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct Store {
    label: String,
    backend: Backend,
}

impl Stores {
    /// Prepares the stores. Nothing is opened before a guest does.
    ///
    /// # Errors
    /// When the folder of a file cannot be made or a URL cannot be read.
    pub(crate) fn prepare(configured: &BTreeMap<String, KeyValueStore>, state: &Path) -> anyhow::Result<Self> {
        let mut stores = BTreeMap::new();
        let default = KeyValueStore::File(Some(state.join(DEFAULT_FILE)));
        let default = ("default".to_owned(), default);
        for (label, store) in std::iter::once((&default.0, &default.1)).chain(configured) {
            let backend = match store {
                KeyValueStore::File(path) => Backend::File(Arc::new(file::File::new(path.clone())?)),
                KeyValueStore::Redis(url) => Backend::Redis(Arc::new(
                    remote::Remote::new(url).with_context(|| format!("key_value_store.{label}"))?,
                )),
            };
            stores.insert(label.clone(), backend);
        }
        Ok(Self(stores))
    }

    /// Checks that every store that `component` may open is there.
    ///
    /// # Errors
    /// The first that is not.
    pub(crate) fn check(&self, component: &str, labels: &BTreeSet<String>) -> anyhow::Result<()> {
        match labels.iter().find(|label| !self.0.contains_key(*label)) {
            Some(label) => {
                bail!("component.{component}.key_value_stores: {label:?} is not in the runtime configuration")
            }
            None => Ok(()),
        }
    }

    fn open(&self, label: &str, allowed: &BTreeSet<String>) -> Result<Store, Error> {
        if !allowed.contains(label) {
            return Err(Error::AccessDenied);
        }
        let backend = self.0.get(label).ok_or(Error::NoSuchStore)?;
        Ok(Store { label: label.to_owned(), backend: backend.clone() })
    }
}

/// An error that says nothing of the driver but its message, which guests never show to clients.
fn other(error: impl std::fmt::Display) -> Error {
    Error::Other(error.to_string())
}
