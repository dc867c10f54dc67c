//! Starting an application, and stopping it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use wasmtime::Engine;
use wasmtime::component::{Component, InstancePre, Linker};
use wasmtime_wasi_http::handler::{ProxyHandler, ProxyPre};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::admission::Admission;
use crate::allowed_hosts::AllowedHosts;
use crate::bindings::services::{key_value, redis, sqlite, variables};
use crate::bindings::subscriber::RedisSubscriberPre;
use crate::cache::Cache;
use crate::dispatch::{About, Answerer, Dispatch, Served};
use crate::files::RunFolder;
use crate::gateway::{Gateway, Publishing};
use crate::guest::{Grants, Guest, Host as Data};
use crate::instances::{Handler, Instances, Maker};
use crate::manifest::{self, Manifest, Target};
use crate::options::{Limits, Options};
use crate::redis_trigger::{Report, Status, Subscriber, Trigger};
use crate::routes::Router;
use crate::runtime_config::RuntimeConfig;
use crate::server::Front;
use crate::services::{Handlers, Services};
use crate::stop::{self, Stopper};
use crate::variables::{ComponentVariables, Sources, Values};
use crate::whole::Room;
use crate::{compose, engine, files, gateway, server};

/// Starts applications.
pub struct Host;

/// An application that runs. Dropping it stops it at once; [`RunningHost::stop`] lets it finish.
pub struct RunningHost {
    /// Where it listens.
    pub address: SocketAddr,
    stop: Stopper,
    server: JoinHandle<()>,
    triggers: JoinSet<()>,
    subscriptions: Vec<Arc<Status>>,
    services: Arc<Services>,
    limits: Limits,
    publishing: Option<Publishing>,
    /// The components, which know each other by way of the services.
    _handlers: Arc<Handlers>,
    _folder: RunFolder,
}

impl Host {
    /// Starts the application that `options` describe and returns once it accepts requests. To be called within a tokio runtime.
    ///
    /// # Errors
    /// When the manifest or the runtime configuration is wrong, a component does not compile or wants what it is not given, or the address
    /// is taken. Redis need not be there.
    pub async fn start(options: Options) -> anyhow::Result<RunningHost> {
        let mut manifest = Manifest::load(&options.manifest).with_context(|| options.manifest.display().to_string())?;
        manifest.select(&options.components)?;
        let config = RuntimeConfig::load(options.runtime_config.as_deref())?;
        let root = std::path::absolute(&options.manifest)?.parent().map(Path::to_owned).unwrap_or_default();
        let state =
            options.state_dir.clone().or_else(|| config.state_dir.clone()).unwrap_or_else(|| root.join(".mirubato"));
        let state = std::path::absolute(state)?;
        let mut sources = Sources::of_process(options.variables.clone())?;
        sources.prefixes.splice(0..0, config.variable_prefixes.iter().cloned());
        let values = Values::resolve(&manifest.variables, &sources)?;

        let listener = TcpListener::bind(options.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", options.listen))?;
        let address = listener.local_addr()?;
        let services = Arc::new(Services::prepare(&config, &state)?);
        services.set_address(address);
        let max_memory = options.limits.memory.or(config.max_instance_memory);
        let engine = engine::start(options.limits.instances, max_memory)?;
        let folder = RunFolder::make(&state.join("files"))?;
        let application = Application { manifest: &manifest, values: &values, root: &root, folder: folder.path() };
        let loaded = application.load(&engine, &services, &state, &options, max_memory).await?;

        let mut handlers = Handlers::new();
        let with_http = manifest.http.iter().filter_map(|trigger| match &trigger.target {
            Target::Component(id) => Some(id),
            Target::Static(_) => None,
        });
        for id in with_http {
            if !handlers.contains_key(id) {
                handlers.insert(id.clone(), loaded.handler(id, &options)?);
            }
        }
        let handlers = Arc::new(handlers);
        services.introduce(&handlers);
        let triggers = application.triggers(&loaded)?;
        let subscriptions: Vec<_> = triggers.iter().map(Trigger::status).collect();
        let dispatch = application.dispatch(&handlers, subscriptions.clone(), options.limits)?;

        let (stop, stopping) = stop::signal();
        let dispatch = Arc::new(dispatch);
        let (gateway, publishing) = if options.gateway.paths.is_empty() {
            (None, None)
        } else {
            let key = sources.get(gateway::KEY);
            let started = Gateway::start(options.gateway.clone(), key, dispatch.clone(), stopping.clone()).await?;
            (Some(started.0), Some(started.1))
        };
        let front = Front { dispatch, gateway };
        let server = tokio::spawn(server::serve(listener, front, options.limits, stopping.clone()));
        let mut running = JoinSet::new();
        for trigger in triggers {
            running.spawn(trigger.run(stopping.clone()));
        }
        let (name, components) = (&manifest.name, handlers.len());
        tracing::info!(application = name, %address, components, "running");
        Ok(RunningHost {
            address,
            stop,
            server,
            triggers: running,
            subscriptions,
            services,
            limits: options.limits,
            publishing,
            _handlers: handlers,
            _folder: folder,
        })
    }
}

impl RunningHost {
    /// How the Redis triggers are doing.
    #[must_use]
    pub fn redis_triggers(&self) -> Vec<Report> {
        self.subscriptions.iter().map(|status| status.report()).collect()
    }

