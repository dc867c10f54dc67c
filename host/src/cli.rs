//! The command line.

use std::io::Write as _;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use crate::host::Host;
use crate::instances::{Patience, Reuse};
use crate::logs;
use crate::options::{Gateway, Limits, Options};

/// How long statements of SQL may take to finish when everything else has stopped.
const LAST_STATEMENTS: Duration = Duration::from_secs(1);

/// Runs a Spin application without Spin, for development and on a single machine.
#[derive(Debug, Parser)]
#[command(name = "mirubato-host", version)]
pub struct Arguments {
    /// The application's manifest, or the folder it is in.
    #[arg(short, long, default_value = "spin.toml", value_name = "PATH")]
    pub from: PathBuf,
    /// What the labels in the manifest stand for on this machine.
    #[arg(long, value_name = "PATH")]
    pub runtime_config_file: Option<PathBuf>,
    /// Where to listen. Port 0 takes one that is free.
    #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDRESS", value_parser = parse_address)]
    pub listen: SocketAddr,
    /// Where the default stores and compiled code are kept [default: .mirubato beside the manifest].
    #[arg(long, value_name = "PATH")]
    pub state_dir: Option<PathBuf>,
    /// The value of a variable. May be given more than once.
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = parse_pair)]
    pub variables: Vec<(String, String)>,
    /// Run the triggers of this component only. May be given more than once.
    #[arg(short, long = "component", visible_alias = "component-id", value_name = "ID")]
    pub components: Vec<String>,
    /// The most requests that one instance serves, or `unlimited`.
    #[arg(long, visible_alias = "reuse", default_value = "128", value_name = "COUNT")]
    pub max_instance_reuse_count: Count,
    /// The most requests that one instance serves at a time.
    #[arg(long, visible_alias = "concurrency", default_value = "16", value_name = "COUNT")]
    pub max_instance_concurrent_reuse_count: NonZeroUsize,
    /// How long an instance waits for its next request.
    #[arg(long, default_value = "1s", value_name = "TIME", value_parser = parse_time)]
    pub idle_instance_timeout: Duration,
    /// How long a component may take to begin its answer [default: no limit].
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub request_timeout: Option<Duration>,
    /// How long a component may compute without a pause; 0 for no limit.
    #[arg(long, default_value = "10s", value_name = "TIME", value_parser = parse_time)]
    pub compute_timeout: Duration,
    /// The most bytes of memory of one instance [default: what the runtime configuration says].
    #[arg(long, visible_alias = "max-memory", value_name = "BYTES")]
    pub max_instance_memory: Option<usize>,
    /// The most instances at a time.
    #[arg(long, default_value_t = Limits::default().instances, value_name = "COUNT")]
    pub max_instances: u32,
    /// The most connections of clients.
    #[arg(long, default_value_t = Limits::default().connections, value_name = "COUNT")]
    pub max_connections: usize,
    /// The most requests whose answer has not begun.
    #[arg(long, default_value_t = Limits::default().requests, value_name = "COUNT")]
    pub max_requests: usize,
    /// The most requests of one component that begin at a time.
    #[arg(long, default_value_t = Limits::default().at_once, value_name = "COUNT")]
    pub max_requests_at_once: usize,
    /// How long a client may take to send the head of a request.
    #[arg(long, default_value = "30s", value_name = "TIME", value_parser = parse_time)]
    pub header_timeout: Duration,
    /// How long a client may take to send the next part of a body that a component reads.
    #[arg(long, default_value = "60s", value_name = "TIME", value_parser = parse_time)]
    pub body_timeout: Duration,
    /// How long requests may take to finish when the host is told to stop.
    #[arg(long, default_value = "10s", value_name = "TIME", value_parser = parse_time)]
    pub stop_timeout: Duration,
    /// Let WebSockets, and answers that are held, in at paths that begin with this, by the protocol of Pushpin. May be given more than once.
    #[arg(long, value_name = "PATH", value_parser = parse_prefix)]
    pub gateway: Vec<String>,
    /// Where to take what is published to them.
    #[arg(long, default_value_t = Gateway::default().publish, value_name = "ADDRESS", value_parser = parse_address)]
    pub gateway_publish: SocketAddr,
    /// The most of them at a time.
    #[arg(long, default_value_t = Gateway::default().connections, value_name = "COUNT")]
    pub gateway_connections: usize,
    /// Write the line that says where the host listens to this file too.
    #[arg(long, value_name = "PATH")]
    pub ready_file: Option<PathBuf>,
    /// What to log: a level, or levels for parts, as in `info,wasmtime=warn`.
    #[arg(long, default_value = "info", value_name = "FILTER")]
    pub log: String,
}

/// A count, or no end to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(Option<NonZeroUsize>);

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "unlimited" => Ok(Self(None)),
            text => {
                text.parse().map(|count| Self(Some(count))).map_err(|_| "must be 1 or more, or `unlimited`".to_owned())
            }
        }
    }
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let addresses: Vec<_> = text.to_socket_addrs().map_err(|error| error.to_string())?.collect();
    let local = addresses.iter().find(|address| address.is_ipv4());
    local.or_else(|| addresses.first()).copied().ok_or_else(|| "has no address".to_owned())
}

