//! SQL, one table a file.

pub mod connections;
pub mod devices;
