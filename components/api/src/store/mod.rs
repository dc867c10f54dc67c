//! SQL: one table or aggregate a file. Nothing here decides anything.

pub mod attempts;
pub mod changes;
pub mod devices;
pub mod entries;
pub mod erasures;
pub mod export;
pub mod links;
pub mod lists;
pub mod names;
pub mod outbox;
pub mod pieces;
pub mod plans;
pub mod preferences;
pub mod purge;
pub mod records;
pub mod repertoire;
pub mod resources;
pub mod sessions;
pub mod templates;
pub mod users;
