//! The reviewed terms of the dictionary, as a model would answer them.
#![allow(dead_code, clippy::allow_attributes, reason = "not every test needs all of it")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};

/// Every term as a good answer of a model, by its slug.
pub(crate) fn answers() -> &'static BTreeMap<String, Value> {
    static ANSWERS: LazyLock<BTreeMap<String, Value>> = LazyLock::new(read);
    &ANSWERS
}

fn read() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../terms");
    let kinds = std::fs::read_dir(folder).unwrap().map(|kind| kind.unwrap().path()).filter(|kind| kind.is_dir());
    let files = kinds.flat_map(|kind| std::fs::read_dir(kind).unwrap().map(|file| file.unwrap().path()));
    files
        .map(|file| {
            let term: Value = toml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            (file.file_stem().unwrap().to_string_lossy().into_owned(), answer(&term))
        })
        .collect()
}

/// The answer for one term.
pub(crate) fn allegro() -> Value {
    answers()["allegro"].clone()
}

fn answer(term: &Value) -> Value {
    let languages = ["en", "es", "fr", "de", "zh-CN", "zh-TW"];
    let definitions: serde_json::Map<_, _> =
        languages.iter().map(|language| ((*language).to_owned(), term[language].clone())).collect();
    json!({
        "isMusicalTerm": true,
        "term": term["term"], "language": term["language"], "kind": term["kind"], "ipa": term["ipa"],
        "difficulty": term["difficulty"], "instruments": term["instruments"], "abbreviations": term["abbreviations"],
        "synonyms": term["synonyms"], "related": term["related"], "definitions": definitions,
    })
}
