#![doc = include_str!("../README.md")]

pub mod body;
pub mod caller;
pub mod config;
pub mod error;
pub mod fetch;
pub mod health;
pub mod idempotency;
pub mod key_value;
pub mod keys;
pub mod limit;
pub mod log;
pub mod metrics;
pub mod migrate;
pub mod platform;
pub mod redis;
pub mod request;
pub mod serve;
pub mod service;
pub mod sql;

pub use error::{Error, Result};
