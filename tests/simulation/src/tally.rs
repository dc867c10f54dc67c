//! How often the interesting cases came up. A simulation that never crashes anything proves little about crashes.

use std::collections::BTreeMap;
use std::fmt;

/// Counts by what was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    /// What is to come up in any 10,000 schedules.
    pub const INTERESTING: [&str; 55] = [
        "acknowledgement lost with its connection",
        "announcement between greeting and subscription",
        "announcement lost",
        "announcement that arrives twice",
        "announcement that finds no gateway",
        "announcement without changes",
        "answer for a change that another tab settled or stamped again",
        "answer lost",
        "answer that nobody waits for",
        "change applied",
        "change over REST",
        "change refused",
        "change that changes nothing",
        "connected device that knows everything",
        "connection that ends with its gateway",
        "cursor that expired",
        "deleted record that an edit brings back",
        "deletion taken back",
        "deletion that is forgotten",
        "device greeted",
        "device greeted with the version it is at",
        "device keeps what a pull from 0 does not contain",
        "device killed in a round",
        "device killed while it waits",
        "device pulls from 0 after an expired cursor",
        "device pulls from 0 because of the count",
        "device stamps its queue again",
        "device that begins anew",
        "device that connects again",
        "device that equals the server without a pull",
        "edit that a deletion outweighs",
        "news after a gap",
        "news during a round",
        "news taken in",
        "news that are known",
        "page that is not the last",
        "push of 500",
        "push with good and bad changes",
        "queue lost with its connection",
        "queue sent over a connection",
        "queue whose connection ends",
        "record deleted",
        "record lost on a device",
        "record written",
        "refused change let go",
        "refused change mended",
        "request overtaken by a later one",
        "request that arrives twice",
        "round that failed",
        "server fails in a push",
        "server killed before commit",
        "server killed between commit and answer",
        "stamp in the future",
        "two rounds of a device at once",
        "version told again after something was missed",
    ];

    pub(crate) fn add(&mut self, what: &'static str, by: u64) {
        *self.0.entry(what).or_default() += by;
    }

    pub(crate) fn one(&mut self, what: &'static str) {
        self.add(what, 1);
    }

    /// Adds what another run counted.
    pub fn merge(&mut self, other: &Self) {
        for (what, count) in &other.0 {
            self.add(what, *count);
        }
    }

    /// How often something came up.
    #[must_use]
    pub fn count(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or_default()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.0 {
            writeln!(f, "{count:>10}  {what}")?;
        }
        Ok(())
    }
}