fn parse_prefix(text: &str) -> Result<String, String> {
    if text.starts_with('/') { Ok(text.to_owned()) } else { Err("must begin with a slash".to_owned()) }
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be of the form name=value")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A time as Spin takes it: seconds, or a number with `s`, `ms`, `us` or `ns`.
fn parse_time(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..split].parse().map_err(|_| "must begin with a number".to_owned())?;
    match &text[split..] {
        "" | "s" => Ok(Duration::from_secs(number)),
        "ms" => Ok(Duration::from_millis(number)),
        "us" => Ok(Duration::from_micros(number)),
        "ns" => Ok(Duration::from_nanos(number)),
        unit => Err(format!("{unit:?} is none of s, ms, us and ns")),
    }
}

impl Arguments {
    /// The options these arguments stand for.
    #[must_use]
    pub fn options(&self) -> Options {
        let manifest = if self.from.is_dir() { self.from.join("spin.toml") } else { self.from.clone() };
        Options {
            manifest,
            runtime_config: self.runtime_config_file.clone(),
            listen: self.listen,
            state_dir: self.state_dir.clone(),
            variables: self.variables.clone(),
            components: self.components.clone(),
            reuse: Reuse {
                requests: self.max_instance_reuse_count.0,
                at_once: self.max_instance_concurrent_reuse_count,
                idle: self.idle_instance_timeout,
            },
            patience: Patience {
                request: self.request_timeout,
                computing: Some(self.compute_timeout).filter(|time| !time.is_zero()),
            },
            limits: Limits {
                instances: self.max_instances,
                memory: self.max_instance_memory,
                connections: self.max_connections,
                requests: self.max_requests,
                at_once: self.max_requests_at_once,
                head: self.header_timeout,
                body: self.body_timeout,
                stop: self.stop_timeout,
            },
            gateway: Gateway {
                paths: self.gateway.clone(),
                publish: self.gateway_publish,
                connections: self.gateway_connections,
            },
        }
    }
}

/// Runs the command line `arguments`, until SIGINT or SIGTERM.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // For whoever typed the command, so not in JSON.
            _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    logs::start(&arguments.log).context("--log")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let host = Host::start(arguments.options()).await?;
        say_ready(host.address, arguments.ready_file.as_deref())?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        host.stop().await;
        Ok(())
    });
    // A statement of SQL may have no end. What it has not committed is rolled back by whoever opens the file next.
    runtime.shutdown_timeout(LAST_STATEMENTS);
    outcome
}

/// Says on standard output, and in `file`, that requests are accepted at `address`.
fn say_ready(address: SocketAddr, file: Option<&Path>) -> anyhow::Result<()> {
    let line = format!("{}\n", serde_json::json!({ "ready": true, "address": address.to_string() }));
    if let Some(file) = file {
        let unfinished = file.with_extension("part");
        std::fs::write(&unfinished, &line).with_context(|| format!("cannot write {}", unfinished.display()))?;
        std::fs::rename(&unfinished, file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes())?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(std::iter::once("mirubato-host").chain(line.split_whitespace()))
    }

    #[test]
    fn the_defaults_are_spins() {
        let options = arguments("").unwrap().options();
        assert_eq!(options.reuse.requests, NonZeroUsize::new(128));
        assert_eq!(options.reuse.at_once.get(), 16);
        assert_eq!(options.reuse.idle, Duration::from_secs(1));
        assert_eq!(options.patience.request, None);
        assert_eq!(options.listen.to_string(), "127.0.0.1:3000");
    }

    #[test]
    fn reuse_may_have_no_end() {
        assert_eq!(arguments("--reuse unlimited").unwrap().options().reuse.requests, None);
        assert_eq!(arguments("--max-instance-reuse-count 1").unwrap().options().reuse.requests, NonZeroUsize::new(1));
        assert!(arguments("--reuse 0").is_err());
        assert!(arguments("--reuse some").is_err());
    }

    #[test]
    fn times_have_spins_units() {
        for (text, time) in [("3", 3_000_000_000), ("3s", 3_000_000_000), ("3ms", 3_000_000), ("3us", 3000), ("3ns", 3)]
        {
            assert_eq!(parse_time(text), Ok(Duration::from_nanos(time)), "{text}");
        }
        assert!(parse_time("soon").is_err());
        assert_eq!(arguments("--compute-timeout 0").unwrap().options().patience.computing, None);
    }

    #[test]
    fn variables_are_pairs() {
        let options = arguments("--variable a=b=c --variable d=").unwrap().options();
        assert_eq!(options.variables, [("a".to_owned(), "b=c".to_owned()), ("d".to_owned(), String::new())]);
        assert!(arguments("--variable a").is_err());
    }
}
