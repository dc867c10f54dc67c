//! Everything that no other service answers: the app itself.

mod assets;
mod pages;

use std::path::PathBuf;

use mirubato_support::app::root;
use serde_json::{Map, Value};

/// The folder with what the build made.
fn dist() -> PathBuf {
    root().join("frontend/dist")
}

/// What the build made: every file by its path, with what is known of it.
fn files() -> Map<String, Value> {
    let text = std::fs::read_to_string(dist().join("assets.json")).expect("the app was built");
    serde_json::from_str(&text).unwrap()
}
