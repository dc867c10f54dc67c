//! The clock, chance, waiting, and work that outlives an answer.

use std::future::Future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::future::{Either, select};
use futures::pin_mut;

/// Milliseconds since the Unix epoch.
#[must_use]
pub fn now() -> u64 {
    #[cfg(not(target_family = "wasm"))]
    if let Some(millis) = native::set() {
        return millis;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A clock that tests set.
#[cfg(not(target_family = "wasm"))]
pub mod native {
    use std::cell::Cell;

    thread_local! {
        static SET: Cell<Option<u64>> = const { Cell::new(None) };
    }

    /// Runs `work` at `millis` since the Unix epoch: for this thread the clock of the services stands still at that moment.
    pub fn at<T>(millis: u64, work: impl FnOnce() -> T) -> T {
        let before = SET.replace(Some(millis));
        let result = work();
        SET.set(before);
        result
    }

    pub(super) fn set() -> Option<u64> {
        SET.get()
    }
}

/// RFC 3339 in UTC with milliseconds, the form of every time in the API.
#[must_use]
pub fn rfc3339(millis: u64) -> String {
    let moment = i64::try_from(millis).ok().and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok());
    format!("{:.3}", moment.unwrap_or(jiff::Timestamp::MAX))
}

/// Random bytes that nobody can guess.
///
/// A host without a source of chance is one on which no token may be made, so there is nothing to do but stop.
#[must_use]
#[expect(clippy::expect_used, reason = "see above")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the host has a source of random bytes");
    bytes
}

/// A new id: UUIDv7, so that ids made later sort later.
#[must_use]
pub fn new_id() -> String {
    uuid::Builder::from_unix_timestamp_millis(now(), &random::<10>()).into_uuid().hyphenated().to_string()
}

/// Goes on with `work` after the request has been answered. It may be lost when the host stops: nothing a client was promised belongs here.
#[cfg(target_family = "wasm")]
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    spin_sdk::wasip3::spawn(work);
}

/// Goes on with `work` after the request has been answered. It may be lost when the host stops: nothing a client was promised belongs here.
#[cfg(not(target_family = "wasm"))]
pub fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(work);
    }
}

/// Waits.
pub async fn sleep(duration: Duration) {
    #[cfg(target_family = "wasm")]
    spin_sdk::time::sleep(duration).await;
    #[cfg(not(target_family = "wasm"))]
    tokio::time::sleep(duration).await;
}

/// What `work` comes to, or `None` where that takes longer than `limit`.
pub async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let clock = sleep(limit);
    pin_mut!(work, clock);
    match select(work, clock).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_write_them() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(rfc3339(1_790_000_000_123), "2026-09-21T14:13:20.123Z");
        assert_eq!(rfc3339(4_107_542_399_999), "2100-02-28T23:59:59.999Z");
    }

    #[test]
    fn a_test_sets_the_clock_of_its_thread() {
        let before = now();
        assert_eq!(native::at(7, || (native::at(8, now), now())), (8, 7));
        assert!(now() >= before);
    }

    #[test]
    fn an_id_made_later_sorts_later() {
        let ids: Vec<_> = (0..3).map(|_| new_id()).collect();
        assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'7'));
        assert!(ids[0][..13] <= ids[2][..13]);
    }
}
