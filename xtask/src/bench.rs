//! `cargo xtask bench`: measures the app.

use anyhow::Result;

use crate::build;
use crate::steps::{command, root, show};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build::everything()?;
    let mut bench = command(&root().join("target/native/mirubato-bench").to_string_lossy(), &[]);
    bench.args(arguments);
    show(bench)
}
