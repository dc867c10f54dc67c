//! `/dictionary/api/review`: what a model wrote badly and what people say is wrong, for administrators.

use mirubato_support::{App, User};
use serde_json::{Value, json};

use super::written::{ADMIN, app_with, ask, frettoloso, place};
use crate::provider::{Act, Provider, scores};
use crate::story::sql_of;

const QUEUE: &str = "/dictionary/api/review";

/// An app with a model whose drafts all have to be looked at.
fn doubtful() -> (Provider, App) {
    let model = Provider::start(&frettoloso());
    model.judges(Act::Say(scores(60).to_string()));
    let app = app_with(&model);
    (model, app)
}

fn queue(admin: &User, query: &str) -> Vec<Value> {
    admin.get(&format!("{QUEUE}{query}")).send().expect(200).json()["items"].as_array().unwrap().clone()
}

fn decide(admin: &User, item: &Value, decision: &Value) -> mirubato_support::Reply {
    admin.post(&format!("{QUEUE}/{}", item["id"].as_str().unwrap())).json(decision).send()
}

#[test]
fn only_administrators_see_and_decide() {
    let (_model, app) = doubtful();
    let user = app.somebody();
    let _ = ask(&user, "frettoloso").expect(202);
    let item = &queue(&app.sign_in(ADMIN), "")[0];
    let path = format!("{QUEUE}/{}", item["id"].as_str().unwrap());
    let _ = app.get(QUEUE).send().expect_problem(401, "not-signed-in");
    let _ = user.get(QUEUE).send().expect_problem(403, "forbidden");
    let approve = json!({ "decision": "approve" });
    let _ = app.post(&path).json(&approve).send().expect_problem(401, "not-signed-in");
    let _ = user.post(&path).json(&approve).send().expect_problem(403, "forbidden");
    let _ = app.get(&place("frettoloso")).send().expect_problem(404, "not-found");
}

#[test]
fn a_draft_that_is_mended_and_approved_is_served_as_reviewed() {
    let (model, app) = doubtful();
    let _ = ask(&app.somebody(), "frettoloso").expect(202);
    let admin = app.sign_in(ADMIN);
    let item = queue(&admin, "?kind=draft").remove(0);
    assert_eq!((&item["kind"], &item["term"]), (&json!("draft"), &json!("frettoloso")));
    assert_eq!(item["content"]["remarks"], json!(["The origin is doubtful."]));
    assert_eq!(item["content"]["term"]["quality"]["accuracy"], 60);
    assert!(!item.to_string().contains("userId"), "who asked for it is nobody's business");

    let bad = json!({ "decision": "approve", "edits": { "definitions": { "en": { "brief": "<b>Hurried</b>" }, "zh-TW": { "full": "快速而活泼的乐" } },
        "related": [{ "id": "no-such-term", "term": "x" }] } });
    let refused = decide(&admin, &item, &bad).expect_problem(422, "invalid-input");
    assert_eq!(
        refused.pointers(),
        ["/edits/definitions/en/brief", "/edits/definitions/zh-TW/full", "/edits/related/0/id"]
    );
    assert_eq!(queue(&admin, "").len(), 1, "it still waits");

    let edits = json!({ "definitions": { "en": { "brief": "In a hurry." } }, "difficulty": 2 });
    let term = decide(&admin, &item, &json!({ "decision": "approve", "edits": edits })).expect(200).json();
    assert_eq!((&term["provenance"], &term["difficulty"]), (&json!("reviewed"), &json!(2)));
    assert_eq!(term["definitions"]["en"]["brief"], "In a hurry.");
    assert_eq!(term["definitions"]["de"]["names"], json!(["hastig"]), "the rest is as it was");
    assert_eq!(app.get(&place("frettoloso")).send().expect(200).json(), term);
    assert_eq!(queue(&admin, ""), Vec::<Value>::new());
    let _ = decide(&admin, &item, &json!({ "decision": "reject" })).expect_problem(409, "too-late");
    assert_eq!(model.count(), 2);
}

