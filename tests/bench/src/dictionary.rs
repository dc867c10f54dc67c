//! The dictionary's main calls, beside the same handlers on native axum and rusqlite.

use std::cell::Cell;

use anyhow::Result;
use mirubato_support::App;
use mirubato_support::app::root;
use serde_json::json;

use crate::load::Scenario;
use crate::{beside, wire};

/// What is looked up, in turn.
const TERMS: [&str; 8] =
    ["allegro", "crescendo", "fermata", "arpeggio", "eighth-note", "fugue", "vibrato", "da-capo-al-fine"];
const NAMES: [&str; 8] = ["allegro", "cresc.", "Fermate", "corchea", "croche", "%E5%BF%AB%E6%9D%BF", "mf", "staccato"];
const SLIPS: [&str; 8] =
    ["alegro", "cresendo", "fortisimo", "pizicato", "acelerando", "apoggiatura", "tremollo", "stacatto"];

pub(crate) fn run(seconds: u64) -> Result<()> {
    beside::run("dictionary", seconds, |_: &App, _| descriptions(), |descriptions| scenarios(descriptions))
}

/// What people ask who do not know the word: the queries that the search's quality is measured by.
fn descriptions() -> Vec<String> {
    let file = |language: &str| {
        let path = root().join(format!("tests/dictionary/queries/{language}.toml"));
        std::fs::read_to_string(path).unwrap_or_default()
    };
    let text = ["en", "es", "fr", "de", "zh-CN", "zh-TW"].map(file).concat();
    let texts = text.lines().filter_map(|line| line.strip_prefix("text = \"")?.strip_suffix('"'));
    texts.map(ToOwned::to_owned).collect()
}

fn scenarios(descriptions: &[String]) -> Vec<Scenario<'_>> {
    let turn = Cell::new(0);
    let next = move || turn.replace(turn.get() + 1);
    let get = |path: fn(usize) -> String| {
        let next = next.clone();
        Box::new(move |_| wire::request("GET", &path(next()), "", ""))
    };
    let described = next.clone();
    let meant = next.clone();
    let described = move |_| {
        let query: String =
            url::form_urlencoded::byte_serialize(descriptions[described() % descriptions.len()].as_bytes()).collect();
        wire::request("GET", &format!("/dictionary/api/search?q={query}&lang=en"), "", "")
    };
    let meant = move |_| {
        let body = json!({ "query": descriptions[meant() % descriptions.len()], "limit": 10 }).to_string();
        wire::request("POST", "/dictionary/api/search/semantic", "", &body)
    };
    vec![
        Scenario {
            name: "look a term up",
            request: get(|turn| format!("/dictionary/api/terms/{}?lang=de", TERMS[turn % TERMS.len()])),
        },
        Scenario {
            name: "search for a name",
            request: get(|turn| format!("/dictionary/api/search?q={}&lang=fr", NAMES[turn % NAMES.len()])),
        },
        Scenario {
            name: "search with a slip",
            request: get(|turn| format!("/dictionary/api/search?q={}&lang=es", SLIPS[turn % SLIPS.len()])),
        },
        Scenario { name: "search by a description", request: Box::new(described) },
        Scenario { name: "search by meaning", request: Box::new(meant) },
    ]
}
