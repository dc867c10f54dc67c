//! So many connections, each sending its next request when it has its answer, for so long.

use std::time::{Duration, Instant};

use anyhow::Result;
use futures::future::join_all;

use crate::wire::Connection;

/// A call, and what to send for it.
pub(crate) struct Scenario<'w> {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// The next request of a connection, by the connection's place.
    pub(crate) request: Box<dyn Fn(usize) -> Vec<u8> + 'w>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// Answers in a second.
    pub(crate) per_second: f64,
    /// Latencies in milliseconds.
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) p99: f64,
    /// Bytes of the last body.
    pub(crate) bytes: usize,
}

pub(crate) fn run(address: &str, scenario: &Scenario<'_>, connections: usize, lasting: Duration) -> Result<Measured> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let warm_up = Instant::now() + lasting / 5;
        spread(address, scenario, connections, warm_up).await?;
        let started = Instant::now();
        let results = spread(address, scenario, connections, started + lasting).await?;
        let elapsed = started.elapsed().as_secs_f64();
        let mut latencies: Vec<Duration> = results.iter().flat_map(|(latencies, _)| latencies).copied().collect();
        latencies.sort_unstable();
        let bytes = results.first().map_or(0, |(_, bytes)| *bytes);
        #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
        let per_second = latencies.len() as f64 / elapsed;
        Ok(Measured {
            per_second,
            p50: percentile(&latencies, 50),
            p95: percentile(&latencies, 95),
            p99: percentile(&latencies, 99),
            bytes,
        })
    })
}

async fn spread(
    address: &str,
    scenario: &Scenario<'_>,
    connections: usize,
    until: Instant,
) -> Result<Vec<(Vec<Duration>, usize)>> {
    let one = |place: usize| async move {
        let mut connection = Connection::open(address).await?;
        let (mut latencies, mut bytes) = (Vec::new(), 0);
        while Instant::now() < until {
            let request = (scenario.request)(place);
            let sent = Instant::now();
            bytes = connection.exchange(&request).await?;
            latencies.push(sent.elapsed());
        }
        anyhow::Ok((latencies, bytes))
    };
    // All on this thread: the other core is the server's.
    join_all((0..connections).map(one)).await.into_iter().collect()
}

fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0.0, |latency| latency.as_secs_f64() * 1_000.0)
}
