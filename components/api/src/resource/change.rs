//! What a write makes of a record: which fields it sets, or why it is refused.

use mirubato_names::normalise_score_id;
use mirubato_problem::{Failure, catalogue};
use mirubato_records::kinds::{self, Terms};
use mirubato_records::mutation::Refusal;
use mirubato_records::{Record, Violation};
use mirubato_web::entity_tag;
use serde_json::{Map, Value};

use super::{Parent, Place, Resource, Values};
use crate::apply::{self, Change, Proposal};
use crate::store::records::Stored;

/// What is said of an id that is none.
pub const NOT_A_UUID: &str = "This is a UUID in lower case with hyphens.";

/// Makes a record. One with the same id that holds the same is left as it is, one that was deleted comes back.
#[must_use]
pub fn create(place: Place, values: Values, now: u64) -> Proposal {
    propose(place, move |place, stored, stamp| {
        let is_there = stored.is_some_and(|stored| !stored.record.is_deleted());
        let change = set(place, stored, values, Extent::Whole, now, stamp)?;
        if is_there && !change.fields.is_empty() { Err((&catalogue::ALREADY_EXISTS).into()) } else { Ok(change) }
    })
}

/// Sets all fields: those that are not named become null.
#[must_use]
pub fn replace(place: Place, values: Values, if_match: Option<String>, now: u64) -> Proposal {
    propose(place, move |place, stored, stamp| {
        let stored = live(stored, place.parent.as_ref())?;
        check(if_match.as_deref(), stored)?;
        set(place, Some(stored), values, Extent::Whole, now, stamp)
    })
}

/// Sets all fields of a record that is always there, whether or not somebody wrote it before.
#[must_use]
pub fn put(place: Place, values: Values, if_match: Option<String>, now: u64) -> Proposal {
    propose(place, move |place, stored, stamp| {
        match stored.filter(|stored| !stored.record.is_deleted()) {
            Some(stored) => check(if_match.as_deref(), stored)?,
            None => check(if_match.as_deref(), &Stored::default())?,
        }
        set(place, stored, values, Extent::Whole, now, stamp)
    })
}

/// Makes a record unless there is one with its id.
#[must_use]
pub fn add(place: Place, values: Values, now: u64) -> Proposal {
    propose(place, move |place, stored, stamp| match stored.filter(|stored| !stored.record.is_deleted()) {
        None => set(place, stored, values, Extent::Whole, now, stamp),
        Some(_) => Ok(Record::default()),
    })
}

/// Sets the fields that are named, as a JSON merge patch (RFC 7396): null takes a value away, objects are merged.
#[must_use]
pub fn patch(place: Place, patch: Values, if_match: Option<String>, now: u64) -> Proposal {
    propose(place, move |place, stored, stamp| {
        let stored = live(stored, place.parent.as_ref())?;
        check(if_match.as_deref(), stored)?;
        let merged = patch.into_iter().map(|(name, patch)| {
            let value = patched(stored.record.value(&name), patch);
            (name, value)
        });
        let merged = merged.collect();
        set(place, Some(stored), merged, Extent::Part, now, stamp)
    })
}

/// Deletes a record.
#[must_use]
pub fn delete(place: Place, if_match: Option<String>) -> Proposal {
    propose(place, move |place, stored, stamp| {
        check(if_match.as_deref(), live(stored, place.parent.as_ref())?)?;
        Ok(Record::deleting(stamp))
    })
}

/// How much of a record a write is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it: what is not named becomes null, and what is required must be named.
    Whole,
    /// What is named.
    Part,
}

fn propose(
    place: Place,
    make: impl FnOnce(&Place, Option<&Stored>, &str) -> Result<Record, Failure> + Send + 'static,
) -> Proposal {
    let (kind, id) = (place.resource.kind, place.id.clone());
    Proposal { kind, id, change: Change::Ours(Box::new(move |stored, stamp| make(&place, stored, stamp))) }
}

/// The record, if it is there and belongs to `parent`.
///
/// # Errors
/// `not-found`.
pub fn live<'a>(stored: Option<&'a Stored>, parent: Option<&Parent>) -> Result<&'a Stored, Failure> {
    let belongs = |stored: &&Stored| {
        parent.is_none_or(|parent| stored.record.value(parent.field) == Some(parent.value().as_str()))
    };
    stored.filter(|stored| !stored.record.is_deleted()).filter(belongs).ok_or_else(|| (&catalogue::NOT_FOUND).into())
}

fn check(if_match: Option<&str>, stored: &Stored) -> Result<(), Failure> {
    let tag = entity_tag::of_version(stored.version);
    if if_match.is_none_or(|header| entity_tag::matches(header, &tag)) {
        Ok(())
    } else {
        Err((&catalogue::PRECONDITION_FAILED).into())
    }
}

