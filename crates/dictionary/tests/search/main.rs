//! How what somebody typed is matched with terms.
#![cfg(test)]

mod fold;
mod query;
mod rank;
mod slips;
mod words;
