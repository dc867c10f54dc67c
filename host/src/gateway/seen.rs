//! Which items were delivered lately: several publishers may send the same one.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long an item is known, as in Pushpin.
const KNOWN_FOR: Duration = Duration::from_secs(60);

/// The most that are known.
const MOST: usize = 100_000;

type Key = (String, String);

/// The items of the last minute, by channel and id.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Known>);

#[derive(Default)]
struct Known {
    keys: HashSet<Key>,
    order: VecDeque<(Instant, Key)>,
}

impl Seen {
    /// Whether an item is new at `now`. It is not afterwards.
    pub(crate) fn is_new(&self, channel: &str, id: &str, now: Instant) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((since, _)) = known.order.front() {
            if known.order.len() <= MOST && now.duration_since(*since) < KNOWN_FOR {
                break;
            }
            if let Some((_, key)) = known.order.pop_front() {
                known.keys.remove(&key);
            }
        }
        let key = (channel.to_owned(), id.to_owned());
        let new = known.keys.insert(key.clone());
        if new {
            known.order.push_back((now, key));
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_new_once_a_minute_in_each_channel() {
        let (seen, now) = (Seen::default(), Instant::now());
        assert!(seen.is_new("a", "1", now));
        assert!(!seen.is_new("a", "1", now + Duration::from_secs(59)));
        assert!(seen.is_new("b", "1", now));
        assert!(seen.is_new("a", "2", now));
        assert!(seen.is_new("a", "1", now + KNOWN_FOR));
    }

    #[test]
    fn memory_has_an_end() {
        let (seen, now) = (Seen::default(), Instant::now());
        for id in 0..MOST + 10 {
            assert!(seen.is_new("a", &id.to_string(), now));
        }
        assert!(seen.0.lock().unwrap().keys.len() <= MOST + 1);
    }
}
