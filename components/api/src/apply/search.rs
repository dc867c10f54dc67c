//! What a record is found by and sorted by.

use mirubato_names::fold;
use mirubato_records::Record;
use serde_json::Value;

use crate::store::records::Stored;

/// The fields one might look for.
const SEARCHED: [&str; 9] =
    ["title", "composer", "pieces", "notes", "description", "instrument", "tags", "techniques", "focusAreas"];

/// Everything one might look for in a record, folded: lower case, no accents.
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

/// When a log entry took place; for anything else, when it was made. Unix milliseconds.
pub(super) fn sort_at(kind: &str, stored: &Stored) -> u64 {
    let timestamp = || stored.record.value("timestamp")?.parse().ok();
    let created = || {
        let moment: jiff::Timestamp = stored.created_on.parse().ok()?;
        u64::try_from(moment.as_millisecond()).ok()
    };
    let found = if kind == "logbook_entry" { timestamp() } else { created() };
    found.unwrap_or(0)
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
