//! `PUT /api/pieces/rename`.

use serde_json::{Value, json};

use crate::story::{app, entry_with, items, make, place, standing};

/// In the predecessor nothing happened, and it said that all was well.
#[test]
fn a_piece_is_renamed_wherever_it_occurs() {
    let user = app().somebody();
    let log = |pieces: Value| make(&user, "/api/logbook/entries", &entry_with(&json!({ "pieces": pieces })));
    let first = log(json!([{ "title": "Waltz in A minor", "composer": "F. Chopin" }, { "title": "Scales" }]));
    let second = log(json!([{ "title": "waltz in a minor", "composer": "Frédéric Chopin", "measures": "1-8" }]));
    let other = log(json!([{ "title": "Waltz in A minor", "composer": "Grieg" }]));
    let item = make(
        &user,
        "/api/repertoire",
        &json!({ "title": "Waltz in A minor", "composer": "Chopin", "status": "polished" }),
    );

    let body = json!({ "old": { "title": "Waltz in A minor", "composer": "Chopin" }, "new": { "title": "Waltz B. 150", "composer": "Frédéric Chopin" } });
    assert_eq!(user.put("/api/pieces/rename").json(&body).send().expect(200).json(), json!({ "updated": 3 }));
    let pieces =
        |entry: &Value| user.get(&place("/api/logbook/entries", entry)).send().expect(200).json()["pieces"].clone();
    assert_eq!(
        pieces(&first),
        json!([{ "title": "Waltz B. 150", "composer": "Frédéric Chopin" }, { "title": "Scales" }])
    );
    assert_eq!(
        pieces(&second)[0],
        json!({ "title": "Waltz B. 150", "composer": "Frédéric Chopin", "measures": "1-8" })
    );
    assert_eq!(pieces(&other)[0]["composer"], "Grieg");
    let renamed = user.get(&place("/api/repertoire", &item)).send().expect(200).json();
    assert_eq!(renamed["title"], "Waltz B. 150");
    assert_ne!(renamed["scoreId"], item["scoreId"]);

    let before = standing(&user);
    assert_eq!(user.put("/api/pieces/rename").json(&body).send().expect(200).json(), json!({ "updated": 0 }));
    assert_eq!(standing(&user), before);
}

#[test]
fn nobody_elses_piece_is_renamed() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let _ = make(&clara, "/api/repertoire", &json!({ "title": "Waltz", "status": "polished" }));
    let body = json!({ "old": { "title": "Waltz" }, "new": { "title": "Mine" } });
    assert_eq!(fanny.put("/api/pieces/rename").json(&body).send().expect(200).json(), json!({ "updated": 0 }));
    assert_eq!(items(&clara, "/api/repertoire")[0]["title"], "Waltz");
}

#[test]
fn a_name_that_is_none_is_refused() {
    let user = app().somebody();
    let body = json!({ "old": { "title": " ", "composer": "x".repeat(256) }, "new": { "title": "a\u{0}b" } });
    let reply = user.put("/api/pieces/rename").json(&body).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/new/title", "/old/composer", "/old/title"]);
    let _ = user
        .put("/api/pieces/rename")
        .json(&json!({ "old": { "title": "a" } }))
        .send()
        .expect_problem(422, "invalid-input");
}
