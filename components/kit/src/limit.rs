//! Rate limits: so much a caller may ask of a route in a while.
//!
//! Requests are counted in Redis, a few at a time: an instance takes a share of the quota and serves from it without asking again. So a
//! caller may be stopped up to a share early, and never late. Where Redis does not answer, requests pass; sign-in does not rely on it and
//! counts in its own database.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use http::HeaderName;
use mirubato_problem::{Failure, catalogue};
use mirubato_web::rate_limit::{Policy, Standing};

use crate::error::Error;
use crate::request::Context;
use crate::{platform, redis};

const MAX_SHARES: usize = 1_024;

/// What is left of a share: of which window, how many requests, and how many had been taken from the quota with it.
#[derive(Clone, Copy)]
struct Share {
    window: u64,
    left: u64,
    taken: u64,
}

static SHARES: LazyLock<Mutex<HashMap<String, Share>>> = LazyLock::new(Mutex::default);

/// Counts a request of `caller` and says in the answer's headers where the caller stands.
///
/// # Errors
/// `too-many-requests`.
pub async fn spend(url: &str, policy: Policy, caller: &str, context: Option<&Context>) -> Result<(), Error> {
    let now = platform::now();
    let window = policy.window_at(now);
    let key = format!("mirubato:limit:{}:{caller}:{window}", policy.name);
    let count = match from_share(&key, window) {
        Some(count) => count,
        None => match redis::add(url, &key, share(policy), policy.window * 2).await {
            Ok(taken) => new_share(key, window, taken, share(policy)),
            // Whoever cannot be counted passes.
            Err(_) => return Ok(()),
        },
    };
    let standing = policy.standing(count, now);
    announce(policy, standing, context);
    if standing.allowed { Ok(()) } else { Err(refusal(standing)) }
}

/// Puts the limit and the standing into the answer's headers.
pub fn announce(policy: Policy, standing: Standing, context: Option<&Context>) {
    if let Some(context) = context {
        context.add_header(HeaderName::from_static("ratelimit-policy"), &policy.policy_header());
        context.add_header(HeaderName::from_static("ratelimit"), &policy.header(standing));
    }
}

/// The answer to a caller who has had enough.
#[must_use]
pub fn refusal(standing: Standing) -> Error {
    Failure::new(&catalogue::TOO_MANY_REQUESTS).retry_after(u64::from(standing.reset)).into()
}

/// A fiftieth of the quota, and at most 32: small against it, large against the cost of asking.
fn share(policy: Policy) -> u64 {
    u64::from(policy.quota / 50).clamp(1, 32)
}

/// The number of this request within its window, from a share taken before.
fn from_share(key: &str, window: u64) -> Option<u64> {
    let mut shares = SHARES.lock().unwrap_or_else(PoisonError::into_inner);
    let share = shares.get_mut(key).filter(|share| share.window == window && share.left > 0)?;
    share.left -= 1;
    Some(share.taken - share.left)
}

fn new_share(key: String, window: u64, taken: u64, size: u64) -> u64 {
    let mut shares = SHARES.lock().unwrap_or_else(PoisonError::into_inner);
    if shares.len() >= MAX_SHARES {
        shares.clear();
    }
    let left = size.saturating_sub(1);
    shares.insert(key, Share { window, left, taken });
    taken - left
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Policy = Policy { name: "test", quota: 100, window: 60 };

    #[test]
    fn a_share_is_served_one_by_one_and_then_used_up() {
        let key = "shares-test".to_owned();
        assert_eq!(share(POLICY), 2);
        assert_eq!(new_share(key.clone(), 7, 10, 2), 9);
        assert_eq!(from_share(&key, 7), Some(10));
        assert_eq!(from_share(&key, 7), None);
        new_share(key.clone(), 7, 12, 2);
        assert_eq!(from_share(&key, 8), None, "a new window begins anew");
    }
}
