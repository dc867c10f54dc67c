//! `cargo xtask up`: builds everything and runs the app.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use anyhow::{Context, Result, bail};

use crate::redis::Redis;
use crate::steps::{command, root, step};
use crate::{build, env, tools};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut listen = "127.0.0.1:3000".to_owned();
    let mut host = "embedded".to_owned();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next().with_context(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--listen" => listen.clone_from(value),
            "--host" if ["embedded", "spin"].contains(&value.as_str()) => host.clone_from(value),
            _ => bail!("`{argument} {value}` is not understood; see `cargo xtask help`"),
        }
    }
    println!("Mirubato");
    build::everything()?;
    let redis = match Redis::start() {
        Ok(redis) => Some(redis),
        Err(error) => {
            println!("  – no Redis ({error}). Everything works, but devices hear of changes only when they ask");
            None
        }
    };
    let public_url = format!("http://{}", listen.replace("0.0.0.0", "127.0.0.1"));
    let mut server = if host == "spin" { spin(&listen, redis.is_some())? } else { embedded(&listen)? };
    for (name, value) in env::variables(&public_url)? {
        server.env(format!("SPIN_VARIABLE_{}", name.to_uppercase()), value);
    }
    if let Some(redis) = &redis {
        server.env("SPIN_VARIABLE_REDIS_URL", redis.url());
        server.env("SPIN_VARIABLE_CHANGES_REDIS_URL", redis.url());
    }
    std::fs::create_dir_all(env::state())?;
    let mut server = step("Starting", || start(server, &listen))?;
    println!("\n  The app            {public_url}");
    println!("  Mail you would get {public_url}/dev/outbox");
    println!("  The API            {public_url}/docs");
    println!("  Your data          {}", env::state().display());
    println!("\n  Press Ctrl-C to stop.\n");
    wait(&mut server)
}

fn embedded(listen: &str) -> Result<Command> {
    let mut server = command(
        &build::host_binary().to_string_lossy(),
        &["--from", "spin.toml", "--runtime-config-file", "runtime-config.toml"],
    );
    server.args(["--listen", listen, "--state-dir"]).arg(env::state());
    let publish = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
    server.args(["--gateway", "/sync/", "--gateway-publish", &publish]);
    server.env("SPIN_VARIABLE_GATEWAY_PUBLISH", format!("http://{publish}"));
    Ok(server)
}

fn spin(listen: &str, with_redis: bool) -> Result<Command> {
    let program = std::env::var("SPIN_BIN").unwrap_or_else(|_| "spin".to_owned());
    if !tools::has(&program) {
        bail!("there is no `spin`. Install Spin 4.1 or newer, or set SPIN_BIN to where it is");
    }
    let mut server = command(&program, &["up", "--from", "spin.toml", "--runtime-config-file", "runtime-config.toml"]);
    server.args(["--listen", listen, "--state-dir"]).arg(env::state());
    // Spin ends where a Redis that it listens to is not there.
    if !with_redis {
        server.args(["-c", "frontend", "-c", "api", "-c", "dictionary", "-c", "sync"]);
    }
    Ok(server)
}

/// Starts the server and waits until it answers. What it says goes to a file; the last of it is shown where it stops.
fn start(mut server: Command, listen: &str) -> Result<Child> {
    let log = root().join(".mirubato/host.log");
    let file = std::fs::File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    server.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let mut child = server.spawn().with_context(|| format!("cannot run {}", server.get_program().display()))?;
    let address = listen.replace("0.0.0.0", "127.0.0.1");
    for _ in 0..600 {
        if is_ready(&address) {
            return Ok(child);
        }
        if let Some(status) = child.try_wait()? {
            let text = std::fs::read_to_string(&log).unwrap_or_default();
            let last: Vec<_> = text.lines().rev().take(15).collect();
            bail!("the host stopped with {status}:\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
    let _ = child.kill();
    bail!("the host does not answer at {address}; see {}", log.display())
}

fn is_ready(address: &str) -> bool {
    use std::io::Write;
    let Ok(mut stream) = std::net::TcpStream::connect(address) else {
        return false;
    };
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut line = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && BufReader::new(stream).read_line(&mut line).is_ok()
        && line.starts_with("HTTP/1.1 200")
}

/// Waits until the server stops by itself or somebody presses Ctrl-C, which also reaches the server: it finishes what it is doing.
fn wait(server: &mut Child) -> Result<()> {
    let (stop, stopped) = mpsc::channel();
    let pid = server.id();
    ctrlc::set_handler(move || {
        let _ = stop.send(());
        // From a terminal the signal went to the server too; sent to this process alone, it did not.
        let _ = Command::new("kill").args(["-TERM", &pid.to_string()]).status();
    })?;
    let status = server.wait()?;
    if stopped.try_recv().is_ok() {
        println!("\n  Stopped. Everything is saved.");
        return Ok(());
    }
    bail!("the host stopped with {status}; see .mirubato/host.log")
}
