//! `/api/sync`: devices that hold everything themselves.

mod away;
mod logbook;
mod pull;
mod push;
mod status;
