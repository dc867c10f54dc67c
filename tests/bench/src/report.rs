//! What was measured, as a table to read.

use std::fmt;
use std::fmt::Write;

use mirubato_support::Host;

use super::load::Measured;

/// One measurement.
pub(crate) struct Line {
    pub(crate) host: Host,
    pub(crate) scenario: &'static str,
    pub(crate) connections: usize,
    pub(crate) measured: Measured,
    /// Resident memory of the server in MiB.
    pub(crate) resident: u64,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Measured { per_second, p50, p95, p99, bytes } = self.measured;
        write!(
            f,
            "{:<22} {:>2} connections {per_second:>8.0}/s   p50 {p50:>7.2}   p95 {p95:>7.2}   p99 {p99:>7.2} ms   {bytes:>7} bytes   {} MiB",
            self.scenario, self.connections, self.resident
        )
    }
}

/// All of them.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) lines: Vec<Line>,
}

impl Report {
    /// The host beside the baseline.
    pub(crate) fn table(&self) -> String {
        let mut out = String::from(
            "| call | connections | host, 1/s | native, 1/s | ratio | host p50 / p95 / p99, ms | native p50 / p95 / p99, ms | host, MiB |\n\
             | --- | ---: | ---: | ---: | ---: | --- | --- | ---: |\n",
        );
        for line in self.lines.iter().filter(|line| line.host == Host::Embedded) {
            let same = |other: &&Line| {
                other.host == Host::Native && other.scenario == line.scenario && other.connections == line.connections
            };
            let Some(native) = self.lines.iter().find(same) else {
                continue;
            };
            let (ours, theirs) = (&line.measured, &native.measured);
            let _ = writeln!(
                out,
                "| {} | {} | {:.0} | {:.0} | {:.2} | {:.2} / {:.2} / {:.2} | {:.2} / {:.2} / {:.2} | {} |",
                line.scenario,
                line.connections,
                ours.per_second,
                theirs.per_second,
                ours.per_second / theirs.per_second,
                ours.p50,
                ours.p95,
                ours.p99,
                theirs.p50,
                theirs.p95,
                theirs.p99,
                line.resident
            );
        }
        out
    }
}
