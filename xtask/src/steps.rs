//! Running commands so that one sees what goes on: a line for each step, its time, and its output where it fails.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A command in the repository's root.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// `cargo` itself, the one that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments);
    // What cargo tells its children about the package of this chore must not reach the packages it builds.
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST"))
    {
        command.env_remove(name);
    }
    command
}

/// Does something and says how long it took.
pub(crate) fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let spinner = Spinner::start(title, started);
    let result = work();
    spinner.stop();
    let (mark, seconds) = (if result.is_ok() { "✓" } else { "✗" }, started.elapsed().as_secs_f64());
    println!("  {mark} {title} {seconds:>6.1} s");
    result
}

/// Runs a command as a step. Its output goes to a file and is shown where it fails.
pub(crate) fn run(title: &str, mut command: Command) -> Result<()> {
    let log = root().join("target/xtask").join(format!("{}.log", file_name(title)));
    step(title, || {
        std::fs::create_dir_all(log.parent().unwrap_or(Path::new(".")))?;
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let status = command.status().with_context(|| format!("cannot run {}", command.get_program().display()))?;
        if !status.success() {
            println!();
            std::io::stdout().write_all(&std::fs::read(&log)?)?;
            bail!("{title}: failed with {status}; the output above is in {}", log.display());
        }
        Ok(())
    })
}

/// Runs a command and shows what it says as it says it.
pub(crate) fn show(mut command: Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{} failed with {status}", command.get_program().display());
    }
    Ok(())
}

/// Runs a command, shows what it says as it says it, and returns the lines in which test runners sum up.
pub(crate) fn summarised(mut command: Command, summaries: &mut Vec<String>) -> Result<()> {
    let program = command.get_program().display().to_string();
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot run {program}"))?;
    let lines = child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines());
    for line in lines.map_while(Result::ok) {
        println!("{line}");
        if is_summary(&line) {
            summaries.push(line);
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{program} failed with {status}");
    }
    Ok(())
}

/// Rust's test runner, Vitest, and Node's.
fn is_summary(line: &str) -> bool {
    let text = line.trim_start();
    let begins =
        ["test result:", "Test Files ", "Tests ", "# tests ", "# pass ", "# fail ", "ℹ tests ", "ℹ pass ", "ℹ fail "];
    begins.iter().any(|begin| text.starts_with(begin))
        && !text.starts_with("test result: ok. 0 passed; 0 failed; 0 ignored")
}

fn file_name(title: &str) -> String {
    title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// Shows, on a terminal, that something is still going on.
struct Spinner {
    going: std::sync::Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Spinner {
    fn start(title: &str, started: Instant) -> Self {
        let going = std::sync::Arc::new(AtomicBool::new(true));
        if !std::io::stdout().is_terminal() {
            return Self { going, thread: None };
        }
        let (title, watch) = (title.to_owned(), going.clone());
        let thread = std::thread::spawn(move || {
            for frame in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".chars().cycle() {
                if !watch.load(Ordering::Relaxed) {
                    break;
                }
                print!("\r  {frame} {title} {:>6.0} s", started.elapsed().as_secs_f64());
                let _ = std::io::stdout().flush();
                std::thread::park_timeout(Duration::from_millis(100));
            }
            print!("\r\x1b[2K");
        });
        Self { going, thread: Some(thread) }
    }

    fn stop(self) {
        self.going.store(false, Ordering::Relaxed);
        if let Some(thread) = self.thread {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
