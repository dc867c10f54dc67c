//! A kind as JSON Schema, for the OpenAPI document.

use serde_json::{Map, Value, json};

use super::Kind;
use super::rule::{Field, Rule};

/// The schema of the fields of a kind (JSON Schema 2020-12, as in OpenAPI 3.1).
#[must_use]
pub fn json_schema(kind: &Kind) -> Value {
    let mut schema = object(kind.fields);
    schema["description"] = json!(kind.doc);
    schema
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.to_owned(), described(field))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": true });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn described(field: &Field) -> Value {
    let mut schema = rule(&field.rule);
    if field.nullable
        && let Some(kind) = schema.get("type").cloned()
    {
        schema["type"] = match kind {
            Value::Array(mut kinds) => {
                kinds.push(json!("null"));
                Value::Array(kinds)
            }
            one => json!([one, "null"]),
        };
        if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
            words.push(Value::Null);
        }
    }
    schema["description"] = json!(field.doc);
    schema
}

fn rule(rule: &Rule) -> Value {
    match rule {
        Rule::Text { min: 0, max } => json!({ "type": "string", "maxLength": max }),
        Rule::Text { min, max } => json!({ "type": "string", "minLength": min, "maxLength": max }),
        Rule::LowerText { max } => json!({ "type": "string", "minLength": 1, "maxLength": max }),
        Rule::OneOf(words) => json!({ "type": "string", "enum": words }),
        Rule::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Rule::Number { min, max } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Rule::NumberOrText { max } => json!({ "type": ["number", "string"], "maxLength": max }),
        Rule::Boolean => json!({ "type": "boolean" }),
        Rule::Millis => json!({ "type": ["integer", "string"], "minimum": 0 }),
        Rule::Moment => json!({ "type": "string", "format": "date-time" }),
        Rule::Date => json!({ "type": "string", "format": "date" }),
        Rule::DateOrMoment => json!({ "type": "string" }),
        Rule::TimeOfDay => json!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$" }),
        Rule::Reference => json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" }),
        Rule::ScoreId => json!({ "type": "string", "minLength": 1, "maxLength": 600 }),
        Rule::Link => json!({ "type": "string", "pattern": "^https?://", "maxLength": 2000 }),
        Rule::Recurrence => json!({ "type": "string", "pattern": "FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)" }),
        Rule::List { max, of } => json!({ "type": "array", "maxItems": max, "items": self::rule(of) }),
        Rule::Object(fields) => object(fields),
        Rule::Anything { .. } => json!({}),
    }
}
