//! `cargo xtask openapi`: the API's document as a file, so that a change to the API shows in review.

use anyhow::{Context, Result, bail};

use crate::steps::{cargo, root};

/// Writes `openapi.json`. A test compares it with what the code says.
pub(crate) fn run() -> Result<()> {
    let output = cargo(&["run", "--quiet", "-p", "mirubato-api", "--example", "openapi"]).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    let file = root().join("openapi.json");
    std::fs::write(&file, output.stdout).with_context(|| format!("cannot write {}", file.display()))
}
