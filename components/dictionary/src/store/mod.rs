//! SQL, one table or aggregate a file.

pub mod analytics;
pub mod budgets;
pub mod drafts;
pub mod feedback;
pub mod generations;
pub mod listed;
pub mod loaded;
pub mod reports;
pub mod review;
pub mod search;
pub mod terms;
pub mod withdrawn;
