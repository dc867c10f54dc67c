//! What operators and programs look at.

mod docs;
mod health;
mod metrics;
mod versions;
