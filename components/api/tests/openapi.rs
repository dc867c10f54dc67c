//! The API's document: as it is kept in the repository, and whole in itself.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mirubato_api::routes::all;
use mirubato_api::routes::openapi::document;
use serde_json::Value;

#[test]
fn the_document_in_the_repository_is_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let said = document();
    for (path, operations) in said["paths"].as_object().unwrap() {
        assert_eq!(&kept["paths"][path], operations, "{path} has changed; if that is meant, run `cargo xtask openapi`");
    }
    assert_eq!(kept, said, "the document has changed; if that is meant, run `cargo xtask openapi`");
}

#[test]
fn no_two_schemas_have_one_name() {
    let mut known = BTreeMap::new();
    for (name, schema) in all().schemas() {
        let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
        assert_eq!(serde_json::to_value(before).unwrap(), serde_json::to_value(schema).unwrap(), "{name}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn look(value: &Value, document: &Value) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
                }
                members.values().for_each(|member| look(member, document));
            }
            Value::Array(items) => items.iter().for_each(|item| look(item, document)),
            _ => {}
        }
    }
    let document = document();
    look(&document, &document);
}

#[test]
fn every_operation_is_named_once_and_says_what_it_does_and_how_it_fails() {
    let document = document();
    let mut names = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} is the name of two operations");
            assert!(
                operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
                "{method} {path} has no summary"
            );
            let takes_input = operation.get("requestBody").is_some();
            assert!(!takes_input || operation["responses"].get("422").is_some(), "{method} {path} refuses nothing");
        }
    }
}
