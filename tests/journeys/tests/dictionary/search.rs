//! `/dictionary/api/search`: finding what is meant, and what hostile questions get.

use serde_json::{Value, json};

use crate::story::app;

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn search(text: &str, language: &str) -> Vec<String> {
    let path = format!("/dictionary/api/search?q={}&lang={language}", encoded(text));
    let found = app().get(&path).send().expect(200).json();
    found["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn semantic(body: &Value) -> Vec<String> {
    let found = app().post("/dictionary/api/search/semantic").json(body).send().expect(200).json();
    found["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_name_comes_first_however_it_is_typed() {
    for (typed, language, term) in [
        ("alegro", "en", "allegro"),
        ("fortisimo", "es", "fortissimo"),
        ("cresendo", "en", "crescendo"),
        ("ALLEGRO", "de", "allegro"),
        ("dim.", "en", "diminuendo"),
        ("rit.", "en", "ritardando"),
        ("mf", "fr", "mezzo-forte"),
        ("D.C. al Fine", "en", "da-capo-al-fine"),
        ("dc al fine", "en", "da-capo-al-fine"),
        ("corchea", "en", "eighth-note"),
        ("Achtelnote", "fr", "eighth-note"),
        ("快板", "zh-CN", "allegro"),
    ] {
        assert_eq!(search(typed, language).first().map(String::as_str), Some(term), "{typed}");
    }
    assert!(search("8va", "en").first().is_some_and(|first| first.contains("ottava")), "{:?}", search("8va", "en"));
    // The beginning of a name while it is typed.
    assert!(search("pizz", "en").contains(&"pizzicato".to_owned()));
}

#[test]
fn a_meaning_is_found_in_any_language() {
    for (query, term) in [
        ("pluck the strings with a finger", "pizzicato"),
        ("cada vez más fuerte", "crescendo"),
        ("allmählich lauter werden", "crescendo"),
        ("用手指拨弦", "pizzicato"),
    ] {
        let found = semantic(&json!({ "query": query, "limit": 5 }));
        assert!(found.iter().any(|id| id.ends_with(term)), "{query}: {found:?}");
        assert!(found.len() <= 5);
    }
    // What has no meaning for the model has no neighbours, and is no fault.
    assert_eq!(semantic(&json!({ "query": "\u{1f3bb}" })), [""; 0]);
}

#[test]
fn hostile_questions_get_an_answer_or_a_reason() {
    for text in [
        "\"",
        "*",
        "a AND",
        "NEAR(a b)",
        "names:x",
        "-",
        "^",
        "'; DROP TABLE terms; --",
        "\u{202e}orgella",
        "a\u{0}b",
        "%",
        "_",
        "((((",
        "{}",
        "allegro\" OR \"1",
        "ａｌｌｅｇｒｏ",
    ] {
        let path = format!("/dictionary/api/search?q={}", encoded(text));
        let reply = app().get(&path).send();
        assert!([200, 422].contains(&reply.status), "{text:?}: {}", reply.status);
        let body = json!({ "query": text });
        let reply = app().post("/dictionary/api/search/semantic").json(&body).send();
        assert!([200, 422].contains(&reply.status), "{text:?}: {}", reply.status);
        let reply = app().get(&format!("/dictionary/api/terms/{}", encoded(text))).send();
        assert!([200, 400, 404, 422].contains(&reply.status), "{text:?}: {}", reply.status);
    }
    let long = "a".repeat(10_000);
    for reply in [
        app().get(&format!("/dictionary/api/search?q={long}")).send(),
        app().post("/dictionary/api/search/semantic").json(&json!({ "query": long })).send(),
    ] {
        let _ = reply.expect_problem(422, "invalid-input");
    }
    assert!([200, 422].contains(&app().get("/dictionary/api/search?q=").send().status));
    let _ = app().get("/dictionary/api/search?q=a&lang=xx").send().expect_problem(400, "malformed-request");
    let _ = app().get("/dictionary/api/terms/a%2Fb%2F..%2Fc").send().expect_problem(404, "not-found");
    // The terms are still there.
    assert_eq!(search("allegro", "en").first().map(String::as_str), Some("allegro"));
}
