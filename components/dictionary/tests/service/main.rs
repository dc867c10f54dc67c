//! The service natively, on real SQLite.
#![cfg(test)]

mod content;
mod listed;
mod search;
mod story;
