//! The api's main calls, beside the same handlers on native axum and rusqlite, in one run on one machine.

mod load;
mod report;
mod scenario;
mod wire;

use std::time::Duration;

use anyhow::Result;
use mirubato_support::{App, Host, Options};

use self::report::{Line, Report};
use self::scenario::{SCENARIOS, World};
use crate::{document, memory, unlimited};

const CONNECTIONS: [usize; 3] = [1, 8, 32];

pub(crate) fn run(seconds: u64) -> Result<()> {
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
                    resident: memory::resident(app.process_id()),
                };
                println!("{line}");
                report.lines.push(line);
            }
        }
    }
    println!("\n{}", report.table());
    document::write("api", &report.table())
}
