//! What holds for every endpoint.

mod conditions;
mod cookies;
mod headers;
mod idempotency;
mod limits;
mod problems;
