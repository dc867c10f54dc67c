//! The reviewed terms of the dictionary, as a model would answer them.
#![allow(dead_code, clippy::allow_attributes, reason = "not every test needs all of it")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use mirubato_dictionary_terms::files::content;
use mirubato_dictionary_terms::{Related, Term};
use serde_json::{Value, json};

/// Every term, by its slug.
pub(crate) fn terms() -> &'static BTreeMap<String, Term> {
    static TERMS: LazyLock<BTreeMap<String, Term>> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../terms");
        content(&folder).unwrap().terms.into_iter().map(|term| (term.id.clone(), term)).collect()
    });
    &TERMS
}

/// The answer for one term, with a name in every language.
pub(crate) fn allegro() -> Value {
    let mut answer = answer(&terms()["allegro"]);
    answer["definitions"]["es"]["names"] = json!(["alegro"]);
    answer["definitions"]["zh-CN"]["names"] = json!(["快板"]);
    answer
}

/// A good answer: what people wrote, in the form a model is asked for.
pub(crate) fn answer(term: &Term) -> Value {
    let related: Vec<_> = term.related.iter().map(|Related { id, .. }| id).collect();
    json!({
        "isMusicalTerm": true,
        "term": term.term, "language": term.source_language, "kind": term.r#type, "ipa": term.pronunciation.ipa,
        "difficulty": term.difficulty, "instruments": term.instruments, "abbreviations": term.abbreviations,
        "synonyms": term.synonyms, "related": related, "definitions": term.definitions,
    })
}
