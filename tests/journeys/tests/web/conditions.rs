//! `ETag`, `If-None-Match`, `If-Match`.

use serde_json::json;

use crate::story::{app, goal, make, place, standing};

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let user = app().somebody();
    let path = place("/api/goals", &make(&user, "/api/goals", &goal("Scales")));
    for path in [path.as_str(), "/api/goals", "/api/goals?sort=title", "/api/analytics/practice"] {
        let first = user.get(path).send().expect(200);
        let tag = first.header("etag");
        assert!(tag.starts_with("\"v"), "{path}: {tag}");
        for held in [tag.to_owned(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = user.get(path).header("if-none-match", held).send().expect(304);
            assert!(again.body.is_empty());
            assert_eq!(again.header("etag"), tag);
        }
        let _ = user.get(path).header("if-none-match", "\"v999\"").send().expect(200);
    }
}

#[test]
fn what_has_changed_has_another_tag() {
    let user = app().somebody();
    let path = place("/api/goals", &make(&user, "/api/goals", &goal("Scales")));
    let (one, list) = (user.get(&path).send().expect(200), user.get("/api/goals").send().expect(200));
    let _ = user.patch(&path).json(&json!({ "current": 1 })).send().expect(200);
    for (path, before) in [(path.as_str(), &one), ("/api/goals", &list)] {
        let now = user.get(path).header("if-none-match", before.header("etag")).send().expect(200);
        assert_ne!(now.header("etag"), before.header("etag"));
    }
    let written = user.patch(&path).json(&json!({ "current": 2 })).send().expect(200);
    assert_eq!(written.header("etag"), user.get(&path).send().header("etag"), "a write tells the new tag");
}

#[test]
fn a_write_on_condition_does_not_undo_what_somebody_else_did() {
    let phone = app().somebody();
    let tablet = phone.on_another_device();
    let path = place("/api/goals", &make(&phone, "/api/goals", &goal("Scales")));
    let seen = phone.get(&path).send().expect(200).header("etag").to_owned();
    let _ = tablet.patch(&path).json(&json!({ "title": "Scales in thirds" })).send().expect(200);
    let before = standing(&phone);

    let stale = || [("PUT", Some(goal("Old"))), ("PATCH", Some(json!({ "title": "Old" }))), ("DELETE", None)];
    for (method, body) in stale() {
        for tag in [seen.clone(), format!("W/{seen}"), "\"v0\"".to_owned(), "none".to_owned(), String::new()] {
            let call = phone.call(method, &path).header("if-match", tag);
            let call = if let Some(body) = &body { call.json(body) } else { call };
            let _ = call.send().expect_problem(412, "precondition-failed");
        }
    }
    assert_eq!(standing(&phone), before);
    assert_eq!(phone.get(&path).send().json()["title"], "Scales in thirds");

    let fresh = phone.get(&path).send().expect(200).header("etag").to_owned();
    let call = phone.put(&path).header("if-match", format!("\"v0\", {fresh}"));
    let _ = call.json(&goal("Scales in sixths")).send().expect(200);
    let _ = phone.delete(&path).header("if-match", "*").send().expect(204);
}

#[test]
fn a_condition_tells_nothing_of_what_belongs_to_somebody_else() {
    let (clara, fanny) = (app().somebody(), app().somebody());
    let path = place("/api/goals", &make(&clara, "/api/goals", &goal("Secret")));
    let tag = clara.get(&path).send().header("etag").to_owned();
    for tag in [tag.as_str(), "*", "\"v999\""] {
        let _ = fanny.get(&path).header("if-none-match", tag).send().expect_problem(404, "not-found");
        let _ = fanny.put(&path).header("if-match", tag).json(&goal("Mine")).send().expect_problem(404, "not-found");
        let _ = fanny.patch(&path).header("if-match", tag).json(&goal("Mine")).send().expect_problem(404, "not-found");
        let _ = fanny.delete(&path).header("if-match", tag).send().expect_problem(404, "not-found");
    }
    assert_eq!(clara.get(&path).send().expect(200).json()["title"], "Secret");
}

#[test]
fn preferences_that_were_never_set_have_a_tag_as_well() {
    let user = app().somebody();
    let path = "/api/user/preferences";
    let tag = user.get(path).send().expect(200).header("etag").to_owned();
    let write = || user.put(path).header("if-match", tag.clone()).json(&json!({ "theme": "dark" }));
    let _ = write().send().expect(200);
    let _ = write().send().expect_problem(412, "precondition-failed");
}
