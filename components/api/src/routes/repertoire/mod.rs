//! `/api/repertoire`: what is played.

mod collection;
mod dissociate;
mod item;
mod stats;

use mirubato_kit::platform;
use mirubato_names::score_id;
use mirubato_records::kinds::{self, REPERTOIRE_ITEM, Terms};
use serde_json::{Value, json};

use crate::endpoints;
use crate::endpoints::Endpoints;
use crate::resource::{Resource, Values};
use crate::store::records::Stored;

/// The most changes of status that are kept, as the kind says.
const MAX_HISTORY: usize = 500;

/// Pieces of the repertoire as resources.
pub static ITEMS: Resource = Resource { kept: &["history"], complete, ..Resource::of(&REPERTOIRE_ITEM) };

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(collection::list_items, collection::create_item))
        .with(endpoints!(item::read_item, item::replace_item, item::patch_item, item::delete_item))
        .with(endpoints!(stats::repertoire_stats))
        .with(endpoints!(dissociate::dissociate_item))
}

fn complete(values: &mut Values, stored: Option<&Stored>, now: u64) {
    identify(values, stored);
    note_status(values, stored, now);
}

/// Where the identity of the piece is not named, it stays, or is made of title and composer.
fn identify(values: &mut Values, stored: Option<&Stored>) {
    let named = values.get("scoreId").map(String::as_str);
    match (named, stored) {
        (None, Some(stored)) => {
            let kept = stored.record.value("scoreId").map(|id| ("scoreId".to_owned(), id.to_owned()));
            values.extend(kept);
        }
        (None | Some("null"), None) => {
            let text = |name: &str| serde_json::from_str::<String>(values.get(name)?).ok();
            if let Some(title) = text("title").filter(|title| !title.trim().is_empty()) {
                let id = score_id(&title, text("composer").as_deref());
                values.insert("scoreId".to_owned(), Value::from(id).to_string());
            }
        }
        _ => {}
    }
}

/// A change of status is added to the history, unless the write names the history itself.
fn note_status(values: &mut Values, stored: Option<&Stored>, now: u64) {
    let read = |text: Option<&str>| text.and_then(|text| serde_json::from_str::<Value>(text).ok());
    // What is no status is refused where it stands, and has no place in the history.
    let named = values.get("status").filter(|text| is_status(text, now));
    let status = read(named.map(String::as_str));
    let before = stored.and_then(|stored| read(stored.record.value("status")));
    if let (Some(status), Some(before), false) = (status, before, values.contains_key("history"))
        && status != before
    {
        let history = stored.and_then(|stored| read(stored.record.value("history")));
        let mut history = history.and_then(|history| history.as_array().cloned()).unwrap_or_default();
        history.push(json!({ "status": status, "at": platform::rfc3339(now) }));
        let oldest = history.len().saturating_sub(MAX_HISTORY);
        values.insert("history".to_owned(), Value::from(history.split_off(oldest)).to_string());
    }
}

fn is_status(text: &str, now: u64) -> bool {
    let values = vec![("status".to_owned(), text.to_owned())];
    text != "null" && kinds::check(REPERTOIRE_ITEM.name, values, Terms::at(now)).is_ok()
}
