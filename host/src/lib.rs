#![doc = include_str!("../README.md")]

pub mod allowed_hosts;
pub mod headers;
pub mod manifest;
pub mod networks;
pub mod routes;
pub mod variables;
