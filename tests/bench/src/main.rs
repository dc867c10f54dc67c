//! Measures the api's main calls through the host, beside the same handlers on native axum and rusqlite, in one run on one machine.
//!
//! Nothing here asserts a time: a figure is only worth something beside another taken at the same moment.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod load;
mod report;
mod scenario;
mod wire;

use std::time::Duration;

use anyhow::Result;
use mirubato_support::{App, Host, Options};
use report::{Line, Report};
use scenario::{SCENARIOS, World};

const CONNECTIONS: [usize; 3] = [1, 8, 32];

fn main() -> Result<()> {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(3);
    let mut report = Report::default();
    for host in [Host::Native, Host::Embedded] {
        let app = App::start(Options { host: Some(host), variables: unlimited(), ..Options::default() });
        println!("\n{host:?}: preparing");
        let world = World::prepare(&app, *CONNECTIONS.iter().max().unwrap_or(&1));
        for scenario in &SCENARIOS {
            for connections in CONNECTIONS {
                let measured = load::run(&world, scenario, connections, Duration::from_secs(seconds))?;
                let line = Line {
                    host,
                    scenario: scenario.name,
                    connections,
                    measured,
                    resident: report::resident(app.process_id()),
                };
                println!("{line}");
                report.lines.push(line);
            }
        }
    }
    println!("\n{}", report.table());
    report.write()
}

/// Limits that nobody reaches. Requests are counted all the same.
fn unlimited() -> Vec<(&'static str, String)> {
    let names = ["sign_in_per_client", "sign_in_per_address", "reads_per_minute", "writes_per_minute"];
    names.map(|name| (name, "100000000".to_owned())).to_vec()
}
