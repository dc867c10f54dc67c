//! The service natively, on real SQLite.
#![cfg(test)]

mod content;
mod search;
mod story;
