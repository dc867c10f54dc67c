#![doc = include_str!("../README.md")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a suite that cannot begin fails")]

pub mod gateway;
pub mod parts;
pub mod upstream;
pub mod world;

pub use mirubato_support::client::{Call, Reply};
pub use world::World;

use std::time::{Duration, Instant};

/// How long something that must happen may take.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until something holds.
///
/// # Panics
/// Where it does not within [`PATIENCE`].
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let patience = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < patience, "it never came about that {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}
