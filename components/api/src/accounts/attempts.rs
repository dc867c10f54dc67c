//! How often somebody may try to sign in.
//!
//! Counted in the database in one transaction: what cannot be counted is refused, unlike elsewhere.

use mirubato_identity::opaque;
use mirubato_kit::request::Context;
use mirubato_kit::sql::Database;
use mirubato_kit::{Result, limit};
use mirubato_web::rate_limit::Policy;

use crate::app::SignInLimits;
use crate::store;

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To have a link sent.
    Link,
    /// A password.
    Password,
}

/// All purposes.
const PURPOSES: [Purpose; 2] = [Purpose::Link, Purpose::Password];

/// One try.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    /// What is tried.
    pub purpose: Purpose,
    /// The address it is tried with.
    pub email: &'a str,
    /// The network it comes from; see `mirubato_web::client`.
    pub network: &'a str,
    /// When, in Unix milliseconds.
    pub now: u64,
}

impl Try<'_> {
    fn client_key(&self) -> String {
        key(self.purpose, "client", self.network)
    }

    fn address_key(&self) -> String {
        key(self.purpose, "address", self.email)
    }
}

/// Counts a try and says in the answer's headers where the client and the address stand. An address without an account counts like any other.
///
/// # Errors
/// `too-many-requests`. A try of a client who has had enough does not count for the address: nobody keeps somebody else from signing in
/// for longer than their own limit lasts.
pub async fn count(database: &Database, limits: &SignInLimits, one: Try<'_>, context: Option<&Context>) -> Result<()> {
    let now = one.now;
    let transaction = database.begin().await?;
    for (policy, key) in [(limits.client, one.client_key()), (limits.address, one.address_key())] {
        let window = policy.window_at(now);
        let count = store::attempts::add(&transaction, &key, window, expiry(policy, now)).await?;
        let standing = policy.standing(count, now);
        limit::announce(policy, standing, context);
        if !standing.allowed {
            // Nothing is written, so being refused costs little and lasts no longer.
            transaction.roll_back().await?;
            return Err(limit::refusal(standing));
        }
    }
    Ok(transaction.commit().await?)
}

/// Takes a try back, because it succeeded: only guesses count.
///
/// # Errors
/// Where the database does not answer.
pub async fn take_back(database: &Database, limits: &SignInLimits, one: Try<'_>) -> Result<()> {
    let transaction = database.begin().await?;
    for (policy, key) in [(limits.client, one.client_key()), (limits.address, one.address_key())] {
        store::attempts::subtract(&transaction, &key, policy.window_at(one.now)).await?;
    }
    Ok(transaction.commit().await?)
}

/// The keys under which tries of an address are counted.
#[must_use]
pub fn keys_of_address(email: &str) -> Vec<String> {
    PURPOSES.map(|purpose| key(purpose, "address", email)).to_vec()
}

/// A hash: who tried, and with which address, is nobody's business.
fn key(purpose: Purpose, of: &str, whom: &str) -> String {
    opaque::hash(&format!("{purpose:?} {of} {whom}"))
}

fn expiry(policy: Policy, now: u64) -> u64 {
    (policy.window_at(now) + 1) * u64::from(policy.window) * 1_000
}
