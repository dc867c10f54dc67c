//! The rules of records as a component that imports nothing: composed into `api`, and run in the browser from the same bytes.
//!
//! Here is only the passage between the types of `wit/records` and those of `mirubato-records`.
#![cfg(target_family = "wasm")]

mod bindings {
    #![expect(unsafe_code, clippy::pedantic, reason = "generated")]
    wit_bindgen::generate!({ path: "../../wit/records", world: "rules" });
    use super::Rules;
    export!(Rules);
}
mod convert;

use bindings::exports::mirubato::records::{device, kinds, merge};
use convert::{from_wit, into_edited, into_wit};
use mirubato_records::kinds as rules;

struct Rules;

impl merge::Guest for Rules {
    fn merge(a: merge::Record, b: merge::Record) -> merge::Record {
        into_wit(mirubato_records::merge(from_wit(a), from_wit(b)))
    }

    fn merge_each(pairs: Vec<(merge::Record, merge::Record)>) -> Vec<merge::Record> {
        pairs.into_iter().map(|(a, b)| <Self as merge::Guest>::merge(a, b)).collect()
    }
}

impl device::Guest for Rules {
    fn next_stamp(last: Option<String>, now: u64, device: String) -> String {
        mirubato_records::device::next_stamp(last.as_deref(), now, &device)
    }

    fn edit(current: Option<device::Record>, values: Vec<(String, String)>, stamp: String) -> device::Edited {
        into_edited(mirubato_records::device::edit(current.map(from_wit), values, &stamp))
    }

    fn delete(current: Option<device::Record>, stamp: String) -> device::Edited {
        into_edited(mirubato_records::device::delete(current.map(from_wit), &stamp))
    }

    fn receive(current: Option<device::Record>, incoming: device::Record) -> device::Record {
        into_wit(mirubato_records::device::receive(current.map(from_wit), from_wit(incoming)))
    }

    fn restamp(current: device::Record, change: device::Record, fresh: String) -> device::Edited {
        into_edited(mirubato_records::device::restamp(from_wit(current), from_wit(change), &fresh))
    }
}

impl kinds::Guest for Rules {
    fn check(
        kind: String,
        values: Vec<(String, String)>,
        complete: bool,
        now: u64,
    ) -> Result<Vec<(String, String)>, Vec<kinds::Violation>> {
        let mut violations = Vec::new();
        if let Some(kind) = rules::find(&kind).filter(|_| complete) {
            let value = |name: &str| values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            violations = rules::check_complete(kind, value);
        }
        match rules::check(&kind, values, rules::Terms::at(now)) {
            Ok(stored) if violations.is_empty() => return Ok(stored),
            Ok(_) => {}
            // A required field that is null is found by both.
            Err(found) => {
                violations.retain(|missing| found.iter().all(|other| other.pointer != missing.pointer));
                violations.extend(found);
            }
        }
        Err(violations.into_iter().map(convert::violation).collect())
    }
}
