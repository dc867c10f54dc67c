//! `cargo xtask bench`: measures the app.

use anyhow::Result;

use crate::build;
use crate::steps::{cargo, run as run_step, show};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build::everything()?;
    run_step(
        "Compiling the baseline",
        cargo(&["build", "--profile", "native", "-p", "mirubato-native", "-p", "mirubato-bench"]),
    )?;
    let mut bench = cargo(&["run", "--quiet", "--profile", "native", "-p", "mirubato-bench", "--"]);
    bench.args(arguments);
    show(bench)
}
