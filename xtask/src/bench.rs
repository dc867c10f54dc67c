//! `cargo xtask bench`: measures the api beside the same handlers on native axum and rusqlite.

use anyhow::Result;

use crate::build;
use crate::steps::{cargo, run as run_step, show};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build::rules()?;
    build::services(&["mirubato-api", "mirubato-frontend"])?;
    build::docs()?;
    build::host()?;
    run_step(
        "Compiling the baseline",
        cargo(&["build", "--profile", "native", "-p", "mirubato-native", "-p", "mirubato-bench"]),
    )?;
    let mut bench = cargo(&["run", "--quiet", "--profile", "native", "-p", "mirubato-bench", "--"]);
    bench.args(arguments);
    show(bench)
}
