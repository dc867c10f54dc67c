//! SQL, one table or aggregate a file.

pub mod loaded;
pub mod terms;
