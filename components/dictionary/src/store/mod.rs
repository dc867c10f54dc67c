//! SQL, one table or aggregate a file.

pub mod analytics;
pub mod listed;
pub mod loaded;
pub mod search;
pub mod terms;
