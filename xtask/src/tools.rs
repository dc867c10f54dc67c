//! What the project needs besides Rust, Node and git: finds it, or installs it and says so.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::steps::{command, run};

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
