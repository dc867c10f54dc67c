//! The host beside the baseline: the same calls to both, one after the other, at 1, 8 and 32 connections.

use std::time::Duration;

use anyhow::Result;
use mirubato_support::{App, Host, Options};

use crate::load::{self, Scenario};
use crate::report::{Line, Report};
use crate::{document, memory, unlimited};

const CONNECTIONS: [usize; 3] = [1, 8, 32];

/// Measures each call for so many seconds, prints what comes of it and writes the table to `place` in `docs/benchmarks.md`.
///
/// # Errors
/// Where something does not answer as it has to.
pub(crate) fn run<W>(
    place: &str,
    seconds: u64,
    prepare: impl Fn(&App, usize) -> W,
    scenarios: impl for<'w> Fn(&'w W) -> Vec<Scenario<'w>>,
) -> Result<()> {
    let mut report = Report::default();
    for host in [Host::Native, Host::Embedded] {
        let app = App::start(Options { host: Some(host), variables: unlimited(), ..Options::default() });
        println!("\n{host:?}: preparing");
        let world = prepare(&app, CONNECTIONS.into_iter().max().unwrap_or(1));
        let address = app.url().replace("http://", "");
        for scenario in &scenarios(&world) {
            for connections in CONNECTIONS {
                let measured = load::run(&address, scenario, connections, Duration::from_secs(seconds))?;
                let resident = memory::resident(app.process_id());
                let line = Line { host, scenario: scenario.name, connections, measured, resident };
                println!("{line}");
                report.lines.push(line);
            }
        }
    }
    println!("\n{}", report.table());
    document::write(place, &report.table())
}
