//! A Redis of our own: on a free port of this machine only, with nothing kept on disk.

use std::net::TcpListener;
use std::process::{Child, Stdio};

use anyhow::{Context, Result};

use crate::steps::command;
use crate::tools;

/// A running server. Dropping it stops it.
pub(crate) struct Redis {
    child: Child,
    port: u16,
}

impl Redis {
    /// Starts a server, or says why there is none.
    pub(crate) fn start() -> Result<Self> {
        tools::debian("redis-server", "redis-server")?;
        // Freed just before the server takes it. Should somebody else be faster, the server says so and nothing is lost.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let port_text = port.to_string();
        let arguments =
            ["--port", &port_text, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"];
        let mut server = command("redis-server", &arguments);
        server.current_dir(std::env::temp_dir()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = server.spawn().context("cannot start redis-server")?;
        Ok(Self { child, port })
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
