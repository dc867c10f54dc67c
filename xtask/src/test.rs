//! `cargo xtask test`: every test there is, or some suites.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::steps::{cargo, command, root, show, summarised};
use crate::{build, terms, tools};

/// Runs a suite's tests.
type Suite = fn(&mut Run) -> Result<()>;

/// The suites in the order they run: first what fails fastest.
const SUITES: [(&str, Suite); 8] = [
    ("lint", lint),
    ("deploy", deploy),
    ("unit", unit),
    ("simulation", simulation),
    ("app", app),
    ("conformance", conformance),
    ("journeys", journeys),
    ("browser", browser),
];

/// What is compiled to WebAssembly, and reads otherwise there.
const COMPONENTS: [&str; 13] = [
    "mirubato-api",
    "mirubato-dictionary",
    "mirubato-frontend",
    "mirubato-kit",
    "mirubato-sync",
    "mirubato-sync-fanout",
    "mirubato-merge",
    "mirubato-names-component",
    "mirubato-embedder-component",
    "conformance-probe",
    "conformance-listener",
    "conformance-consumer",
    "conformance-provider",
];

/// How the tests run, and what their runners said in the end.
struct Run {
    /// `embedded` or `spin`.
    host: String,
    summaries: Vec<String>,
}

impl Run {
    fn tests(&mut self, mut command: Command) -> Result<()> {
        command.env("MIRUBATO_TEST_HOST", &self.host).env("SPIN_BIN", spin());
        summarised(command, &mut self.summaries)
    }
}

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut run = Run { host: "embedded".to_owned(), summaries: Vec::new() };
    let mut chosen = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--host" {
            run.host.clone_from(rest.next().context("--host needs embedded or spin")?);
        } else {
            chosen.push(argument.as_str());
        }
    }
    if let Some(unknown) = chosen.iter().find(|name| SUITES.iter().all(|(suite, _)| suite != *name)) {
        let names: Vec<_> = SUITES.iter().map(|(name, _)| *name).collect();
        bail!("there is no suite `{unknown}`; there are {}", names.join(", "));
    }
    if run.host == "spin" && !tools::has(&spin()) {
        println!("SKIPPED: there is no `spin` here. Install Spin 4.1 or newer, or set SPIN_BIN to where it is.");
        return Ok(());
    }
    let mut failed = Vec::new();
    for (name, suite) in SUITES.iter().filter(|(name, _)| chosen.is_empty() || chosen.contains(name)) {
        println!("\n── {name} ──");
        let started = Instant::now();
        let result = suite(&mut run);
        println!(
            "── {name}: {} in {:.0} s",
            if result.is_ok() { "passed" } else { "FAILED" },
            started.elapsed().as_secs_f64()
        );
        if let Err(error) = result {
            println!("{error:#}");
            failed.push(*name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    println!("\nEverything passed. What the runners said:");
    run.summaries.iter().for_each(|line| println!("{line}"));
    Ok(())
}

fn lint(_: &mut Run) -> Result<()> {
    tools::wasm_targets()?;
    terms::make()?;
    show(cargo(&["fmt", "--all", "--check"]))?;
    show(cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    // `--all-targets` passes over what says `test = false`.
    let apart = ["deploy", "simulation", "conformance", "gateway", "journeys"].map(|suite| ["--test", suite]).concat();
    show(cargo(&[&["clippy", "--workspace"], &apart[..], &["--", "-D", "warnings"]].concat()))?;
    let deny = tools::cargo_deny()?;
    show(command(&deny.to_string_lossy(), &["check", "bans", "licenses", "sources"]))?;
    let mut wasm = vec!["clippy", "--target", "wasm32-wasip2"];
    wasm.extend(COMPONENTS.iter().flat_map(|package| ["-p", package]));
    show(cargo(&[&wasm[..], &["--", "-D", "warnings"]].concat()))?;
    build::rules()?;
    build::packages()?;
    show(npm(&["run", "--silent", "check"]))
}

fn unit(run: &mut Run) -> Result<()> {
    build::tests()?;
    // All of them: one that fails says nothing about the others.
    run.tests(rust(&["--no-fail-fast"]))
}

fn deploy(run: &mut Run) -> Result<()> {
    tools::kubernetes_schemas()?;
    run.tests(rust(&["--test", "deploy"]))
}

fn simulation(run: &mut Run) -> Result<()> {
    run.tests(rust(&["--test", "simulation"]))
}

fn app(run: &mut Run) -> Result<()> {
    build::rules()?;
    build::packages()?;
    run.tests(npm(&["run", "--silent", "test"]))
}

fn conformance(run: &mut Run) -> Result<()> {
    tools::wasm_targets()?;
    tools::debian("redis-server", "redis-server")?;
    if let Err(error) = tools::debian("pushpin", "pushpin") {
        println!("  SKIPPED: the stories of Pushpin ({error:#}). Those of the host's own gateway run");
    }
    build::tests()?;
    run.tests(rust(&["--test", "conformance", "--test", "gateway"]))
}

fn journeys(run: &mut Run) -> Result<()> {
    tools::debian("redis-server", "redis-server")?;
    build::application()?;
    build::tests()?;
    run.tests(rust(&["--test", "journeys"]))
}

fn browser(run: &mut Run) -> Result<()> {
    tools::debian("chromium", "chromium")?;
    tools::debian("redis-server", "redis-server")?;
    build::application()?;
    build::tests()?;
    run.tests(npm(&["run", "--silent", "test:browser"]))
}

/// Tests in Rust, always of the whole workspace: choosing a package would choose other features of what all have in common, and compile
/// wasmtime once more. Suites that need something running say `test = false` in their manifests and are asked for by name.
fn rust(arguments: &[&str]) -> Command {
    cargo(&[&["test", "--profile", "native", "--workspace"], arguments].concat())
}

fn spin() -> String {
    std::env::var("SPIN_BIN").unwrap_or_else(|_| "spin".to_owned())
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = command("npm", arguments);
    npm.current_dir(root().join("frontend"));
    npm
}
