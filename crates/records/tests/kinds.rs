//! What may be stored, and what is said about the rest.
#![cfg(test)]

use mirubato_records::kinds::{self, KINDS, Terms, Violation, check, check_complete, json_schema};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: u64 = 1_790_000_000_000;
const TERMS: Terms = Terms { now: NOW, score_id: mirubato_names::normalise_score_id };

/// Checks an object as the fields of a kind, and gives it back as it is stored.
fn stored(kind: &str, fields: &Value) -> Result<Value, Vec<Violation>> {
    let pairs = fields.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
    let stored = check(kind, pairs, TERMS)?;
    Ok(stored
        .into_iter()
        .map(|(name, text)| (name, serde_json::from_str(&text).unwrap()))
        .collect::<serde_json::Map<_, _>>()
        .into())
}

fn refused(kind: &str, fields: &Value) -> Vec<(String, &'static str)> {
    stored(kind, fields).unwrap_err().into_iter().map(|violation| (violation.pointer, violation.code)).collect()
}

fn entry() -> Value {
    json!({ "timestamp": NOW, "duration": 1_800, "type": "practice", "instrument": "piano" })
}

fn entry_with(name: &str, value: Value) -> Value {
    let mut entry = entry();
    entry[name] = value;
    entry
}

#[test]
fn a_plain_entry_is_stored_as_it_is() {
    assert_eq!(stored("logbook_entry", &entry()), Ok(entry()));
}

#[test]
fn an_entry_is_put_in_the_form_of_the_store() {
    let fields = json!({
        "timestamp": "2026-09-21T16:13:20+02:00",
        "duration": 1800.0,
        "instrument": " Viola da Gamba ",
        "pieces": [{ "title": "Folia", "composer": null, "scoreId": "Folia-Marais" }],
    });
    let stored = stored("logbook_entry", &fields).unwrap();
    assert_eq!(stored["timestamp"], json!(NOW));
    assert_eq!(stored["duration"], json!(1_800));
    assert_eq!(stored["instrument"], json!("viola da gamba"));
    assert_eq!(stored["pieces"][0]["scoreId"], json!(mirubato_names::normalise_score_id("Folia-Marais")));
}

#[test]
fn a_piece_may_have_no_composer() {
    for composer in [json!(null), json!("")] {
        assert!(
            stored("logbook_entry", &entry_with("pieces", json!([{ "title": "Folia", "composer": composer }]))).is_ok()
        );
    }
}

#[test]
fn a_goal_may_be_paused() {
    assert!(stored("goal", &json!({ "title": "Scales", "type": "custom", "status": "paused" })).is_ok());
}

#[test]
fn a_session_of_a_plan_may_measure_anything_and_start_on_a_plain_day() {
    let metrics = json!({ "undo": { "at": "x" }, "pendingLog": true, "bars": [1, 2] });
    assert!(stored("plan_occurrence", &json!({ "planId": "p", "status": "scheduled", "metrics": metrics })).is_ok());
    let schedule = json!({ "kind": "recurring", "rule": "FREQ=WEEKLY;BYDAY=MO", "startDate": "2026-09-21" });
    assert!(stored("practice_plan", &json!({ "title": "Mondays", "schedule": schedule })).is_ok());
}

#[test]
fn a_dropped_piece_is_a_piece() {
    assert!(stored("repertoire_item", &json!({ "scoreId": "a-b", "title": "A", "status": "dropped" })).is_ok());
}

