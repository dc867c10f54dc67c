//! What a practice log says.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod days;
mod groups;
mod log;
mod rules;
mod totals;
