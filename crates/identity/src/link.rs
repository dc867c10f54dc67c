//! Links that sign somebody in: sent to an address, good for a while, used once.

/// How long a link is good for, in seconds.
pub const LIFETIME: u64 = 15 * 60;

/// When a link sent at `now` ends. Both in Unix milliseconds.
#[must_use]
pub const fn expiry(now: u64) -> u64 {
    now + LIFETIME * 1_000
}
