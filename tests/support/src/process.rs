//! A child process that does not outlive its test.

use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A running process with those that it started, as Spin starts one for each kind of trigger. Dropping it ends them at once.
#[derive(Debug)]
pub struct Process {
    child: Child,
    watch: Child,
}

impl Process {
    /// Starts it.
    ///
    /// # Panics
    /// Where it cannot be started.
    #[must_use]
    pub fn start(command: Command) -> Self {
        Self::start_with(command, None)
    }

    /// Starts it with a folder that is deleted when this process ends without having ended the other.
    ///
    /// # Panics
    /// Where it cannot be started.
    #[must_use]
    pub fn start_in(command: Command, folder: &Path) -> Self {
        Self::start_with(command, Some(folder))
    }

    fn start_with(mut command: Command, folder: Option<&Path>) -> Self {
        let child = command
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot run {}: {error}", command.get_program().display()));
        let watch = watch(child.id(), folder);
        Self { child, watch }
    }

    /// Whether it still runs.
    #[must_use]
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The memory in use, in KiB.
    ///
    /// # Panics
    /// Where the system does not tell.
    #[must_use]
    pub fn memory(&self) -> usize {
        let group = self.child.id().to_string();
        let processes = std::fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| {
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name, in parentheses, may hold anything. After it come state, parent and group.
            let is_one = stat.rsplit_once(')')?.1.split_whitespace().nth(2)? == group;
            let status = std::fs::read_to_string(entry.path().join("status")).ok().filter(|_| is_one)?;
            status
                .lines()
                .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<usize>().ok())
        });
        processes.sum()
    }

    /// Kills it without any warning, as a power cut would.
    pub fn kill(&mut self) {
        self.unwatch();
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }

    /// Asks it to end and waits until it has.
    pub fn stop(&mut self) {
        self.unwatch();
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }

    /// Before the process is waited for: afterwards its number may be another's.
    fn unwatch(&mut self) {
        let _ = self.watch.kill();
        let _ = self.watch.wait();
    }
}

/// Ends the process when this one ends, however it does, and deletes its folder: what a test keeps in a static is never dropped. The pipe
/// closes then, and only then.
fn watch(process: u32, folder: Option<&Path>) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", "read -r _; kill -s KILL -- \"-$0\"; [ -z \"$1\" ] || rm -rf \"$1\"", &process.to_string()]);
    command.arg(folder.unwrap_or(Path::new("")));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that is free at the moment, and stays so while a process that had it is started again: systems give ports as low as these to
/// nobody who does not ask for them.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(97);
    let ports = std::iter::repeat_with(|| first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 6_000 + 10_000);
    let mut ports = ports.take(6_000).filter_map(|port| u16::try_from(port).ok());
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}
