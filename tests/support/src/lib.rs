//! Runs the app for tests, by the host that `MIRUBATO_TEST_HOST` names, and speaks to it as clients do.
//!
//! | host | what it is |
//! | --- | --- |
//! | `embedded` | the host of this project; the default |
//! | `spin` | a real Spin, found at `SPIN_BIN` or on the path |
//! | `native` | the api alone on axum, for working on the api; no journey is finished with it |
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot begin fails")]

pub mod app;
pub mod client;
pub mod process;
pub mod pushpin;
pub mod redis;

pub use app::{App, Host, Options};
pub use client::{Call, Reply, User};
