//! What people and programs do with the app, told against the running app: the host, the services as WebAssembly, their databases, Redis.
//!
//! Folders mirror the URL tree. Stories share one app and have users of their own, unless they need an app in a particular state.
#![cfg(test)]

mod analytics;
mod auth;
mod autocomplete;
mod contracts;
mod dictionary;
mod faults;
mod frontend;
mod goals;
mod logbook;
mod operations;
mod pieces;
mod plans;
mod provider;
mod realtime;
mod repertoire;
mod story;
mod sync;
mod templates;
mod upstream;
mod user;
mod web;
