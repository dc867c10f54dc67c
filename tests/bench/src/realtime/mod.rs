//! From a device's frame to another device's frame: gateway, service, commit, Redis, fan-out and gateway again.

mod measure;
mod people;
mod report;
mod socket;

use std::time::{Duration, Instant};

use anyhow::Result;
use mirubato_support::pushpin::{Ports, Pushpin};
use mirubato_support::redis::Redis;
use mirubato_support::{App, Options};

use self::measure::{Times, deliver, sustain};
use self::people::{Person, connect_all};
use self::report::Report;
use self::socket::Socket;
use crate::memory;

/// How many connections are held while something is measured.
const CONNECTIONS: [usize; 4] = [2, 20, 200, 2_000];
/// How many changes a device catches up with.
const MISSED: usize = 5_000;

pub(crate) fn run() -> Result<()> {
    let mut report = Report::default();
    let redis = Redis::start();
    let app = App::start(Options { variables: variables(&redis), gateway: true, ..Options::default() });
    report.gateway("built in");
    through(&app, app.port(), &mut report)?;
    drop(app);
    if Pushpin::is_installed() {
        let ports = Ports::free();
        let mut variables = variables(&redis);
        variables.push(("gateway_publish", format!("http://127.0.0.1:{}", ports.publish)));
        let app = App::start(Options { variables, ..Options::default() });
        let _pushpin = Pushpin::start(app.port(), ports, &App::gateway_key());
        report.gateway("Pushpin");
        through(&app, ports.clients, &mut report)?;
    } else {
        println!("SKIPPED: Pushpin is not installed");
    }
    report.write()
}

/// Measures everything through the gateway at `port`.
fn through(app: &App, port: u16, report: &mut Report) -> Result<()> {
    let address = format!("127.0.0.1:{port}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // First, so that nobody leaves meanwhile, of whom others would have to be told.
    let people = Person::some(app, 60);
    runtime.block_on(steady(app, &address, &people, report))?;
    for connections in CONNECTIONS {
        let people = Person::some(app, connections / 2);
        let measured = runtime.block_on(pairs(app, &address, &people, connections, report));
        report.unless(measured, "to the other device of one of many people", connections);
        // Nobody has two thousand devices.
        if connections <= 200 {
            let measured = runtime.block_on(one_to_many(app, &address, &people[0], connections, report));
            report.unless(measured, "to all devices of one person", connections);
        }
    }
    let person = Person::some(app, 1).remove(0);
    for _ in 0..MISSED / 500 {
        let _ = person.user.push(&people::entries(500));
    }
    report.caught_up(missed(&person));
    Ok(())
}

/// Two devices of each of many people: one writes, the other is told.
async fn pairs(app: &App, address: &str, people: &[Person], connections: usize, report: &mut Report) -> Result<()> {
    let before = memory::resident(app.process_id());
    let started = Instant::now();
    let mut writers = connect_all(address, people).await?;
    let mut listeners = connect_all(address, people).await?;
    let took = started.elapsed();
    let held = memory::resident(app.process_id());
    let mut times = Times::default();
    // No connection says more than it may in a minute.
    for turn in 0..(people.len() * 90).min(200) {
        let place = turn % people.len();
        let one = deliver(&mut writers[place], &mut listeners[place..=place], 1).await?;
        times.add(one);
    }
    report.deliveries(
        "to the other device of one of many people",
        connections,
        &times,
        memory::resident(app.process_id()),
    );
    report.held(connections, took, before, held);
    Ok(())
}

/// One device writes, all others of the same person are told.
async fn one_to_many(app: &App, address: &str, person: &Person, connections: usize, report: &mut Report) -> Result<()> {
    let mut listeners = connect_all(address, std::iter::repeat_n(person, connections - 1)).await?;
    let mut writer = person.connect(address).await?;
    let times = deliver(&mut writer, &mut listeners, 90).await?;
    report.deliveries("to all devices of one person", connections, &times, memory::resident(app.process_id()));
    Ok(())
}

/// Sixty people write five entries a second each.
async fn steady(app: &App, address: &str, people: &[Person], report: &mut Report) -> Result<()> {
    let writers = connect_all(address, people).await?;
    let listeners = connect_all(address, people).await?;
    let pairs: Vec<(Socket, Socket)> = writers.into_iter().zip(listeners).collect();
    let times = sustain(pairs, 5, Duration::from_secs(10)).await?;
    report.deliveries("300 writes a second for 10 s", people.len() * 2, &times, memory::resident(app.process_id()));
    Ok(())
}

/// A device that was away takes in what it missed, as the app does: by pulls. Returns how much came and how long it took.
fn missed(person: &Person) -> (usize, Duration) {
    let started = Instant::now();
    let (mut since, mut count) = (0, 0);
    loop {
        let page = person.user.pull(since);
        count += page["changes"].as_array().map_or(0, Vec::len);
        since = page["version"].as_u64().unwrap_or(since);
        if page["hasMore"] != true {
            return (count, started.elapsed());
        }
    }
}

/// Limits that nobody reaches: one person has as many devices as there are connections.
fn variables(redis: &Redis) -> Vec<(&'static str, String)> {
    let mut variables = crate::unlimited();
    variables.push(("connections_per_user", "100000".to_owned()));
    variables.push(("redis_url", redis.url()));
    variables.push(("changes_redis_url", format!("{}/0", redis.url())));
    variables
}
