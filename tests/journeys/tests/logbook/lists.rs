//! Lists: conditions, search, order, pages. Told of the log; the others work the same way.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, each, entry_with, items, make, place};

const ENTRIES: &str = "/api/logbook/entries";

/// Four practices on days of March 2026, named by their notes.
fn march() -> User {
    let user = app().somebody();
    for (day, fields) in [
        (
            1,
            json!({ "notes": "first", "instrument": "piano", "tags": ["slow"], "pieces": [{ "title": "Für Elise", "composer": "Beethoven", "scoreId": "fur elise-ludwig van beethoven" }] }),
        ),
        (2, json!({ "notes": "second", "instrument": "violin", "type": "lesson", "goalIds": ["g1"] })),
        (
            3,
            json!({ "notes": "third", "instrument": "piano", "type": "performance", "tags": ["slow", "stage"], "mood": "excited" }),
        ),
        (4, json!({ "notes": "fourth ÉTUDE", "instrument": "piano", "techniques": ["octaves"] })),
    ] {
        let mut fields = entry_with(&fields);
        fields["timestamp"] = format!("2026-03-0{day}T10:00:00Z").into();
        let _ = make(&user, ENTRIES, &fields);
    }
    user
}

fn notes(user: &User, query: &str) -> Vec<Value> {
    each(user, &format!("{ENTRIES}?{query}"), "notes")
}

#[test]
fn the_latest_comes_first_unless_one_wants_it_otherwise() {
    let user = march();
    assert_eq!(notes(&user, ""), ["fourth ÉTUDE", "third", "second", "first"]);
    assert_eq!(notes(&user, "sort=time"), ["first", "second", "third", "fourth ÉTUDE"]);
    let _ = user
        .patch(&place(ENTRIES, &items(&user, "/api/logbook/entries?q=first")[0]))
        .json(&json!({ "mood": "neutral" }))
        .send()
        .expect(200);
    assert_eq!(notes(&user, "sort=-updated")[0], "first");
}

#[test]
fn conditions_all_have_to_hold() {
    let user = march();
    for (query, expected) in [
        ("instrument=Piano", vec!["fourth ÉTUDE", "third", "first"]),
        ("type=lesson", vec!["second"]),
        ("tag=slow", vec!["third", "first"]),
        ("tag=slow&type=performance", vec!["third"]),
        ("goalId=g1", vec!["second"]),
        ("pieceId=fur%20elise-ludwig%20van%20beethoven", vec!["first"]),
        ("from=2026-03-02&to=2026-03-03", vec!["third", "second"]),
        ("from=2026-03-03T10:00:00Z", vec!["fourth ÉTUDE", "third"]),
        ("to=2026-03-01", vec!["first"]),
        ("type=nap", vec![]),
        ("tag=sl%25", vec![]),
    ] {
        assert_eq!(notes(&user, query), expected, "{query}");
    }
}

#[test]
fn words_are_found_whatever_their_accents_and_case() {
    let user = march();
    for (query, expected) in [
        ("q=etude", vec!["fourth ÉTUDE"]),
        ("q=%C3%89TUDE", vec!["fourth ÉTUDE"]),
        ("q=fur%20beethoven", vec!["first"]),
        ("q=octaves", vec!["fourth ÉTUDE"]),
        ("q=stage%20third", vec!["third"]),
        ("q=stage%20first", vec![]),
        ("q=%25", vec![]),
        ("q=_", vec![]),
        ("q=%22%20OR%20%22", vec![]),
    ] {
        assert_eq!(notes(&user, query), expected, "{query}");
    }
}

#[test]
fn pages_follow_each_other_while_things_are_added() {
    let user = app().somebody();
    for n in 0..7 {
        let _ = make(&user, ENTRIES, &entry_with(&json!({ "notes": n.to_string(), "timestamp": 1_000_000 + n / 2 })));
    }
    let (mut seen, mut path) = (Vec::new(), format!("{ENTRIES}?limit=3"));
    loop {
        let page = user.get(&path).send().expect(200).json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["notes"].clone()));
        // Something newer does not shift what is to come.
        let _ = make(&user, ENTRIES, &entry_with(&json!({ "notes": "new" })));
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        path = format!("{ENTRIES}?limit=3&cursor={cursor}");
    }
    let mut sorted: Vec<String> = seen.iter().map(|notes| notes.as_str().unwrap().to_owned()).collect();
    sorted.sort();
    assert_eq!(sorted, ["0", "1", "2", "3", "4", "5", "6"]);
    let first = user.get(&format!("{ENTRIES}?limit=3")).send().expect(200).json();
    let cursor = first["nextCursor"].as_str().unwrap();
    let reply = user.get(&format!("{ENTRIES}?sort=title&cursor={cursor}")).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/cursor"]);
}

#[test]
fn a_cursor_of_somebody_else_shows_ones_own() {
    let (clara, fanny) = (march(), app().somebody());
    let page = clara.get(&format!("{ENTRIES}?limit=1")).send().expect(200).json();
    let cursor = page["nextCursor"].as_str().unwrap();
    assert_eq!(notes(&fanny, &format!("cursor={cursor}")), [] as [Value; 0]);
}

#[test]
fn fifty_are_a_page_and_two_hundred_the_most() {
    let user = app().somebody();
    let mutations: Vec<_> = (0..210)
        .map(|_| crate::story::set(&user, "logbook_entry", &crate::story::id(), &crate::story::entry()))
        .collect();
    user.push(&mutations);
    assert_eq!(items(&user, ENTRIES).len(), 50);
    assert_eq!(items(&user, &format!("{ENTRIES}?limit=200")).len(), 200);
}
