//! Instances of a component: how they are made, how many requests each serves, and when it ends.

use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::time::{Sleep, timeout};
use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, Store, StoreContextMut, UpdateDeadline};
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyHandler, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};

use crate::engine::TICK;
use crate::guest::{Grants, Guest};
use crate::services::Services;

/// How long a request waits for an instance when all slots are taken.
const SLOT_PATIENCE: Duration = Duration::from_secs(10);

/// A component that answers requests.
pub(crate) type Handler = ProxyHandler<Instances>;

/// How instances are shared by requests.
#[derive(Clone, Copy, Debug)]
pub struct Reuse {
    /// The most requests of one instance; `None` for no end.
    pub requests: Option<NonZeroUsize>,
    /// The most requests of one instance at a time.
    pub at_once: NonZeroUsize,
    /// How long an instance waits for its next request.
    pub idle: Duration,
}

/// How long guests may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From a request to the beginning of its answer.
    pub request: Option<Duration>,
    /// Computing without a pause, which stops everything else in the instance.
    pub computing: Option<Duration>,
}

/// Makes instances of one component.
#[derive(Clone)]
pub(crate) struct Maker {
    /// The engine its code was compiled for.
    pub(crate) engine: Engine,
    /// What it may touch.
    pub(crate) grants: Arc<Grants>,
    /// What it shares with the others.
    pub(crate) services: Arc<Services>,
    /// One permit for each slot of the engine.
    pub(crate) slots: Arc<Semaphore>,
    /// How long it may take.
    pub(crate) patience: Patience,
}

impl Maker {
    /// A store for one instance, and the clock that watches it compute.
    ///
    /// # Errors
    /// When no slot becomes free in time, or the component's files cannot be opened.
    pub(crate) async fn store(&self) -> wasmtime::Result<(Store<Guest>, Stopwatch)> {
        let Ok(Ok(slot)) = timeout(SLOT_PATIENCE, self.slots.clone().acquire_owned()).await else {
            return Err(wasmtime::format_err!("no slot for another instance became free"));
        };
        let guest = Guest::new(self.grants.clone(), self.services.clone(), slot)?;
        let mut store = Store::new(&self.engine, guest);
        store.limiter(|guest| &mut guest.limits);
        let stopwatch = Stopwatch::new(self.patience.computing);
        let ticking = stopwatch.clone();
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(move |_| ticking.tick());
        Ok((store, stopwatch))
    }
}

/// Measures how long a guest computes without a pause.
///
/// At each epoch in which a guest computes it is suspended for a moment, so that others get on, and the epoch is counted. When it suspends
/// itself instead, to wait for something, counting starts anew.
#[derive(Clone)]
pub(crate) struct Stopwatch(Arc<Computing>);

struct Computing {
    epochs: AtomicU32,
    suspended_by_epoch: AtomicBool,
    limit: u32,
}

impl Stopwatch {
    fn new(limit: Option<Duration>) -> Self {
        let limit =
            limit.map_or(u32::MAX, |limit| (limit.as_millis() / TICK.as_millis()).try_into().unwrap_or(u32::MAX));
        Self(Arc::new(Computing { epochs: AtomicU32::new(0), suspended_by_epoch: AtomicBool::new(false), limit }))
    }

    fn tick(&self) -> wasmtime::Result<UpdateDeadline> {
        let epochs = self.0.epochs.fetch_add(1, Ordering::Relaxed);
        if epochs >= self.0.limit {
            return Err(wasmtime::format_err!("the guest computed for too long without a pause"));
        }
        self.0.suspended_by_epoch.store(true, Ordering::Relaxed);
        Ok(UpdateDeadline::Yield(1))
    }

    /// To be called whenever the guest is found suspended.
    pub(crate) fn suspended(&self) {
        if !self.0.suspended_by_epoch.swap(false, Ordering::Relaxed) {
            self.0.epochs.store(0, Ordering::Relaxed);
        }
    }
}

/// Makes and shares the instances of a component with an HTTP trigger.
pub(crate) struct Instances {
    maker: Maker,
    component: ProxyPre<Guest>,
    reuse: Reuse,
}

impl Instances {
    /// Instances of `component`.
    #[must_use]
    pub(crate) fn new(maker: Maker, component: ProxyPre<Guest>, reuse: Reuse) -> Self {
        Self { maker, component, reuse }
    }
}

impl HandlerState for Instances {
    type StoreData = Guest;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<Guest, Expiration, Worker>> {
        let (mut store, stopwatch) = self.maker.store().await?;
        let proxy = self.component.instantiate_async(&mut store).await?;
        let patience = self.maker.patience.request;
        let sleep = Box::pin(tokio::time::sleep(Duration::ZERO));
        Ok(Instance {
            store,
            proxy,
            view: Guest::incoming,
            expiration: Expiration { stopwatch, idle: self.reuse.idle, patience, sleep },
            state: Worker { component: self.maker.grants.component.clone(), reuse: self.reuse, patience },
        })
    }
}

/// When an instance ends.
pub(crate) struct Expiration {
    stopwatch: Stopwatch,
    idle: Duration,
    patience: Option<Duration>,
    sleep: Pin<Box<Sleep>>,
}

impl WorkerExpiration for Expiration {
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>, status: WorkerStatus, start: Instant) -> Poll<()> {
        self.stopwatch.suspended();
        let span = match status {
            WorkerStatus::Idle => Some(self.idle),
            WorkerStatus::Requests | WorkerStatus::PostReturn => self.patience,
        };
        let Some(end) = span.and_then(|span| start.checked_add(span)) else {
            return Poll::Pending;
        };
        if self.sleep.deadline() != end.into() {
            self.sleep.as_mut().reset(end.into());
        }
        self.sleep.as_mut().poll(cx)
    }
}

/// Which requests an instance takes.
pub(crate) struct Worker {
    component: String,
    reuse: Reuse,
    patience: Option<Duration>,
}

impl WorkerState for Worker {
    type StoreData = Guest;
    type RequestData = ();

    fn should_accept_request(&self, at_once: usize, so_far: usize) -> ShouldAccept {
        if self.reuse.requests.is_some_and(|most| so_far >= most.get()) {
            ShouldAccept::Never
        } else if at_once >= self.reuse.at_once.get() {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _: StoreContextMut<'_, Guest>,
        (): (),
        _: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + 'static + Send + Sync>> {
        match self.patience {
            Some(patience) => Box::pin(tokio::time::sleep(patience)),
            None => Box::pin(std::future::pending()),
        }
    }

    fn drop(&self, store: Store<Guest>, result: Result<(), wasmtime::Error>) {
        if let Err(error) = result {
            tracing::error!(component = self.component, error = format!("{error:?}"), "an instance ended badly");
        }
        drop(store);
    }
}
