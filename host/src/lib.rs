#![doc = include_str!("../README.md")]

mod allowed_hosts;
mod bindings;
mod cache;
pub mod cli;
mod compose;
mod dispatch;
mod engine;
mod files;
mod guest;
mod guest_output;
mod headers;
mod host;
mod instances;
mod kv;
mod logs;
mod manifest;
mod networks;
mod options;
mod outbound;
mod patient;
mod prompt;
mod redis;
mod redis_trigger;
mod routes;
mod runtime_config;
mod server;
mod services;
mod sqlite;
mod stop;
mod streams;
mod variables;

pub use host::{Host, RunningHost};
pub use instances::{Patience, Reuse};
pub use options::{Limits, Options};
pub use redis_trigger::{Report, State};
