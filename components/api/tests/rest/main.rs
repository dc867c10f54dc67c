//! Rules and SQL behind REST, against a real database, without HTTP.
#![cfg(test)]

mod accounts;
mod purge;
mod story;
