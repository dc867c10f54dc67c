//! The application, running.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub use mirubato_support::Host;
use mirubato_support::process::{Process, free_port};
use mirubato_support::redis::Redis;
use redis::ConnectionLike as _;
use serde_json::Value;
use tempfile::TempDir;

use crate::upstream::Upstream;
use crate::{Call, PATIENCE, parts, until};

/// The application on one host, with data and a Redis of its own. Dropping it ends everything.
#[derive(Debug)]
pub struct World {
    /// Another server that components may call.
    pub upstream: Upstream,
    /// Another server that they may not call.
    pub forbidden: Upstream,
    run: Run,
    process: Mutex<Process>,
    redis: Mutex<Redis>,
    redis_url: String,
    folder: TempDir,
}

/// What the gateways sign with. With a comma Pushpin would take it for a list.
pub const GATEWAY_KEY: &str = "a-key-of-the-gateway-only-for-tests";

/// What is needed to run the host, again if need be.
#[derive(Debug)]
struct Run {
    host: Host,
    flags: Vec<&'static str>,
    port: u16,
    redis: String,
    upstream: String,
    gateway: Option<u16>,
}

/// How to run it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Flags of the host.
    pub flags: Vec<&'static str>,
    /// Lines of a `.env` file beside the manifest.
    pub dotenv: &'static str,
    /// Start the host before there is a Redis.
    pub without_redis: bool,
    /// Have the host's own gateway before `/grip/`, which takes what is published at this port.
    pub gateway: Option<u16>,
}

impl World {
    /// Runs the application with these flags of the host, and waits until it answers and listens.
    #[must_use]
    pub fn start(flags: &[&'static str]) -> Self {
        Self::start_with(&Options { flags: flags.to_vec(), ..Options::default() })
    }

    /// Runs the application, and waits until it answers, and listens if it can.
    ///
    /// # Panics
    /// Where it does not.
    #[must_use]
    pub fn start_with(options: &Options) -> Self {
        let folder = TempDir::with_prefix("mirubato-conformance-").unwrap();
        lay_out(folder.path());
        fs::write(folder.path().join(".env"), options.dotenv).unwrap();
        let mut redis = Redis::start();
        if options.without_redis {
            redis.kill();
        }
        let (upstream, forbidden) = (Upstream::start(), Upstream::start());
        let redis_url = redis.url();
        describe_redis(folder.path(), &redis_url);
        let run = Run {
            host: Host::chosen(),
            flags: options.flags.clone(),
            port: free_port(),
            redis: redis_url.clone(),
            upstream: upstream.url(),
            gateway: options.gateway,
        };
        let process = Mutex::new(Process::start(run.command(folder.path())));
        let world = Self { upstream, forbidden, run, process, redis: Mutex::new(redis), redis_url, folder };
        world.wait();
        if !options.without_redis {
            until("the host listens", || world.listens());
        }
        world
    }

    fn wait(&self) {
        until("the host answers", || {
            assert!(self.process.lock().unwrap().is_running(), "the host stopped:\n{}", self.log());
            self.get("/.well-known/spin/health").attempt().is_some_and(|reply| reply.status == 200)
        });
    }

    /// Kills the host without warning, as a power cut would.
    ///
    /// # Panics
    /// Never.
    pub fn crash(&self) {
        self.process.lock().unwrap().kill();
    }

    /// Runs the application again on the same data, and waits until it answers.
    ///
    /// # Panics
    /// Where it does not.
    pub fn restart(&self) {
        *self.process.lock().unwrap() = Process::start(self.run.command(self.folder.path()));
        self.wait();
    }

    /// Whether the Redis triggers are subscribed.
    #[must_use]
    pub fn listens(&self) -> bool {
        let channels: Vec<(String, i64)> = self.ask(redis::cmd("PUBSUB").arg("NUMSUB").arg(&["news", "jobs", "apart"]));
        channels.iter().all(|(_, listeners)| *listeners > 0)
    }

    /// A GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    /// A POST of JSON.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Call {
        self.call("POST", path).json(body)
    }

    /// Any request.
    #[must_use]
    pub fn call(&self, method: &str, path: &str) -> Call {
        Call::new(method, format!("http://127.0.0.1:{}{path}", self.run.port))
    }

    /// Has the component that is routed to `/<component>` send a request, and returns what it got.
    #[must_use]
    pub fn fetch(&self, component: &str, url: &str) -> Value {
        let body = serde_json::json!({ "url": url, "follow": true });
        self.post(&format!("/{component}/fetch"), &body).send().expect(200).json()
    }

    /// Runs statements on one connection to a database, and returns what each gave.
    pub fn sql(&self, database: &str, steps: &Value) -> Value {
        let body = serde_json::json!({ "database": database, "steps": steps });
        self.post("/probe/sql", &body).send().expect(200).json()
    }

    /// Sends bytes as they are, and returns the connection.
    ///
    /// # Panics
    /// Where there is no connection.
    #[must_use]
    pub fn raw(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.run.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(bytes).unwrap();
        stream
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.run.port
    }

    /// The address of its Redis.
    #[must_use]
    pub fn redis_url(&self) -> &str {
        &self.redis_url
    }

    /// Runs a command of Redis.
    ///
    /// # Panics
    /// Where Redis does not answer, or otherwise than expected.
    #[must_use]
    #[track_caller]
    pub fn ask<T: redis::FromRedisValue>(&self, command: &redis::Cmd) -> T {
        let mut connection = redis::Client::open(self.redis_url.as_str()).unwrap().get_connection().unwrap();
        assert!(connection.check_connection());
        command.query(&mut connection).unwrap()
    }

