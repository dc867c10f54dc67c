//! SQL: one table or aggregate a file. Nothing here decides anything.

pub mod changes;
pub mod devices;
pub mod purge;
pub mod records;
pub mod sessions;
pub mod users;