#[test]
fn fields_the_kind_does_not_know_are_kept() {
    let fields = entry_with("autoTracked", json!({ "by": "metronome", "bpm": [60, 72] }));
    assert_eq!(stored("logbook_entry", &fields), Ok(fields));
    let pieces = json!([{ "title": "Folia", "edition": "Urtext" }]);
    assert_eq!(stored("logbook_entry", &entry_with("pieces", pieces.clone())).unwrap()["pieces"], pieces);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let fields = json!({
        "timestamp": "yesterday",
        "duration": -1,
        "type": "nap",
        "instrument": "",
        "pieces": [{ "title": "" }, { "composer": 3 }],
        "tags": ["a", 1],
        "mood": "cheerful",
        "version": 3,
    });
    let mut wrong = refused("logbook_entry", &fields);
    wrong.sort();
    let expected = [
        ("/duration", "out_of_range"),
        ("/instrument", "too_short"),
        ("/mood", "not_one_of"),
        ("/pieces/0/title", "too_short"),
        ("/pieces/1/composer", "wrong_type"),
        ("/pieces/1/title", "required"),
        ("/tags/1", "wrong_type"),
        ("/timestamp", "not_a_time"),
        ("/type", "not_one_of"),
        ("/version", "reserved"),
    ];
    assert_eq!(wrong, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
}

#[test]
fn every_limit_holds_at_its_edge() {
    let texts = |count: usize, length: usize| json!(vec!["é".repeat(length); count]);
    let pieces = |count: usize| json!(vec![json!({ "title": "A" }); count]);
    let cases = [
        ("duration", json!(86_400), json!(86_401)),
        ("timestamp", json!(NOW + 86_400_000), json!(NOW + 86_400_001)),
        ("timestamp", json!(0), json!(-1)),
        ("instrument", json!("é".repeat(50)), json!("é".repeat(51))),
        ("notes", json!("é".repeat(5_000)), json!("é".repeat(5_001))),
        ("pieces", pieces(10), pieces(11)),
        ("pieces", json!([{ "title": "é".repeat(255) }]), json!([{ "title": "é".repeat(256) }])),
        ("techniques", texts(20, 100), texts(21, 100)),
        ("techniques", texts(1, 100), texts(1, 101)),
        ("tags", texts(10, 50), texts(11, 50)),
        ("tags", texts(1, 50), texts(1, 51)),
    ];
    for (name, fits, too_much) in cases {
        assert!(stored("logbook_entry", &entry_with(name, fits)).is_ok(), "{name}");
        assert_eq!(stored("logbook_entry", &entry_with(name, too_much)).unwrap_err().len(), 1, "{name}");
    }
}

#[test]
fn a_record_has_an_end() {
    let many: Value = (0..101).map(|n| (format!("f{n}"), json!(1))).collect::<serde_json::Map<_, _>>().into();
    assert_eq!(refused("goal", &many), [(String::new(), "too_many")]);
    assert_eq!(refused("goal", &json!({ "extra": "x".repeat(65_536) })), [(String::new(), "too_large")]);
    let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(check("goal", vec![("extra".to_owned(), nested)], TERMS).unwrap_err()[0].code, "malformed");
}

#[test]
fn names_that_are_no_names_are_refused_and_pointed_to() {
    assert_eq!(refused("goal", &json!({ "a/b~c": 1 })), [("/a~1b~0c".to_owned(), "malformed")]);
    assert_eq!(refused("goal", &json!({ "": 1 })), [("/".to_owned(), "malformed")]);
    assert_eq!(refused("nothing_such", &json!({ "a": 1 })), [(String::new(), "unknown_kind")]);
}

#[test]
fn a_required_field_is_missing_where_it_is_absent_or_null() {
    let kind = kinds::find("goal").unwrap();
    let lacking = |title| check_complete(kind, |name| if name == "title" { title } else { Some("\"custom\"") });
    assert_eq!(lacking(Some("\"A\"")), []);
    assert_eq!(lacking(None)[0].pointer, "/title");
    assert_eq!(lacking(Some("null"))[0].pointer, "/title");
}

#[test]
fn what_is_stored_passes_again_unchanged() {
    for kind in KINDS {
        let schema = json_schema(kind);
        assert_eq!(schema["type"], "object", "{}", kind.name);
    }
    let once =
        stored("logbook_entry", &json!({ "timestamp": "2026-09-21T16:13:20+02:00", "instrument": "OBOE" })).unwrap();
    assert_eq!(stored("logbook_entry", &once), Ok(once));
}

/// Any JSON a client could think of, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z/~]{0,8}", inner, 0..6)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_sent_is_stored_or_refused_with_a_pointer_into_it(kind in 0..KINDS.len(), field: prop::sample::Index, value in any_json()) {
        let kind = KINDS[kind];
        let name = kind.fields[field.index(kind.fields.len())].name;
        match stored(kind.name, &json!({ name: value })) {
            Ok(first) => prop_assert_eq!(stored(kind.name, &first), Ok(first)),
            Err(violations) => {
                let prefix = format!("/{name}");
                prop_assert!(violations.iter().all(|violation| violation.pointer.starts_with(&prefix)));
            }
        }
    }
}
