//! `/api/user`: the account and all that is in it.

mod erasure;
mod export_import;
mod me;
mod preferences;