#[test]
fn what_is_turned_down_is_not_written_again() {
    let (model, app) = doubtful();
    let user = app.somebody();
    let _ = ask(&user, "frettoloso").expect(202);
    let admin = app.sign_in(ADMIN);
    let item = queue(&admin, "").remove(0);
    let edited = json!({ "decision": "reject", "edits": { "difficulty": 1 } });
    assert_eq!(decide(&admin, &item, &edited).expect_problem(422, "invalid-input").pointers(), ["/edits"]);
    let _ = decide(&admin, &item, &json!({ "decision": "reject" })).expect(204);
    let _ = ask(&user, "frettoloso").expect_problem(422, "invalid-input");
    assert_eq!(model.count(), 2);
    sql_of(&app, "dictionary.db", "UPDATE drafts SET decided_at = decided_at - 31 * 86400000", &[]);
    let _ = ask(&user, "frettoloso").expect(202);
    assert_eq!(model.count(), 4);
}

#[test]
fn what_people_complain_of_comes_into_the_queue_and_out_of_it() {
    let (_model, app) = doubtful();
    let user = app.somebody();
    let report = json!({ "kind": "incorrect", "text": "It is slower than that." });
    let _ = user.post("/dictionary/api/terms/andante/report").json(&report).send().expect(201);
    let bad = json!({ "rating": 1, "kind": "clarity", "text": "I do not follow." });
    let _ = user.post("/dictionary/api/terms/largo/feedback").json(&bad).send().expect(201);
    let good = json!({ "rating": 5, "helpful": true });
    let _ = user.post("/dictionary/api/terms/presto/feedback").json(&good).send().expect(201);

    let admin = app.sign_in(ADMIN);
    let items = queue(&admin, "");
    assert_eq!(items.len(), 2, "praise needs no review");
    assert_eq!(items[0]["content"], json!({ "kind": "incorrect", "text": "It is slower than that." }));
    assert_eq!(
        items[1]["content"],
        json!({ "rating": 1, "helpful": null, "kind": "clarity", "text": "I do not follow." })
    );
    assert_eq!(queue(&admin, "?kind=report").len(), 1);
    assert_eq!(queue(&admin, "?kind=rating").len(), 1);
    let first = admin.get(&format!("{QUEUE}?limit=1")).send().expect(200).json();
    let next = first["nextCursor"].as_str().unwrap();
    let second = admin.get(&format!("{QUEUE}?limit=1&cursor={next}")).send().expect(200).json();
    assert_eq!((&second["items"][0], &second["nextCursor"]), (&items[1], &Value::Null));

    let edits = json!({ "definitions": { "en": { "brief": "At a walking pace." } } });
    let term = decide(&admin, &items[0], &json!({ "decision": "approve", "edits": edits })).expect(200).json();
    assert_eq!((&term["id"], &term["provenance"]), (&json!("andante"), &json!("reviewed")));
    let _ = decide(&admin, &items[1], &json!({ "decision": "approve" })).expect(204);
    assert_eq!(queue(&admin, ""), Vec::<Value>::new());
    // Whoever complains again is heard again.
    let _ = user.post("/dictionary/api/terms/andante/report").json(&report).send().expect(201);
    assert_eq!(queue(&admin, "").len(), 1);
}

#[test]
fn nonsense_is_refused() {
    let (_model, app) = doubtful();
    let admin = app.sign_in(ADMIN);
    for query in ["?kind=everything", "?limit=0", "?limit=201", "?limit=x", "?cursor=%2a"] {
        let _ = admin.get(&format!("{QUEUE}{query}")).send().expect_problem(400, "malformed-request");
    }
    let unknown = format!("{QUEUE}/0190b3c2-0000-7000-8000-00000000dead");
    let _ = admin.post(&unknown).json(&json!({ "decision": "approve" })).send().expect_problem(404, "not-found");
    let _ = admin.post(&unknown).json(&json!({ "decision": "burn" })).send().expect_problem(422, "invalid-input");
}
