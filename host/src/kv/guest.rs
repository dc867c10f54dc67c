//! The functions of `spin:key-value` that guests call.

use futures::channel::oneshot;
use tokio::sync::mpsc;
use wasmtime::Result;
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use super::{Backend, Store};
use crate::bindings::services::key_value::{Error, Host, HostStore, HostStoreWithStore};
use crate::guest::{Guest, Host as Data};
use crate::streams::Items;

impl Host for Guest {}

impl HostStore for Guest {
    async fn drop(&mut self, store: Resource<Store>) -> Result<()> {
        self.table.delete(store)?;
        Ok(())
    }
}

fn store<T>(accessor: &Accessor<T, Data>, store: &Resource<Store>) -> Result<Store> {
    Ok(accessor.with(|mut access| access.get().table.get(store).cloned())?)
}

impl<T: Send> HostStoreWithStore<T> for Data {
    async fn open(accessor: &Accessor<T, Self>, label: String) -> Result<Result<Resource<Store>, Error>> {
        accessor.with(|mut access| {
            let guest = access.get();
            match guest.services.stores.open(&label, &guest.grants.key_value_stores) {
                Ok(store) => Ok(Ok(guest.table.push(store)?)),
                Err(error) => Ok(Err(error)),
            }
        })
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        this: Resource<Store>,
        key: String,
    ) -> Result<Result<Option<Vec<u8>>, Error>> {
        let Store { label, backend } = store(accessor, &this)?;
        Ok(match backend {
            Backend::File(file) => file.get(&label, &key).await,
            Backend::Redis(redis) => redis.get(&key).await,
        })
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        this: Resource<Store>,
        key: String,
        value: Vec<u8>,
    ) -> Result<Result<(), Error>> {
        let Store { label, backend } = store(accessor, &this)?;
        Ok(match backend {
            Backend::File(file) => file.set(&label, key, value).await,
            Backend::Redis(redis) => redis.set(&key, &value).await,
        })
    }

    async fn delete(accessor: &Accessor<T, Self>, this: Resource<Store>, key: String) -> Result<Result<(), Error>> {
        let Store { label, backend } = store(accessor, &this)?;
        Ok(match backend {
            Backend::File(file) => file.delete(&label, key).await,
            Backend::Redis(redis) => redis.delete(&key).await,
        })
    }

    async fn exists(accessor: &Accessor<T, Self>, this: Resource<Store>, key: String) -> Result<Result<bool, Error>> {
        let Store { label, backend } = store(accessor, &this)?;
        Ok(match backend {
            Backend::File(file) => file.get(&label, &key).await.map(|value| value.is_some()),
            Backend::Redis(redis) => redis.exists(&key).await,
        })
    }

    async fn get_keys(
        accessor: &Accessor<T, Self>,
        this: Resource<Store>,
    ) -> Result<(StreamReader<String>, FutureReader<Result<(), Error>>)> {
        let Store { label, backend } = store(accessor, &this)?;
        let (outcome, wait) = oneshot::channel();
        let (pages, more) = mpsc::channel(1);
        tokio::spawn(async move {
            let result = match backend {
                Backend::File(file) => file.keys(&label, pages).await,
                Backend::Redis(redis) => redis.keys(pages).await,
            };
            // Nobody to tell when the guest has gone.
            _ = outcome.send(result);
        });
        let items = Items::new(Vec::new(), Some(more));
        accessor.with(|mut access| {
            let keys = StreamReader::new(&mut access, items)?;
            Ok((keys, FutureReader::new(&mut access, async { wasmtime::error::Ok(wait.await?) })?))
        })
    }
}
