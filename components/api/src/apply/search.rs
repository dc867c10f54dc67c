//! What a record is found by and sorted by.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use mirubato_names::fold;
use mirubato_records::Record;
use serde_json::Value;

use crate::store::records::Stored;

/// The fields one might look for.
const SEARCHED: [&str; 9] =
    ["title", "composer", "pieces", "notes", "description", "instrument", "tags", "techniques", "focusAreas"];

/// Everything one might look for in a record, folded: lower case, no accents. It begins with the title, by which lists can be sorted.
pub(super) fn text(record: &Record) -> String {
    let mut words = String::new();
    for name in SEARCHED {
        if let Some(value) = record.value(name).and_then(|text| serde_json::from_str(text).ok()) {
            collect(&value, &mut words);
        }
    }
    fold(&words)
}

fn collect(value: &Value, words: &mut String) {
    match value {
        Value::String(text) => words.extend([text.as_str(), "\n"]),
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        Value::Object(fields) => {
            // An identity is made of the words beside it.
            fields.iter().filter(|(name, _)| *name != "scoreId").for_each(|(_, value)| collect(value, words));
        }
        _ => {}
    }
}

/// When a log entry took place; when a session is planned for; for anything else, and a session without a time, when it was made. Unix
/// milliseconds.
pub(super) fn sort_at(kind: &str, stored: &Stored) -> u64 {
    let value = |name: &str| stored.record.value(name).filter(|text| *text != "null");
    let found = match kind {
        "logbook_entry" => value("timestamp").and_then(|text| text.parse().ok()),
        "plan_occurrence" => value("scheduledStart").and_then(moment),
        _ => None,
    };
    found.or_else(|| millis(stored.created_on.parse().ok()?)).unwrap_or(0)
}

/// A moment or the beginning of a day, UTC, from JSON text.
fn moment(text: &str) -> Option<u64> {
    let text: String = serde_json::from_str(text).ok()?;
    let day = || TimeZone::UTC.to_timestamp(text.parse::<Date>().ok()?.into()).ok();
    text.parse().ok().or_else(day).and_then(millis)
}

fn millis(moment: jiff::Timestamp) -> Option<u64> {
    u64::try_from(moment.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_pieces_and_notes_and_not_by_ids() {
        let values = [
            ("pieces", r#"[{"title":"Für Elise","composer":"Beethoven","scoreId":"identity"}]"#),
            ("notes", r#""Left hand, ÉTUDE""#),
            ("goalIds", r#"["g1"]"#),
        ];
        let record = Record::setting(values.map(|(name, value)| (name.to_owned(), value.to_owned())), "1");
        let found = text(&record);
        for word in ["fur elise", "beethoven", "etude"] {
            assert!(found.contains(word), "{word} in {found}");
        }
        assert!(!found.contains("identity") && !found.contains("g1"));
    }
}
