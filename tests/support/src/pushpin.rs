//! Pushpin, in front of a host.

use std::fs::{self, File};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::client::Call;
use crate::process::{Process, free_port};

/// A Pushpin on ports of its own. Dropping it ends it.
#[derive(Debug)]
pub struct Pushpin {
    /// Where clients come, and where items are published.
    pub ports: Ports,
    process: Process,
    folder: TempDir,
}

/// Where it listens.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// Where clients come.
    pub clients: u16,
    /// Where items are published.
    pub publish: u16,
}

impl Ports {
    /// Two that are free.
    #[must_use]
    pub fn free() -> Self {
        Self { clients: free_port(), publish: free_port() }
    }
}

impl Pushpin {
    /// Whether it is installed.
    #[must_use]
    pub fn is_installed() -> bool {
        ["/usr/bin/pushpin", "/usr/lib/pushpin/internal.conf"].iter().all(|path| Path::new(path).exists())
    }

    /// Starts one in front of the host at `backend`, which shares `key` with it.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn start(backend: u16, ports: Ports, key: &str) -> Self {
        // Names of sockets have to be short.
        let folder = TempDir::with_prefix("pp-").unwrap();
        let path = folder.path();
        let backend = format!("127.0.0.1:{backend}");
        let ours = include_str!("../../../deploy/pushpin/routes").replace("@APP@", &backend);
        // The same for what is no part of the app: the gateway's own tests have their backend at /grip/.
        let routes = format!("{ours}{}* {backend}\n", ours.replace("/sync/", "/grip/"));
        fs::write(path.join("routes"), routes).unwrap();
        let config = include_str!("pushpin/pushpin.conf")
            .replace("{folder}", &path.display().to_string())
            .replace("{port}", &ports.clients.to_string())
            .replace("{publish}", &ports.publish.to_string())
            .replace("{key}", key);
        fs::write(path.join("pushpin.conf"), config).unwrap();
        let pushpin = Self { ports, process: run(path), folder };
        pushpin.wait();
        pushpin
    }

    /// Kills it without warning and starts it again on the same ports.
    pub fn crash_and_restart(&mut self) {
        self.kill();
        self.process = run(self.folder.path());
        self.wait();
    }

    /// Its parts are in process groups of their own, and known by the folder they write to.
    fn kill(&mut self) {
        self.process.kill();
        let folder = self.folder.path().to_string_lossy();
        let _ = Command::new("pkill").args(["-KILL", "-f", "--", &folder]).status();
        until("its ports are free", || {
            let ports = [self.ports.clients, self.ports.publish];
            ports.iter().all(|port| TcpStream::connect(("127.0.0.1", *port)).is_err())
        });
    }

    fn wait(&self) {
        for port in [self.ports.clients, self.ports.publish] {
            until("Pushpin listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        }
        // Its parts find each other a little later.
        let health = Call::new("GET", format!("http://127.0.0.1:{}/.well-known/spin/health", self.ports.clients));
        until("Pushpin reaches the host", || health.clone().attempt().is_some_and(|reply| reply.status == 200));
    }

    /// What it wrote so far.
    #[must_use]
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        ["output.log", "log/pushpin-proxy.log", "log/pushpin-handler.log"].map(read).join("\n")
    }
}

impl Drop for Pushpin {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What was left by one that was killed is in its way.
fn run(path: &Path) -> Process {
    for folder in ["run", "log"] {
        let folder = path.join(folder);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
    }
    let mut command = Command::new("/usr/bin/pushpin");
    command.arg("--config=pushpin.conf").current_dir(path).stdin(Stdio::null());
    let log = File::create(path.join("output.log")).unwrap();
    command.stdout(log.try_clone().unwrap()).stderr(log);
    Process::start(command)
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < patience, "in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}