    /// Where the gateway takes what is published, where there is one.
    #[must_use]
    pub fn publish_address(&self) -> Option<SocketAddr> {
        self.publishing.as_ref().map(|publishing| publishing.address)
    }

    /// Stops: no new request or message is taken, those in hand finish unless that takes longer than the limits allow, databases are closed.
    pub async fn stop(mut self) {
        self.stop.stop();
        let finish = async { while self.triggers.join_next().await.is_some() {} };
        // The server keeps to the same limit by itself.
        let (server, messages) = tokio::join!(&mut self.server, timeout(self.limits.stop, finish));
        if server.is_err() || messages.is_err() {
            tracing::warn!("stopped before everything had finished");
        }
        self.triggers.shutdown().await;
        self.services.databases.close();
        tracing::info!("stopped");
    }
}

impl Drop for RunningHost {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The parts of an application while it is started.
struct Application<'a> {
    manifest: &'a Manifest,
    values: &'a Values,
    root: &'a Path,
    folder: &'a Path,
}

/// The components that a trigger starts.
struct Loaded {
    linker: Linker<Guest>,
    components: BTreeMap<String, (Component, Maker)>,
}

impl Application<'_> {
    /// Compiles the components side by side and works out what each may touch.
    async fn load(
        &self,
        engine: &Engine,
        services: &Arc<Services>,
        state: &Path,
        options: &Options,
        max_memory: Option<usize>,
    ) -> anyhow::Result<Loaded> {
        let cache = Arc::new(Cache::open(&state.join("cache"), engine)?);
        let slots = Arc::new(Semaphore::new(usize::try_from(options.limits.instances)?));
        let mut compiling = JoinSet::new();
        let mut components = BTreeMap::new();
        for id in self.manifest.triggered() {
            let Some(component) = self.manifest.components.get(id) else { bail!("component `{id}` is not defined") };
            let grants = Arc::new(self.grants(id, component, services, max_memory)?);
            let maker = Maker {
                engine: engine.clone(),
                grants,
                services: services.clone(),
                slots: slots.clone(),
                patience: options.patience,
            };
            let (id, component) = (id.to_owned(), component.clone());
            let (cache, root) = (cache.clone(), self.root.to_owned());
            compiling.spawn_blocking(move || {
                let compiled = compile(&cache, &root, &component).with_context(|| format!("component `{id}`"))?;
                anyhow::Ok((id, compiled, maker))
            });
        }
        while let Some(done) = compiling.join_next().await {
            let (id, component, maker) = done??;
            components.insert(id, (component, maker));
        }
        Ok(Loaded { linker: linker(engine)?, components })
    }

    fn grants(
        &self,
        id: &str,
        component: &manifest::Component,
        services: &Services,
        max_memory: Option<usize>,
    ) -> anyhow::Result<Grants> {
        services.stores.check(id, &component.key_value_stores)?;
        services.databases.check(id, &component.sqlite_databases)?;
        let others = self.manifest.components.keys().map(String::as_str);
        let hosts = AllowedHosts::resolve(&component.allowed_outbound_hosts, self.values, &others);
        let files = files::copy(self.root, &self.folder.join(id), component);
        Ok(Grants {
            component: id.to_owned(),
            variables: ComponentVariables::resolve(id, &component.variables, self.values)?,
            environment: component.environment.clone().into_iter().collect(),
            files: files.with_context(|| format!("component.{id}.files"))?,
            hosts: hosts.with_context(|| format!("component.{id}.allowed_outbound_hosts"))?,
            key_value_stores: component.key_value_stores.clone(),
            sqlite_databases: component.sqlite_databases.clone(),
            max_memory,
        })
    }