    /// Sets a key that a component waits for.
    pub fn let_go(&self, key: &str) {
        let () = self.ask(redis::cmd("SET").arg(key).arg("now"));
    }

    /// The number in a key that components count up.
    #[must_use]
    pub fn counted(&self, key: &str) -> usize {
        self.ask::<Option<usize>>(redis::cmd("GET").arg(key)).unwrap_or(0)
    }

    /// Ends Redis without warning.
    ///
    /// # Panics
    /// Never.
    pub fn lose_redis(&self) {
        self.redis.lock().unwrap().kill();
    }

    /// Starts Redis again on the same port, empty.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn bring_redis_back(&self) {
        let mut redis = self.redis.lock().unwrap();
        let port = redis.port();
        *redis = Redis::start_at(port);
    }

    /// Asks the host to end, without waiting for it.
    ///
    /// # Panics
    /// Where it cannot be asked.
    pub fn ask_to_stop(&self) {
        let mut process = self.process.lock().unwrap();
        if process.is_running() {
            assert!(Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap().success());
        }
    }

    /// Whether the host has not ended.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.process.lock().unwrap().is_running()
    }

    /// The kilobytes of memory the host holds.
    ///
    /// # Panics
    /// Where the system does not say.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.process.lock().unwrap().memory()
    }

    /// Where its data is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it wrote to standard output and standard error so far.
    #[must_use]
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        format!("{}\n{}", read("stdout.log"), read("stderr.log"))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Spin's children outlive it when it is killed, so it is asked first. Whoever tells of stopping sees to it that it does.
        self.ask_to_stop();
        let patience = Instant::now() + PATIENCE;
        while self.is_running() && Instant::now() < patience {
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

/// Copies the application into a folder.
fn lay_out(folder: &Path) {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("app"), folder);
    let parts = parts::build().unwrap_or_else(|error| panic!("{error:#}"));
    std::os::unix::fs::symlink(parts, folder.join("parts")).unwrap();
}

fn copy(source: &Path, target: &Path) {
    fs::create_dir_all(target).unwrap();
    for entry in fs::read_dir(source).unwrap() {
        let source = entry.unwrap().path();
        let target = target.join(source.file_name().unwrap());
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).unwrap();
        }
    }
}

/// Adds the key-value store that is in Redis, whose port is not known before.
fn describe_redis(folder: &Path, url: &str) {
    let path = folder.join("runtime-config.toml");
    let known = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{known}\n[key_value_store.remote]\ntype = \"redis\"\nurl = \"{url}\"\n")).unwrap();
}

impl Run {
    fn command(&self, folder: &Path) -> Command {
        let mut command = match self.host {
            Host::Embedded => {
                let mut command = Command::new(parts::host().unwrap_or_else(|error| panic!("{error:#}")));
                share_compiled_code(folder);
                command.args(["--log", "debug,hyper=info"]);
                command
            }
            Host::Spin => {
                let mut command = Command::new(std::env::var("SPIN_BIN").unwrap_or_else(|_| "spin".to_owned()));
                command.arg("up");
                command
            }
            Host::Native => panic!("this suite is about hosts: MIRUBATO_TEST_HOST is embedded or spin"),
        };
        command.args(["--from", "spin.toml", "--runtime-config-file", "runtime-config.toml", "--state-dir", "state"]);
        command.args(["--listen", &format!("127.0.0.1:{}", self.port)]).args(&self.flags).current_dir(folder);
        command.env("SPIN_VARIABLE_REDIS", &self.redis).env("SPIN_VARIABLE_UPSTREAM", &self.upstream);
        if let Some(port) = self.gateway {
            command.args(["--gateway", "/grip/", "--gateway-publish", &format!("127.0.0.1:{port}")]);
            command.env("SPIN_VARIABLE_GATEWAY_KEY", GATEWAY_KEY);
        }
        let log = |name: &str| File::options().create(true).append(true).open(folder.join(name)).unwrap();
        command.stdin(Stdio::null()).stdout(log("stdout.log")).stderr(log("stderr.log"));
        command
    }
}

/// Has the host keep compiled code in one folder for all, so that each component is compiled once.
fn share_compiled_code(folder: &Path) {
    let cache = folder.join("state/cache");
    if cache.exists() {
        return;
    }
    fs::create_dir_all(cache.parent().unwrap()).unwrap();
    let shared = parts::build().unwrap().join("cache");
    fs::create_dir_all(&shared).unwrap();
    std::os::unix::fs::symlink(shared, cache).unwrap();
}

/// Reads what comes on a connection until `end` has come, or the connection is closed.
pub fn read_until(stream: &mut TcpStream, end: &str) -> String {
    read_while(stream, |text| !text.contains(end))
}

/// Reads what comes on a connection until it is closed.
pub fn read_all(stream: &mut TcpStream) -> String {
    read_while(stream, |_| true)
}

fn read_while(stream: &mut TcpStream, goes_on: impl Fn(&str) -> bool) -> String {
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    while goes_on(&String::from_utf8_lossy(&all)) {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => all.extend_from_slice(&buffer[..count]),
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// Waits until a reply comes whose body is this.
///
/// # Panics
/// Where none does.
#[track_caller]
pub fn until_body(call: &Call, body: &str) {
    until(&format!("the answer is {body:?}"), || {
        call.clone().attempt().is_some_and(|reply| reply.body == body.as_bytes())
    });
}

/// Where a file of the application is, relative to its folder.
#[must_use]
pub fn beside(world: &World, name: &str) -> PathBuf {
    world.folder().join(name)
}
