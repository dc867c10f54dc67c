//! Pushpin, in front of the host.

use std::fs::{self, File};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use mirubato_support::process::{Process, free_port};
use tempfile::TempDir;

use crate::world::GATEWAY_KEY;
use crate::{Call, until};

/// A Pushpin on ports of its own. Dropping it ends it.
#[derive(Debug)]
pub struct Pushpin {
    /// Where clients come.
    pub port: u16,
    /// Where items are published.
    pub publish: u16,
    _process: Process,
    folder: TempDir,
}

impl Pushpin {
    /// Whether it is installed.
    #[must_use]
    pub fn is_installed() -> bool {
        ["/usr/bin/pushpin", "/usr/lib/pushpin/internal.conf"].iter().all(|path| Path::new(path).exists())
    }

    /// Starts one in front of the host at `backend`.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn start(backend: u16) -> Self {
        let (port, publish) = (free_port(), free_port());
        // Names of sockets have to be short.
        let folder = TempDir::with_prefix("pp-").unwrap();
        let path = folder.path();
        let routes = format!("*,proto=ws 127.0.0.1:{backend},over_http\n* 127.0.0.1:{backend}\n");
        fs::write(path.join("routes"), routes).unwrap();
        for folder in ["run", "log"] {
            fs::create_dir(path.join(folder)).unwrap();
        }
        let config = include_str!("pushpin/pushpin.conf")
            .replace("{folder}", &path.display().to_string())
            .replace("{port}", &port.to_string())
            .replace("{publish}", &publish.to_string())
            .replace("{key}", GATEWAY_KEY);
        fs::write(path.join("pushpin.conf"), config).unwrap();
        let mut command = Command::new("/usr/bin/pushpin");
        command.arg("--config=pushpin.conf").current_dir(path).stdin(Stdio::null());
        let log = File::create(path.join("output.log")).unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        let pushpin = Self { port, publish, _process: Process::start(command), folder };
        for port in [port, publish] {
            until("Pushpin listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        }
        // Its parts find each other a little later.
        let health = Call::new("GET", format!("http://127.0.0.1:{port}/.well-known/spin/health"));
        until("Pushpin reaches the host", || health.clone().attempt().is_some_and(|reply| reply.status == 200));
        pushpin
    }

    /// What it wrote so far.
    #[must_use]
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        ["output.log", "log/pushpin-proxy.log", "log/pushpin-handler.log"].map(read).join("\n")
    }
}
