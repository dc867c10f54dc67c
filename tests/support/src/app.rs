//! The app, running.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tempfile::TempDir;

use crate::client::{Call, User};
use crate::process::{Process, free_port};

/// How to run it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Variables other than the usual ones.
    pub variables: Vec<(&'static str, String)>,
    /// The host; the one that `MIRUBATO_TEST_HOST` names where nothing is said.
    pub host: Option<Host>,
    /// Flags of the embedded host.
    pub flags: Vec<&'static str>,
    /// Whether the embedded host's gateway stands before `/sync/`. Without it the test may be the gateway.
    pub gateway: bool,
}

/// The app, running with data of its own. Dropping it stops it and deletes the data.
#[derive(Debug)]
pub struct App {
    process: Process,
    port: u16,
    publish: u16,
    options: Options,
    folder: Arc<TempDir>,
}

/// Which host runs the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// The host of this project.
    Embedded,
    /// A real Spin.
    Spin,
    /// The api alone, without WebAssembly.
    Native,
}

impl Host {
    /// The host that `MIRUBATO_TEST_HOST` names.
    ///
    /// # Panics
    /// Where it names none.
    #[must_use]
    pub fn chosen() -> Self {
        match std::env::var("MIRUBATO_TEST_HOST").as_deref() {
            Err(_) | Ok("embedded") => Self::Embedded,
            Ok("spin") => Self::Spin,
            Ok("native") => Self::Native,
            Ok(other) => panic!("MIRUBATO_TEST_HOST is embedded, spin or native, not {other}"),
        }
    }
}

impl App {
    /// One app for all the tests of a file. Each has users of its own.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<App> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Options::default()))
    }

    /// Runs the app with data of its own, and waits until it answers.
    ///
    /// # Panics
    /// Where it does not.
    #[must_use]
    pub fn start(options: Options) -> Self {
        let mut app = Self::spawn(options, new_folder());
        app.wait();
        app
    }

    /// Runs several at once with the same data, none of which was there before.
    ///
    /// # Panics
    /// Where one of them does not answer.
    #[must_use]
    pub fn start_together(options: &Options, count: usize) -> Vec<Self> {
        let folder = new_folder();
        let mut apps: Vec<_> = (0..count).map(|_| Self::spawn(options.clone(), folder.clone())).collect();
        std::thread::scope(|scope| {
            for app in &mut apps {
                scope.spawn(|| app.wait());
            }
        });
        apps
    }

    fn spawn(options: Options, folder: Arc<TempDir>) -> Self {
        let (port, publish) = (free_port(), free_port());
        Self { process: spawn(&options, port, publish, folder.path()), port, publish, options, folder }
    }

    /// Kills the host without warning and runs it again on the same data and port.
    pub fn crash_and_restart(&mut self) {
        self.process.kill();
        self.restart();
    }

    /// Kills the host without warning.
    pub fn crash(&mut self) {
        self.process.kill();
    }

    /// Runs the host again on the same data and port.
    pub fn restart(&mut self) {
        self.process = spawn(&self.options, self.port, self.publish, self.folder.path());
        self.wait();
    }

    /// The number of the host's process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Where its data is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What its services prove themselves to each other with.
    #[must_use]
    pub fn service_secret() -> String {
        key()
    }

    /// Its address, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What access tokens are signed with.
    #[must_use]
    pub fn signing_key() -> String {
        key()
    }

    /// What the gateway signs with.
    #[must_use]
    pub fn gateway_key() -> String {
        key()
    }

    /// Where its gateway takes what is published, without a slash at the end. Only the embedded host has one, and only where it was asked for.
    #[must_use]
    pub fn publish_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.publish)
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A request by nobody in particular.
    #[must_use]
    pub fn call(&self, method: &str, path: &str) -> Call {
        Call::new(method, format!("{}{path}", self.url()))
    }

    /// A GET by nobody in particular.
    #[must_use]
    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    /// A POST by nobody in particular.
    #[must_use]
    pub fn post(&self, path: &str) -> Call {
        self.call("POST", path)
    }

    /// Somebody new, signed in by a link from the outbox.
    #[must_use]
    pub fn somebody(&self) -> User {
        let email = format!("{}@example.org", uuid::Uuid::new_v4().simple());
        self.sign_in(&email)
    }

    /// Somebody signed in by a link from the outbox.
    ///
    /// # Panics
    /// Where signing in does not work.
    #[must_use]
    pub fn sign_in(&self, email: &str) -> User {
        let token = self.link_token(email);
        let session = self.post("/api/auth/verify").json(&serde_json::json!({ "token": token })).send().expect(200);
        User::new(self.url(), &session.json())
    }

    /// The token of the link that is sent when somebody wants to sign in.
    ///
    /// # Panics
    /// Where none is sent.
    #[must_use]
    pub fn link_token(&self, email: &str) -> String {
        let _ = self.post("/api/auth/magic-link").json(&serde_json::json!({ "email": email })).send().expect(202);
        let outbox = self.get("/api/dev/outbox").send().expect(200).json();
        let mail =
            outbox["items"].as_array().unwrap().iter().find(|mail| mail["to"] == email).expect("a mail was sent");
        let link = mail["link"].as_str().unwrap();
        link.split("token=").nth(1).expect("the link has a token").to_owned()
    }

    fn wait(&mut self) {
        let patience = Instant::now() + Duration::from_secs(60);
        while self.get("/readyz").attempt().is_none_or(|reply| reply.status != 200) {
            assert!(self.process.is_running(), "the host stopped:\n{}", self.log());
            assert!(Instant::now() < patience, "the host does not answer:\n{}", self.log());
            std::thread::park_timeout(Duration::from_millis(10));
        }
    }

    /// What the host said so far.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("host.log")).unwrap_or_default()
    }
}

