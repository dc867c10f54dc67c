//! Terms as administrators write them.

use std::collections::BTreeMap;

use mirubato_dictionary_terms::{Provenance, Quality, Term};
use mirubato_kit::sql::Executor;
use mirubato_kit::{Error, Result, body};
use mirubato_lexicographer::{Author, MAX_WANTED, check, quality, rules};
use mirubato_problem::{Failure, catalogue};
use serde_json::{Map, Value, json};

use crate::store::terms;

/// A term from what an administrator wrote.
///
/// What the service gives (`id`, `quality`, `provenance`, `updatedAt`, `version`) may be sent back and
/// is passed over. `place` is where it stands in the request: nothing, or `/edits`.
///
/// # Errors
/// `invalid-input` with a pointer to everything that is wrong.
pub async fn read(on: &impl Executor, slug: &str, mut written: Value, place: &str) -> Result<Term> {
    if let Some(fields) = written.as_object_mut() {
        let nothing = Quality { score: 0, accuracy: 0, completeness: 0, clarity: 0, examples: 0 };
        for (name, value) in [
            ("id", json!(slug)),
            ("quality", json!(nothing)),
            ("provenance", json!(Provenance::Reviewed)),
            ("updatedAt", json!("")),
            ("version", json!(0)),
        ] {
            fields.insert(name.to_owned(), value);
        }
    }
    let text = serde_json::to_vec(&written).map_err(Error::internal)?;
    let mut term: Term = body::parse(&text).map_err(|error| moved(error, place))?;
    let mut failure = Failure::new(&catalogue::INVALID_INPUT);
    for flaw in check(&mut term, Author::Person) {
        failure = failure.at(format!("{place}{}", flaw.pointer), flaw.fault.code(), format!("This {}.", flaw.fault));
    }
    let slugs: Vec<_> = term.related.iter().map(|related| related.id.as_str()).collect();
    let headwords: BTreeMap<_, _> = terms::headwords_of(on, &slugs).await?.into_iter().collect();
    for (number, related) in term.related.iter_mut().enumerate() {
        match headwords.get(&related.id).filter(|_| related.id != slug) {
            Some(headword) => related.term.clone_from(headword),
            None => {
                failure = failure.at(format!("{place}/related/{number}/id"), "unknown", "There is no such other term.");
            }
        }
    }
    if !failure.errors.is_empty() {
        return Err(failure.into());
    }
    // Whoever has read it vouches for it. Whether anything is missing can be seen.
    let seen = rules::score(&term);
    term.quality = quality::of(100, seen.completeness, seen.clarity, seen.examples);
    Ok(term)
}

/// `term` with `edits` merged into it (RFC 7396).
#[must_use]
pub fn merged(term: &Term, edits: Map<String, Value>) -> Value {
    let mut target = serde_json::to_value(term).unwrap_or_default();
    merge(&mut target, Value::Object(edits));
    target
}

/// Whether a slug is one: letters, digits and single hyphens between them.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= MAX_WANTED && text.split('-').all(is_word)
}

fn moved(mut error: Error, place: &str) -> Error {
    for one in &mut error.failure.errors {
        one.pointer.insert_str(0, place);
    }
    error
}

fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (name, value) in patch {
                if value.is_null() {
                    target.remove(&name);
                } else {
                    merge(target.entry(name).or_insert(Value::Null), value);
                }
            }
        }
        (target, Value::Object(patch)) => {
            *target = json!({});
            merge(target, Value::Object(patch));
        }
        (target, patch) => *target = patch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_told_from_other_text() {
        assert!(is_slug("da-capo-al-fine") && is_slug("8va"));
        for text in ["", "-", "a-", "-a", "a--b", "A", "a/b", "a b", "é", "a\u{202e}b"] {
            assert!(!is_slug(text), "{text:?}");
        }
    }

    #[test]
    fn edits_are_merged_as_the_standard_says() {
        for (mut target, patch, result) in [
            (json!({"a":"b"}), json!({"a":null,"c":{"d":1}}), json!({"c":{"d":1}})),
            (json!({"a":{"b":"c"}}), json!({"a":{"b":"d","c":null}}), json!({"a":{"b":"d"}})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"a":{"bb":{"ccc":null}}}), json!({"a":{"bb":{}}})),
        ] {
            merge(&mut target, patch);
            assert_eq!(target, result);
        }
    }
}
