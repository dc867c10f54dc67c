//! `/api/templates`: plans to adopt.

use mirubato_support::User;
use serde_json::{Value, json};

use crate::story::{app, id, items, make, place, standing};

const TEMPLATES: &str = "/api/templates";

fn template(user: &User, title: &str, visibility: &str) -> Value {
    make(
        user,
        TEMPLATES,
        &json!({ "title": title, "visibility": visibility, "segments": [{ "label": "Slow", "durationMinutes": 20 }] }),
    )
}

fn finds(user: &User, query: &str, template: &Value) -> Option<Value> {
    items(user, &format!("{TEMPLATES}?{query}")).into_iter().find(|found| found["id"] == template["id"])
}

#[test]
fn what_is_published_is_found_and_adopted() {
    let (author, pupil) = (app().somebody(), app().somebody());
    let title = format!("Bach {}", id());
    let published = template(&author, &title, "public");
    assert!(published["publishedAt"].is_string());
    let found = finds(&pupil, &format!("q={}", title.replace(' ', "%20")), &published).expect("everybody finds it");
    assert_eq!((&found["mine"], &found["adoptionCount"]), (&json!(false), &json!(0)));

    let path = place(TEMPLATES, &published);
    let plan = make(&pupil, &format!("{path}/adopt"), &json!({ "title": "My Bach", "schedule": { "kind": "single" } }));
    assert_eq!(
        (&plan["title"], &plan["visibility"], &plan["status"]),
        (&json!("My Bach"), &json!("private"), &json!("active"))
    );
    assert_eq!((&plan["sourceTemplateId"], &plan["segments"][0]["label"]), (&published["id"], &json!("Slow")));
    let _ = make(&pupil, &format!("{path}/adopt"), &json!({}));
    let seen = author.get(&path).send().expect(200).json();
    assert_eq!((&seen["mine"], &seen["adoptionCount"]), (&json!(true), &json!(1)), "who adopts twice counts once");
    assert_eq!(items(&pupil, "/api/plans").len(), 2);
}

/// In the predecessor anybody could adopt what was private.
#[test]
fn what_is_private_is_its_authors_alone() {
    let (author, stranger) = (app().somebody(), app().somebody());
    let private = template(&author, "Secret", "private");
    let path = place(TEMPLATES, &private);
    for (method, path) in
        [("GET", path.clone()), ("PUT", path.clone()), ("DELETE", path.clone()), ("POST", format!("{path}/adopt"))]
    {
        let _ = stranger
            .call(method, &path)
            .json(&json!({ "title": "x", "visibility": "public" }))
            .send()
            .expect_problem(404, "not-found");
    }
    assert!(finds(&stranger, "limit=200", &private).is_none());
    assert!(finds(&author, "scope=own", &private).is_some());
    let plan = make(&author, &format!("{path}/adopt"), &json!({}));
    assert_eq!(plan["title"], "Secret");
    assert_eq!(standing(&stranger), (0, 0));
}

#[test]
fn what_others_published_cannot_be_changed() {
    let (author, stranger) = (app().somebody(), app().somebody());
    let path = place(TEMPLATES, &template(&author, "Bach", "public"));
    let _ = stranger.get(&path).send().expect(200);
    let _ = stranger
        .put(&path)
        .json(&json!({ "title": "x", "visibility": "public" }))
        .send()
        .expect_problem(404, "not-found");
    let _ = stranger.patch(&path).json(&json!({ "visibility": "private" })).send().expect_problem(404, "not-found");
    let _ = stranger.delete(&path).send().expect_problem(404, "not-found");
    assert_eq!(author.get(&path).send().expect(200).json()["title"], "Bach");
}

#[test]
fn what_is_withdrawn_is_gone_for_others() {
    let (author, pupil) = (app().somebody(), app().somebody());
    let published = template(&author, "Bach", "public");
    let path = place(TEMPLATES, &published);
    let _ = author.patch(&path).json(&json!({ "visibility": "private" })).send().expect(200);
    let _ = pupil.get(&path).send().expect_problem(404, "not-found");
    let _ = pupil.post(&format!("{path}/adopt")).json(&json!({})).send().expect_problem(404, "not-found");
    let _ = author.patch(&path).json(&json!({ "visibility": "public" })).send().expect(200);
    let _ = pupil.get(&path).send().expect(200);
}

#[test]
fn an_adoption_that_makes_no_plan_is_not_counted() {
    let (author, pupil) = (app().somebody(), app().somebody());
    let path = place(TEMPLATES, &template(&author, "Bach", "public"));
    let adopt = |body: Value| pupil.post(&format!("{path}/adopt")).json(&body).send();
    assert_eq!(adopt(json!({ "title": "" })).expect_problem(422, "invalid-record").pointers(), ["/title"]);
    assert_eq!(adopt(json!({ "id": "x" })).expect_problem(422, "invalid-record").pointers(), ["/id"]);
    assert_eq!(author.get(&path).send().json()["adoptionCount"], 0);
    assert_eq!(standing(&pupil), (0, 0));
}
