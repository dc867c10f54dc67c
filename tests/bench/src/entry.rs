//! What is written while something is measured: a log entry as the app makes it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// A mutation that makes a new entry, named `id`.
pub(crate) fn make(id: &str, record: &str, device: &str) -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    json!({
        "id": id,
        "kind": "logbook_entry",
        "recordId": record,
        "op": "set",
        "fields": {
            "timestamp": now,
            "duration": 1_800,
            "type": "practice",
            "instrument": "piano",
            "pieces": [{ "scoreId": "nocturne op. 9 no. 2-frédéric chopin", "title": "Nocturne Op. 9 No. 2", "composer": "Frédéric Chopin" }],
            "techniques": ["scales", "voicing"],
            "tags": ["morning"],
            "mood": "satisfied",
            "notes": "Left hand alone, bars 1 to 8, then both hands at 60.",
        },
        "stamp": format!("{now:013}-0000-{device}"),
    })
}
