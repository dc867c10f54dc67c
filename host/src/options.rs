//! What to run and how.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use crate::instances::{Patience, Reuse};

/// Everything that can be chosen. [`Options::new`] has Spin's defaults.
#[derive(Clone, Debug)]
pub struct Options {
    /// The manifest. Paths in it are relative to its folder.
    pub manifest: PathBuf,
    /// The runtime configuration.
    pub runtime_config: Option<PathBuf>,
    /// Where to listen; port 0 for one that is free.
    pub listen: SocketAddr,
    /// Where the default stores and the compiled code are kept; `.mirubato` beside the manifest when `None`.
    pub state_dir: Option<PathBuf>,
    /// Values of variables.
    pub variables: Vec<(String, String)>,
    /// The components whose triggers to run; all when empty.
    pub components: Vec<String>,
    /// How instances are shared.
    pub reuse: Reuse,
    /// How long guests may take.
    pub patience: Patience,
    /// What is limited besides.
    pub limits: Limits,
    /// The gateway for WebSockets and held answers; none where it stands before no path.
    pub gateway: Gateway,
}

/// The gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    /// What the paths begin with that it stands before.
    pub paths: Vec<String>,
    /// Where it takes what is published. Whoever reaches this can send anything to everybody.
    pub publish: SocketAddr,
    /// The most WebSockets and held answers at a time.
    pub connections: usize,
}

/// Limits that keep the host alive under load.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most instances at a time.
    pub instances: u32,
    /// The most bytes of one memory of an instance.
    pub memory: Option<usize>,
    /// The most connections of clients. More wait in the system's queue.
    pub connections: usize,
    /// The most requests whose answer has not begun. More wait in their connection.
    pub requests: usize,
    /// The most requests of one component that begin at a time, not counting those that have waited for something for a while. More wait
    /// in their order.
    pub at_once: usize,
    /// How long a client may take to send the head of a request.
    pub head: Duration,
    /// How long a client may take to send the next part of a body that a component reads.
    pub body: Duration,
    /// How long requests may take to finish once the host is to stop.
    pub stop: Duration,
}

impl Options {
    /// The usual options for the application in `manifest`.
    pub fn new(manifest: impl Into<PathBuf>) -> Self {
        Self {
            manifest: manifest.into(),
            runtime_config: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            state_dir: None,
            variables: Vec::new(),
            components: Vec::new(),
            reuse: Reuse::default(),
            patience: Patience { request: None, computing: Some(Duration::from_secs(10)) },
            limits: Limits::default(),
            gateway: Gateway::default(),
        }
    }
}

impl Default for Reuse {
    fn default() -> Self {
        Self {
            requests: NonZeroUsize::new(128),
            at_once: NonZeroUsize::new(16).unwrap_or(NonZeroUsize::MIN),
            idle: Duration::from_secs(1),
        }
    }
}

impl Default for Gateway {
    fn default() -> Self {
        Self { paths: Vec::new(), publish: SocketAddr::from(([127, 0, 0, 1], 5561)), connections: 10_000 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            instances: 1000,
            memory: None,
            connections: 10_000,
            requests: 4096,
            at_once: 3 * std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            head: Duration::from_secs(30),
            body: Duration::from_secs(60),
            stop: Duration::from_secs(10),
        }
    }
}