/// The change that sets `values`, as far as they differ from what is stored.
///
/// # Errors
/// `invalid-record` with everything that is wrong.
pub fn set(
    place: &Place,
    stored: Option<&Stored>,
    mut values: Values,
    extent: Extent,
    now: u64,
    stamp: &str,
) -> Result<Record, Failure> {
    let Resource { kind, kept, complete, .. } = place.resource;
    let mut violations = check_ids(place, &mut values, extent);
    complete(&mut values, stored.filter(|stored| !stored.record.is_deleted()), now);
    if extent == Extent::Whole {
        violations.extend(kinds::check_complete(kind, |name| values.get(name).map(String::as_str)));
    }
    let terms = Terms { now, score_id: normalise_score_id };
    let checked = kinds::check(kind.name, values.into_iter().collect(), terms).unwrap_or_else(|more| {
        violations.extend(more);
        Vec::new()
    });
    if !violations.is_empty() {
        return Err(refused(violations, now));
    }
    let mut values: Values = checked.into_iter().collect();
    // Whatever is set on a deleted record brings it back, so then everything is set anew.
    let revives = stored.is_some_and(|stored| stored.record.is_deleted());
    let before = stored.into_iter().flat_map(|stored| &stored.record.fields);
    if extent == Extent::Whole {
        for (name, _) in before.clone().filter(|(name, _)| revives || !kept.contains(&name.as_str())) {
            values.entry(name.clone()).or_insert_with(|| "null".to_owned());
        }
    }
    for (name, field) in before.filter(|_| !revives) {
        if values.get(name).is_some_and(|value| is_same(value, &field.value)) {
            values.remove(name);
        }
    }
    Ok(Record::setting(values, stamp))
}

/// Why a record cannot be made whose id is no UUID, together with everything else that is wrong with it.
#[must_use]
pub fn without_id(resource: &Resource, values: Values, now: u64) -> Failure {
    let kind = resource.kind;
    let mut violations = kinds::check_complete(kind, |name| values.get(name).map(String::as_str));
    violations.extend(kinds::check(kind.name, values.into_iter().collect(), Terms::at(now)).err().unwrap_or_default());
    violations.push(Violation { pointer: "/id".to_owned(), code: "malformed", detail: NOT_A_UUID.to_owned() });
    refused(violations, now)
}

/// All that is wrong, in the order of the pointers, each once.
fn refused(mut violations: Vec<Violation>, now: u64) -> Failure {
    violations.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    violations.dedup();
    apply::failure(Refusal::Invalid(violations), now)
}

/// Takes the record's own id out of `values` and puts that of its parent in. Both may be there already, but no others.
fn check_ids(place: &Place, values: &mut Values, extent: Extent) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut check = |name: &str, value: Option<&String>, id: &str| {
        if value.is_some_and(|value| serde_json::from_str::<Value>(value).ok() != Some(id.into())) {
            let detail = format!("This is {id}, as the URL says.");
            violations.push(Violation { pointer: format!("/{name}"), code: "mismatch", detail });
        }
    };
    check("id", values.remove("id").as_ref(), &place.id);
    if let Some(parent) = &place.parent {
        check(parent.field, values.get(parent.field), &parent.id);
        if extent == Extent::Whole {
            values.insert(parent.field.to_owned(), parent.value());
        }
    }
    violations
}

/// Whether two JSON texts say the same, however they are written.
fn is_same(a: &str, b: &str) -> bool {
    let value = |text| serde_json::from_str::<Value>(text).ok();
    a == b || value(a) == value(b)
}

/// The value that `patch` makes of `stored`, all in JSON text. What is not JSON is left for the check to refuse.
fn patched(stored: Option<&str>, patch: String) -> String {
    match serde_json::from_str::<Value>(&patch) {
        Ok(object @ Value::Object(_)) => {
            let mut target = stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            merge_patch(&mut target, object);
            target.to_string()
        }
        _ => patch,
    }
}

/// RFC 7396, section 2.
fn merge_patch(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(object) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            object.remove(&name);
        } else {
            merge_patch(object.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The examples of RFC 7396, appendix A.
    #[test]
    fn patches_are_merged_as_the_standard_says() {
        for (mut target, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":"b","b":"c"}), json!({"a":null}), json!({"b":"c"})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"c"}), json!({"a":["b"]}), json!({"a":["b"]})),
            (json!({"a":{"b":"c"}}), json!({"a":{"b":"d","c":null}}), json!({"a":{"b":"d"}})),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a":"b"}), json!(["c"]), json!(["c"])),
            (json!({"a":"foo"}), json!(null), json!(null)),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (json!({}), json!({"a":{"bb":{"ccc":null}}}), json!({"a":{"bb":{}}})),
        ] {
            merge_patch(&mut target, patch.clone());
            assert_eq!(target, result, "{patch}");
        }
    }

    #[test]
    fn a_value_written_otherwise_is_the_same() {
        assert!(is_same("{\"a\": 1}", "{\"a\":1}"));
        assert!(!is_same("[1,2]", "[2,1]"));
    }
}
