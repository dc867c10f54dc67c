//! `/api/autocomplete`: what somebody is about to type.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, each, entry_with, make};

fn player() -> User {
    let user = app().somebody();
    for pieces in [
        json!([{ "title": "Für Elise", "composer": "Beethoven" }]),
        json!([{ "title": "Nocturne", "composer": "F. Chopin" }, { "title": "für elise", "composer": "L. v. Beethoven" }]),
        json!([{ "title": "Fantaisie", "composer": "Frédéric Chopin" }, { "title": "Scales" }]),
    ] {
        let _ = make(&user, "/api/logbook/entries", &entry_with(&json!({ "pieces": pieces })));
    }
    user
}

fn suggested(user: &User, what: &str, query: &str) -> Vec<Value> {
    each(user, &format!("/api/autocomplete/{what}?{query}"), "value")
}

#[test]
fn composers_are_suggested_once_by_their_full_names() {
    let user = player();
    for query in ["q=chop", "q=frederic", "q=CHOP%C3%8DN"] {
        assert_eq!(suggested(&user, "composers", query), ["Frédéric Chopin"], "{query}");
    }
    assert_eq!(suggested(&user, "composers", "").len(), 2);
    assert_eq!(suggested(&user, "composers", "limit=1").len(), 1);
    assert_eq!(suggested(&user, "composers", "q=%25"), [] as [Value; 0]);
}

#[test]
fn pieces_are_suggested_once_however_they_were_written() {
    let user = player();
    let found = suggested(&user, "pieces", "q=fur");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(suggested(&user, "pieces", "composer=Chopin").len(), 2);
    assert_eq!(suggested(&user, "pieces", "q=n&composer=Chopin")[0], "Nocturne", "what begins so comes first");
}

#[test]
fn nothing_is_suggested_of_what_others_play() {
    let _ = player();
    assert_eq!(suggested(&app().somebody(), "composers", ""), [] as [Value; 0]);
    let _ = app().get("/api/autocomplete/pieces").send().expect_problem(401, "not-signed-in");
}

#[test]
fn a_limit_that_makes_no_sense_is_refused() {
    let user = app().somebody();
    for query in ["limit=0", "limit=51", "limit=x"] {
        for what in ["composers", "pieces"] {
            let reply = user.get(&format!("/api/autocomplete/{what}?{query}")).send();
            assert_eq!(reply.expect_problem(422, "invalid-input").pointers(), ["/limit"]);
        }
    }
}