/// A folder with nothing in it but where the data is to be.
fn new_folder() -> Arc<TempDir> {
    let folder = TempDir::with_prefix("mirubato-test-").unwrap();
    write_runtime_config(folder.path());
    Arc::new(folder)
}

/// Signs tokens and proves services, in tests only.
fn key() -> String {
    URL_SAFE_NO_PAD.encode([7; 32])
}

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The repository's runtime configuration with its paths in the test's folder.
fn write_runtime_config(folder: &Path) {
    let text = std::fs::read_to_string(root().join("runtime-config.toml")).unwrap();
    let own = text.replace("\".mirubato/", &format!("\"{}/", folder.display()));
    std::fs::write(folder.join("runtime-config.toml"), own).unwrap();
}

fn spawn(options: &Options, port: u16, publish: u16, folder: &Path) -> Process {
    let listen = format!("127.0.0.1:{port}");
    let publish = format!("127.0.0.1:{publish}");
    let host = options.host.unwrap_or_else(Host::chosen);
    let mut command = match host {
        Host::Embedded => {
            let mut command = Command::new(root().join("target/native/mirubato-host"));
            command.args(&options.flags).arg("--state-dir").arg(root().join("target/test-state"));
            if options.gateway {
                command.args(["--gateway", "/sync/", "--gateway-publish", &publish]);
            }
            command
        }
        Host::Spin => {
            let mut command = Command::new(std::env::var("SPIN_BIN").unwrap_or_else(|_| "spin".to_owned()));
            command.args(["up", "--disable-pooling", "--state-dir"]).arg(folder.join("spin"));
            // Spin ends where a Redis that it listens to is not there.
            if !options.variables.iter().any(|(name, _)| *name == "changes_redis_url") {
                command.args(["-c", "frontend", "-c", "api", "-c", "dictionary", "-c", "sync"]);
            }
            command
        }
        Host::Native => {
            let mut command = Command::new(root().join("target/native/mirubato-native"));
            command.arg(&listen).arg(folder);
            command
        }
    };
    if host != Host::Native {
        command.args(["--from", "spin.toml", "--listen", &listen, "--runtime-config-file"]);
        command.arg(folder.join("runtime-config.toml"));
    }
    let key = key();
    let mut set = |name: &str, value: &str| {
        command.env(format!("SPIN_VARIABLE_{}", name.to_uppercase()), value);
    };
    set("environment", "local");
    set("public_url", &format!("http://{listen}"));
    set("signing_key", &key);
    set("service_secret", &key);
    set("gateway_key", &key);
    // Nothing listens there: a test that wants Redis says so.
    set("redis_url", "redis://127.0.0.1:9");
    set("changes_redis_url", "redis://127.0.0.1:9");
    set("gateway_publish", &format!("http://{publish}"));
    for (name, value) in &options.variables {
        set(name, value);
    }
    let log = File::options().create(true).append(true).open(folder.join("host.log")).unwrap();
    command.current_dir(root()).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
    Process::start_in(command, folder)
}
