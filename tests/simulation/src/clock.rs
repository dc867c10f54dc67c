//! Time: the true one, which the server has, and what the clocks of devices make of it.

use serde::{Deserialize, Serialize};

/// When every schedule begins, in Unix milliseconds.
pub(crate) const START: u64 = 1_790_000_000_000;
/// A second.
pub(crate) const SECOND: u64 = 1_000;
/// A minute.
pub(crate) const MINUTE: u64 = 60 * SECOND;
/// An hour.
pub(crate) const HOUR: u64 = 60 * MINUTE;
/// A day.
pub(crate) const DAY: u64 = 24 * HOUR;

/// The clock of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clock {
    /// How far it is ahead at the start, in milliseconds.
    pub(crate) skew: i64,
    /// By how much it runs fast, in parts per million.
    pub(crate) drift: i64,
}

impl Clock {
    /// What it shows at a moment.
    pub(crate) fn reads(self, at: u64) -> u64 {
        let elapsed = i64::try_from(at.saturating_sub(START)).unwrap_or_default();
        at.saturating_add_signed(self.skew).saturating_add_signed(elapsed / 1_000_000 * self.drift)
    }
}
