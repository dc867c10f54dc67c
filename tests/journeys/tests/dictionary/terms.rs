//! `/dictionary/api/terms`: looking up, and leafing through.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::story::app;

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_term_is_found_by_whatever_it_is_called_in_any_case() {
    for name in ["allegro", "ALLEGRO", "Allegro", "all.", "%E5%BF%AB%E6%9D%BF"] {
        let reply = app().get(&format!("/dictionary/api/terms/{name}")).send().expect(200);
        assert_eq!(reply.json()["id"], "allegro", "{name}");
    }
    assert_eq!(app().get("/dictionary/api/terms/corchea").send().expect(200).json()["id"], "eighth-note");
}

#[test]
fn a_term_has_everything_the_contract_names_and_one_language_where_one_is_asked_for() {
    let whole = app().get("/dictionary/api/terms/allegro").send().expect(200).json();
    let languages: Vec<_> = whole["definitions"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(languages, ["de", "en", "es", "fr", "zh-CN", "zh-TW"]);
    assert_eq!((&whole["sourceLanguage"], &whole["type"]), (&json!("it"), &json!("tempo")));
    assert!(whole["pronunciation"]["ipa"].as_str().unwrap().contains('ˈ'));
    assert_eq!((&whole["provenance"], &whole["quality"]["score"]), (&json!("curated"), &json!(100)));
    assert!(whole["related"].as_array().unwrap().iter().any(|other| other["id"] == "presto"));
    // How people ask for it is there to be found by, not to be shown.
    assert!(whole["definitions"]["en"].get("asked").is_none());
    // BCP 47 is blind to case; the predecessor was not, and found nothing in Chinese.
    for language in ["zh-TW", "zh-tw", "ZH-tw"] {
        let one = app().get(&format!("/dictionary/api/terms/allegro?lang={language}")).send().expect(200).json();
        let keys: Vec<_> = one["definitions"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["zh-TW"], "{language}");
    }
    let _ = app().get("/dictionary/api/terms/allegro?lang=tlh").send().expect_problem(400, "malformed-request");
}

#[test]
fn a_copy_that_is_still_good_is_not_sent_again() {
    let first = app().get("/dictionary/api/terms/fermata").send().expect(200);
    assert!(first.header("cache-control").contains("stale-while-revalidate"));
    let again = app().get("/dictionary/api/terms/fermata").header("if-none-match", first.header("etag")).send();
    assert!(again.expect(304).body.is_empty());
}

#[test]
fn what_is_not_there_leads_to_what_may_be_meant() {
    let reply = app().get("/dictionary/api/terms/alegro").send().expect_problem(404, "not-found");
    let near = reply.json()["suggestions"].to_string();
    assert!(near.contains("\"allegro\""), "{near}");
}

#[test]
fn all_terms_can_be_leafed_through_each_once() {
    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let page = app().get(&format!("/dictionary/api/terms?lang=en&limit=200{cursor}")).send().expect(200).json();
        for id in ids(&page) {
            assert!(seen.insert(id.clone()), "{id} twice");
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert!(seen.len() >= 600, "{}", seen.len());
    let tempos = ids(&app().get("/dictionary/api/terms?type=tempo&letter=p&limit=200").send().expect(200).json());
    assert!(tempos.contains(&"presto".to_owned()) && tempos.iter().all(|id| id.starts_with('p')), "{tempos:?}");
}

#[test]
fn translations_are_what_it_is_called_elsewhere() {
    let all = app().get("/dictionary/api/terms/eighth-note/translations").send().expect(200).json();
    let names = |language: &str| {
        let item = all["items"].as_array().unwrap().iter().find(|item| item["lang"] == language).unwrap().clone();
        item["names"].to_string()
    };
    assert!(names("es").contains("corchea") && names("fr").contains("croche") && names("de").contains("Achtelnote"));
    let languages = app().get("/dictionary/api/languages").send().expect(200).json();
    assert_eq!(languages["items"].as_array().unwrap().len(), 6);
}

#[test]
fn what_people_open_is_counted_and_not_who() {
    for _ in 0..3 {
        let told = json!({ "term": "hemiola" });
        let _ = app().post("/dictionary/api/analytics/track").json(&told).send().expect(204);
    }
    let popular = app().get("/dictionary/api/analytics/popular").send().expect(200).json();
    assert!(popular["items"].to_string().contains("hemiola"), "{popular}");
    let _ = app().get("/dictionary/api/analytics/gaps").send().expect_problem(401, "not-signed-in");
    let _ = app().somebody().get("/dictionary/api/analytics/gaps").send().expect_problem(403, "forbidden");
}
