#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod client;
pub mod cookie;
pub mod csv;
pub mod cursor;
pub mod encoding;
pub mod entity_tag;
pub mod language;
pub mod origin;
pub mod rate_limit;
pub mod request_id;
pub mod trace;
