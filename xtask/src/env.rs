//! The variables of the application on one's own machine.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::steps::root;

/// Prints them as shell commands: `eval "$(cargo xtask env)"`.
pub(crate) fn run() -> Result<()> {
    for (name, value) in variables("http://127.0.0.1:3000")? {
        println!("export SPIN_VARIABLE_{}='{value}'", name.to_uppercase());
    }
    Ok(())
}

/// The variables by name. Keys are made once and kept in `.mirubato/`, which git ignores.
pub(crate) fn variables(public_url: &str) -> Result<Vec<(&'static str, String)>> {
    Ok(vec![
        ("environment", "local".to_owned()),
        ("public_url", public_url.to_owned()),
        ("signing_key", key("signing_key")?),
        ("service_secret", key("service_secret")?),
        ("gateway_key", key("gateway_key")?),
    ])
}

/// The folder of everything that belongs to this machine.
pub(crate) fn state() -> PathBuf {
    root().join(".mirubato")
}

/// 32 random bytes, the same every time.
fn key(name: &str) -> Result<String> {
    let path = state().join("keys").join(name);
    if let Ok(key) = fs::read_to_string(&path) {
        return Ok(key);
    }
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    let key = URL_SAFE_NO_PAD.encode(bytes);
    fs::create_dir_all(state().join("keys"))?;
    write_private(&path, &key).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(key)
}

/// Writes a file that only its owner can read.
fn write_private(path: &std::path::Path, text: &str) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    Ok(file.write_all(text.as_bytes())?)
}
