//! Reads what is in `deploy/`, and `spin.toml`.

pub mod application;
pub mod manifests;
pub mod schemas;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of a file, given from the repository's root.
///
/// # Errors
/// Where it cannot be read.
pub fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}
