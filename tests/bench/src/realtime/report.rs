//! What was measured, as tables to read.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Result;

use super::measure::Times;
use crate::document;

#[derive(Default)]
pub(crate) struct Report {
    gateway: &'static str,
    deliveries: String,
    held: String,
    caught_up: String,
}

impl Report {
    /// What follows goes through this gateway.
    pub(crate) fn gateway(&mut self, name: &'static str) {
        self.gateway = name;
    }

    pub(crate) fn deliveries(&mut self, what: &str, connections: usize, times: &Times, resident: u64) {
        let (delivered, acknowledged) = (spread(&times.delivered), spread(&times.acknowledged));
        let line = format!(
            "| {} | {what} | {connections} | {delivered} | {acknowledged} | {} | {} | {resident} |",
            self.gateway,
            times.delivered.len(),
            times.lost
        );
        println!("{line}");
        let _ = writeln!(self.deliveries, "{line}");
    }

    /// Says what could not be measured.
    pub(crate) fn unless(&mut self, measured: Result<()>, what: &str, connections: usize) {
        if let Err(error) = measured {
            let line = format!("| {} | {what} | {connections} | not measured: {error:#} | | | | |", self.gateway);
            let line = line.replace(['\r', '\n'], " ");
            println!("{line}");
            let _ = writeln!(self.deliveries, "{line}");
        }
    }

    pub(crate) fn held(&mut self, connections: usize, took: Duration, before: u64, after: u64) {
        let count = u32::try_from(connections).unwrap_or(u32::MAX);
        let rate = f64::from(count) / took.as_secs_f64();
        let each = after.saturating_sub(before) * 1_024 / u64::from(count);
        let line = format!("| {} | {connections} | {rate:.0} | {after} | {each} |", self.gateway);
        println!("{line}");
        let _ = writeln!(self.held, "{line}");
    }

    pub(crate) fn caught_up(&mut self, (changes, took): (usize, Duration)) {
        let line = format!("| {} | {changes} | {:.0} |", self.gateway, took.as_secs_f64() * 1_000.0);
        println!("{line}");
        let _ = writeln!(self.caught_up, "{line}");
    }

    pub(crate) fn write(&self) -> Result<()> {
        let Self { deliveries, held, caught_up, .. } = self;
        document::write(
            "realtime",
            &format!(
                "| gateway | what | connections | delivered p50 / p95 / p99, ms | acknowledged p50 / p95 / p99, ms | messages | lost | host, MiB |\n\
                 | --- | --- | ---: | --- | --- | ---: | ---: | ---: |\n{deliveries}\n\
                 | gateway | connections | made, 1/s | host, MiB | KiB each |\n| --- | ---: | ---: | ---: | ---: |\n{held}\n\
                 | gateway | changes missed | caught up after, ms |\n| --- | ---: | ---: |\n{caught_up}"
            ),
        )
    }
}

fn spread(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| {
        let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    format!("{:.2} / {:.2} / {:.2}", at(50), at(95), at(99))
}
