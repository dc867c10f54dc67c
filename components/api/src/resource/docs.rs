//! What the OpenAPI document says of resources, beyond the endpoints themselves.

use std::collections::BTreeMap;

use mirubato_records::Kind;
use mirubato_records::kinds::json_schema;
use serde_json::{Value, json};
use utoipa::IntoResponses;
use utoipa::openapi::RefOr;
use utoipa::openapi::response::Response;

use crate::routes::openapi::{Problems, problems};

/// `logbook_entry` as `LogbookEntry`.
#[must_use]
pub fn schema_name(kind: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    kind.split('_').map(word).collect()
}

/// The schemas of a kind by name: its fields, the resource, and a page of a list.
#[must_use]
pub fn schemas(kind: &Kind) -> [(String, Value); 3] {
    let name = schema_name(kind.name);
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let resource = json!({
        "description": format!("{} As a resource.", kind.doc),
        "allOf": [reference(&name), reference("Shown")],
    });
    let page = json!({
        "type": "object",
        "required": ["items", "nextCursor"],
        "properties": {
            "items": { "type": "array", "items": reference(&format!("{name}Resource")) },
            "nextCursor": { "type": ["string", "null"], "description": "Where the next page begins. Null on the last." },
        },
    });
    [(name.clone(), json_schema(kind)), (format!("{name}Resource"), resource), (format!("{name}Page"), page)]
}

/// What every resource has besides its fields.
#[must_use]
pub fn shown() -> Value {
    json!({
        "type": "object",
        "required": ["id", "version"],
        "properties": {
            "id": { "type": "string", "format": "uuid",
                "description": "Made by the client, or by the server where it is missing in a POST. Never changes." },
            "version": { "type": "integer", "minimum": 0, "readOnly": true,
                "description": "The user's version as of the last change. `ETag` is `\"v<version>\"`." },
            "createdAt": { "type": "string", "format": "date-time", "readOnly": true },
            "updatedAt": { "type": "string", "format": "date-time", "readOnly": true },
        },
    })
}

/// Adds to every endpoint what is the same for all: who may call it, and the headers a write may carry.
pub fn finish(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for operations in paths.values_mut().filter_map(Value::as_object_mut) {
        for (method, operation) in operations {
            // Whoever can be told to sign in has to.
            if operation["responses"].get("401").is_none() || operation.get("security").is_some() {
                continue;
            }
            operation["security"] = json!([{ "bearer": [] }, { "cookie": [] }]);
            let mut add = |name: &str, schema: Value, description: &str| {
                let header = json!({ "name": name, "in": "header", "required": false, "schema": schema, "description": description });
                match operation["parameters"].as_array_mut() {
                    Some(parameters) => parameters.push(header),
                    None => operation["parameters"] = json!([header]),
                }
            };
            if matches!(method.as_str(), "post" | "put" | "patch" | "delete") {
                let description = "The device the change comes from, which is not told of it.";
                add("X-Device-ID", json!({ "type": "string", "format": "uuid" }), description);
            }
            if method == "post" {
                let description =
                    "The same key and body get the same answer again, with `Idempotency-Replayed: true`, for 24 hours.";
                add("Idempotency-Key", json!({ "type": "string", "minLength": 1, "maxLength": 255 }), description);
            }
        }
    }
}

/// The failures of an endpoint that writes.
pub struct WriteProblems;

impl IntoResponses for WriteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Problems::responses();
        all.extend(problems(&[409, 412]));
        all
    }
}
