//! The rules, held against 746 terms that people have read: what is good passes, and is known to be.
#![cfg(test)]

mod support;

use mirubato_lexicographer::{Decision, Wanted, read, rules};
use serde_json::{Value, json};

use crate::support::answers;

/// They are abbreviated by signs that no model may write: `<>` and `tr~`.
const SIGNS: [&str; 2] = ["hairpin", "trill"];

#[test]
fn every_reviewed_term_would_have_been_read_and_served() {
    let faults: Vec<_> = answers()
        .iter()
        .filter(|(slug, _)| !SIGNS.contains(&slug.as_str()))
        .filter_map(|(slug, answer)| Some(format!("{slug}: {}", fault(answer)?)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn fault(answer: &Value) -> Option<String> {
    let wanted = Wanted::read(answer["term"].as_str()?, None).map_err(|why| why.to_string());
    let draft = wanted.and_then(|wanted| {
        read(answer.to_string().as_bytes(), &wanted, |slug| answers().contains_key(slug)).map_err(|why| why.to_string())
    });
    let draft = match draft {
        Ok(draft) => draft,
        Err(why) => return Some(why),
    };
    // What passes is not changed on the way.
    let as_written = json!({ "definitions": draft.definitions, "related": draft.related, "instruments": draft.instruments,
        "abbreviations": draft.abbreviations, "ipa": draft.ipa });
    for (name, value) in as_written.as_object()? {
        if *value != answer[name] {
            return Some(format!("{name} is {value}"));
        }
    }
    let quality = rules::score(&draft);
    (quality.decision() != Decision::Serve || quality.score < 85).then(|| format!("{quality:?}"))
}
