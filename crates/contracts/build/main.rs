//! Generates the JSON types of `wit/`.

mod rust;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wit_parser::Resolve;

/// The packages that travel as JSON.
const PACKAGES: [&str; 2] = ["identity", "sync"];

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() -> Result<()> {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit");
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("contracts.rs");
    let mut code = String::new();
    for name in PACKAGES {
        let folder = wit.join(name);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(&folder).with_context(|| format!("wit/{name} is not a contract"))?;
        rust::package(&resolve, package, name, &mut code)?;
    }
    std::fs::write(&out, code).with_context(|| format!("cannot write {}", out.display()))
}
