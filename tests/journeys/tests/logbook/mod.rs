//! `/api/logbook`: what was practised.

mod entries;
mod lists;
