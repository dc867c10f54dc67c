//! What belongs to one instance of a component: its resources and what it may touch.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use wasmtime::component::{HasData, ResourceTable};
use wasmtime::{StoreLimits, StoreLimitsBuilder};
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::allowed_hosts::AllowedHosts;
use crate::guest_output::Output;
use crate::outbound::{Hooks, Incoming};
use crate::services::Services;
use crate::variables::ComponentVariables;

/// What one component may touch. Shared by its instances.
pub(crate) struct Grants {
    /// The component's id.
    pub(crate) component: String,
    /// Its variables.
    pub(crate) variables: ComponentVariables,
    /// Its environment.
    pub(crate) environment: Vec<(String, String)>,
    /// The folder it sees as `/`.
    pub(crate) files: Option<PathBuf>,
    /// Where it may connect to.
    pub(crate) hosts: AllowedHosts,
    /// Labels of the key-value stores it may open.
    pub(crate) key_value_stores: BTreeSet<String>,
    /// Labels of the databases it may open.
    pub(crate) sqlite_databases: BTreeSet<String>,
    /// The most bytes of one of its memories.
    pub(crate) max_memory: Option<usize>,
}

/// The data of a store: one instance and what the host keeps for it.
pub(crate) struct Guest {
    /// Resources the guest holds.
    pub(crate) table: ResourceTable,
    /// What the component may touch.
    pub(crate) grants: Arc<Grants>,
    /// What all components share.
    pub(crate) services: Arc<Services>,
    /// How many connections to databases the guest holds.
    pub(crate) open_databases: usize,
    /// Limits of memory.
    pub(crate) limits: StoreLimits,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    hooks: Hooks,
    incoming: Incoming,
    _slot: OwnedSemaphorePermit,
}

/// Stands for [`Guest`] where wasmtime asks what a group of host functions works on.
pub(crate) struct Host;

impl HasData for Host {
    type Data<'a> = &'a mut Guest;
}

impl Guest {
    /// Makes the data of a new instance, which keeps `slot` as long as it lives.
    ///
    /// # Errors
    /// When its folder cannot be opened.
    pub(crate) fn new(
        grants: Arc<Grants>,
        services: Arc<Services>,
        slot: OwnedSemaphorePermit,
    ) -> wasmtime::Result<Self> {
        let mut wasi = WasiCtxBuilder::new();
        wasi.envs(&grants.environment).stdout(Output::to_stdout()).stderr(Output::to_stderr());
        if let Some(folder) = &grants.files {
            wasi.preopened_dir(folder, "/", FsPerms::ReadOnly)?;
        }
        let limits = StoreLimitsBuilder::new().memory_size(grants.max_memory.unwrap_or(usize::MAX)).build();
        let hooks = Hooks::new(grants.clone(), services.clone());
        Ok(Self {
            table: ResourceTable::new(),
            grants,
            services,
            open_databases: 0,
            limits,
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            hooks,
            incoming: Incoming,
            _slot: slot,
        })
    }

    /// The view through which a request comes in. It keeps the headers that a guest may not make itself: guests see `host`, as in Spin.
    pub(crate) fn incoming(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { hooks: &mut self.incoming, table: &mut self.table, ctx: &mut self.http }
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { hooks: &mut self.hooks, table: &mut self.table, ctx: &mut self.http }
    }
}
