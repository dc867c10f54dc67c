//! Log lines: one JSON object each, on standard error.
//!
//! Never a token, an address or a note's text.

use std::io::Write;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::platform;

static SERVICE: OnceLock<&'static str> = OnceLock::new();

/// Names the service in every line from now on.
pub fn set_service(name: &'static str) {
    let _ = SERVICE.set(name);
}

/// Something that is as it should be.
pub fn info(message: &str, fields: &[(&str, Value)]) {
    line("info", message, fields);
}

/// Something that somebody should look at some day.
pub fn warn(message: &str, fields: &[(&str, Value)]) {
    line("warn", message, fields);
}

/// Something that somebody should look at now.
pub fn error(message: &str, fields: &[(&str, Value)]) {
    line("error", message, fields);
}

fn line(level: &str, message: &str, fields: &[(&str, Value)]) {
    let mut object = Map::new();
    object.insert("time".to_owned(), platform::rfc3339(platform::now()).into());
    object.insert("level".to_owned(), level.into());
    object.insert("service".to_owned(), SERVICE.get().copied().unwrap_or("-").into());
    object.insert("message".to_owned(), message.into());
    object.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let mut text = Value::Object(object).to_string();
    text.push('\n');
    // In one piece, so that lines of several instances do not mix. A log that cannot be written is no reason to fail.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
