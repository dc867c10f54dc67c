//! `GET /dictionary/api/export`.

use mirubato_support::{App, Options};
use serde_json::json;

use super::written::ADMIN;
use crate::story::app;

const EXPORT: &str = "/dictionary/api/export";

/// The cells of a table (RFC 4180).
fn table(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            c => cell.push(c),
        }
    }
    assert!(cell.is_empty() && line.is_empty(), "the last line has an end");
    lines
}

#[test]
fn the_whole_dictionary_comes_as_one_file() {
    let user = app().somebody();
    let reply = user.get(EXPORT).send().expect(200);
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"mirubato-dictionary.json\"");
    let items = reply.json()["items"].as_array().unwrap().clone();
    assert!(items.len() >= 746, "{}", items.len());
    let allegro = items.iter().find(|term| term["id"] == "allegro").unwrap();
    assert_eq!(*allegro, app().get("/dictionary/api/terms/allegro").send().expect(200).json());

    let reply = user.get(&format!("{EXPORT}?format=csv")).send().expect(200);
    assert!(reply.header("content-type").starts_with("text/csv"));
    let lines = table(&String::from_utf8(reply.body).unwrap());
    assert_eq!(lines.len(), items.len() + 1);
    assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    let place = |name: &str| lines[0].iter().position(|column| column == name).unwrap();
    let line = lines.iter().find(|line| line[0] == "allegro").unwrap();
    for (column, value) in [
        ("term", &allegro["term"]),
        ("full zh-TW", &allegro["definitions"]["zh-TW"]["full"]),
        ("usage fr", &allegro["definitions"]["fr"]["usage"]),
    ] {
        assert_eq!(line[place(column)], value.as_str().unwrap(), "{column}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let app = App::start(Options { variables: vec![("admin_emails", ADMIN.to_owned())], ..Options::default() });
    let admin = app.sign_in(ADMIN);
    let mut term = admin.get("/dictionary/api/curation/terms/allegro").send().expect(200).json();
    term["abbreviations"] = json!(["=HYPERLINK(\"x\")"]);
    let _ = admin.put("/dictionary/api/curation/terms/allegro").json(&term).send().expect(200);
    let reply = admin.get(&format!("{EXPORT}?format=csv")).send().expect(200);
    let lines = table(&String::from_utf8(reply.body).unwrap());
    let line = lines.iter().find(|line| line[0] == "allegro").unwrap();
    assert!(line.contains(&"'=HYPERLINK(\"x\")".to_owned()), "{line:?}");
    assert!(lines.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}

#[test]
fn it_is_for_people_who_signed_in_and_in_two_forms() {
    let _ = app().get(EXPORT).send().expect_problem(401, "not-signed-in");
    let _ = app().somebody().get(&format!("{EXPORT}?format=sqlite")).send().expect_problem(400, "malformed-request");
}