    fn triggers(&self, loaded: &Loaded) -> anyhow::Result<Vec<Trigger>> {
        let mut servers: BTreeMap<String, BTreeMap<String, Vec<Subscriber>>> = BTreeMap::new();
        for trigger in &self.manifest.redis {
            let (address, channel) = (self.values.render(&trigger.address)?, self.values.render(&trigger.channel)?);
            let subscriber = loaded.subscriber(&trigger.component)?;
            servers.entry(address).or_default().entry(channel).or_default().push(subscriber);
        }
        servers.into_iter().map(|(address, channels)| Trigger::new(&address, channels)).collect()
    }

    fn dispatch(
        &self,
        handlers: &Handlers,
        subscriptions: Vec<Arc<Status>>,
        limits: Limits,
    ) -> anyhow::Result<Dispatch> {
        let (router, shadowed) = Router::new(&self.manifest.http)?;
        for index in shadowed {
            tracing::error!("trigger.http[{index}] has the same route as a later one and is never used");
        }
        let served = handlers.iter().map(|(component, handler)| {
            let admission = Admission::new(limits.at_once);
            (component, Arc::new(Served { component: component.clone(), handler: handler.clone(), admission }))
        });
        let served: BTreeMap<_, _> = served.collect();
        let targets = self.manifest.http.iter().map(|trigger| match &trigger.target {
            Target::Component(id) => {
                let served = served.get(id).with_context(|| format!("component `{id}` is not loaded"))?;
                Ok(Answerer::Component(served.clone()))
            }
            Target::Static(response) => Ok(Answerer::Static(response.clone())),
        });
        Ok(Dispatch {
            router,
            targets: targets.collect::<anyhow::Result<_>>()?,
            about: About { name: self.manifest.name.clone(), version: self.manifest.version.clone() },
            subscriptions,
            room: Room::new(),
            requests: Semaphore::new(limits.requests),
            flowing: Semaphore::new(limits.requests),
            patience: limits.body,
        })
    }
}

fn compile(cache: &Cache, root: &Path, component: &manifest::Component) -> anyhow::Result<Component> {
    let path: PathBuf = root.join(&component.source);
    let wasm = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    cache.component(&compose::compose(root, wasm, &component.dependencies)?)
}

fn linker(engine: &Engine) -> anyhow::Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    key_value::add_to_linker::<_, Data>(&mut linker, |guest| guest)?;
    redis::add_to_linker::<_, Data>(&mut linker, |guest| guest)?;
    sqlite::add_to_linker::<_, Data>(&mut linker, |guest| guest)?;
    variables::add_to_linker::<_, Data>(&mut linker, |guest| guest)?;
    Ok(linker)
}

impl Loaded {
    fn get(&self, id: &str) -> anyhow::Result<&(Component, Maker)> {
        self.components.get(id).with_context(|| format!("component `{id}` is not loaded"))
    }

    fn link(&self, id: &str, component: &Component) -> anyhow::Result<InstancePre<Guest>> {
        let linked = self.linker.instantiate_pre(component).map_err(anyhow::Error::from);
        linked.with_context(|| format!("component `{id}` wants what this host does not have"))
    }

    fn handler(&self, id: &str, options: &Options) -> anyhow::Result<Handler> {
        let (component, maker) = self.get(id)?;
        let service = ServicePre::new(self.link(id, component)?).map_err(anyhow::Error::from).with_context(|| {
            format!("component `{id}` does not export wasi:http/handler@0.3.0, which its HTTP trigger needs")
        })?;
        Ok(ProxyHandler::new(Instances::new(maker.clone(), ProxyPre::P3(service), options.reuse)))
    }

    fn subscriber(&self, id: &str) -> anyhow::Result<Subscriber> {
        let (component, maker) = self.get(id)?;
        let component =
            RedisSubscriberPre::new(self.link(id, component)?).map_err(anyhow::Error::from).with_context(|| {
                format!("component `{id}` does not export spin:redis/inbound-redis, which its Redis trigger needs")
            })?;
        Ok(Subscriber { maker: maker.clone(), component })
    }
}
