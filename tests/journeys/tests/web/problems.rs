//! Failures: what is wrong is said clearly, all of it, and nothing is written.

use mirubato_support::Call;
use serde_json::json;

use crate::story::{app, entry, entry_with, standing};

#[test]
fn what_is_not_json_is_said_to_be_none_and_where() {
    let user = app().somebody();
    let texts =
        ["", " ", "[", "{", "{\"title\":", "{\"title\":\"a\",}", "\u{feff}{}", "{} {}", "nul", "{'a':1}", "<a/>"];
    for text in texts {
        for path in ["/api/goals", "/api/sync/push", "/api/user/import"] {
            let call = user.post(path).header("content-type", "application/json").bytes(text);
            let detail = call.send().expect_problem(400, "malformed-request").json()["detail"].clone();
            assert!(detail.as_str().unwrap().contains("line"), "{text:?}: {detail}");
        }
    }
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn bytes_that_are_no_text_are_no_json() {
    let user = app().somebody();
    let call = user.post("/api/goals").header("content-type", "application/json");
    let _ =
        call.bytes(*b"{\"title\":\"\xff\xfe\",\"type\":\"custom\"}").send().expect_problem(400, "malformed-request");
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn json_of_another_shape_is_pointed_to() {
    let user = app().somebody();
    for (path, body, pointer) in [
        ("/api/goals", json!([]), ""),
        ("/api/goals", json!("goal"), ""),
        ("/api/goals", json!(null), ""),
        ("/api/sync/push", json!({ "deviceId": user.device, "mutations": {} }), "/mutations"),
        ("/api/sync/push", json!({ "deviceId": 7, "mutations": [] }), "/deviceId"),
        ("/api/sync/pull", json!({ "deviceId": user.device, "since": -1 }), "/since"),
        ("/api/sync/pull", json!({ "deviceId": user.device, "since": "0" }), "/since"),
        ("/api/sync/pull", json!({ "deviceId": user.device, "since": 0, "limit": 1.5 }), "/limit"),
        (
            "/api/user/import",
            json!({ "format": "mirubato", "version": 1, "records": [{ "kind": "goal", "id": 1 }] }),
            "/records/0/id",
        ),
    ] {
        let reply = user.post(path).json(&body).send().expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), [pointer], "{path} {body}");
        assert_eq!(reply.json()["errors"][0]["code"], "wrong_type");
    }
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let user = app().somebody();
    let body = json!({
        "timestamp": "yesterday", "duration": 86_401, "type": "nap", "mood": "hungry",
        "pieces": [{ "title": "Fine" }, { "composer": "Bach", "title": "x".repeat(256) }, { "composer": 7 }],
        "tags": vec!["x"; 11], "createdAt": "2020-01-01T00:00:00.000Z", "not a name": 1,
    });
    let reply = user.post("/api/logbook/entries").json(&body).send().expect_problem(422, "invalid-record");
    let expected = [
        "/duration",
        "/instrument",
        "/mood",
        "/not a name",
        "/pieces/1/title",
        "/pieces/2/composer",
        "/pieces/2/title",
        "/tags",
        "/timestamp",
        "/type",
    ];
    assert_eq!(reply.pointers(), expected);
    let problem = reply.json();
    for error in problem["errors"].as_array().unwrap() {
        assert!(
            !error["code"].as_str().unwrap().is_empty() && error["detail"].as_str().unwrap().ends_with('.'),
            "{error}"
        );
    }
    assert_eq!(standing(&user), (0, 0));
}

#[test]
fn a_limit_may_be_reached_and_not_passed() {
    let user = app().somebody();
    let long = |length: usize| "é".repeat(length);
    let many = |count: usize, item: serde_json::Value| vec![item; count];
    for (fields, over, pointer) in [
        (json!({ "notes": long(5_000) }), json!({ "notes": long(5_001) }), "/notes"),
        (json!({ "instrument": long(50) }), json!({ "instrument": long(51) }), "/instrument"),
        (json!({ "duration": 86_400 }), json!({ "duration": 86_401 }), "/duration"),
        (json!({ "duration": 0 }), json!({ "duration": -1 }), "/duration"),
        (json!({ "tags": many(10, json!("a")) }), json!({ "tags": many(11, json!("a")) }), "/tags"),
        (json!({ "tags": [long(50)] }), json!({ "tags": [long(51)] }), "/tags/0"),
        (
            json!({ "techniques": many(20, json!(long(100))) }),
            json!({ "techniques": many(21, json!("a")) }),
            "/techniques",
        ),
        (
            json!({ "pieces": many(10, json!({ "title": "A" })) }),
            json!({ "pieces": many(11, json!({ "title": "A" })) }),
            "/pieces",
        ),
        (
            json!({ "pieces": [{ "title": long(255) }] }),
            json!({ "pieces": [{ "title": long(256) }] }),
            "/pieces/0/title",
        ),
        (
            json!({ "pieces": [{ "title": "A", "composer": long(255) }] }),
            json!({ "pieces": [{ "title": "A", "composer": long(256) }] }),
            "/pieces/0/composer",
        ),
    ] {
        let _ = user.post("/api/logbook/entries").json(&entry_with(&fields)).send().expect(201);
        let before = standing(&user);
        let reply = user.post("/api/logbook/entries").json(&entry_with(&over)).send();
        assert_eq!(reply.expect_problem(422, "invalid-record").pointers(), [pointer]);
        assert_eq!(standing(&user), before);
    }
}

#[test]
fn a_body_needs_a_type_that_is_json() {
    let user = app().somebody();
    let body = entry().to_string();
    let call = |kind: &str| user.post("/api/logbook/entries").header("content-type", kind).bytes(body.clone());
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""] {
        let _ = call(kind).send().expect_problem(415, "wrong-type");
    }
    let _ = user.post("/api/logbook/entries").bytes(body.clone()).send().expect_problem(415, "wrong-type");
    assert_eq!(standing(&user), (0, 0));
    for kind in ["application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"] {
        let _ = call(kind).send().expect(201);
    }
}

#[test]
fn a_path_that_leads_nowhere_says_so() {
    let user = app().somebody();
    for path in [
        "/api",
        "/api/",
        "/api/nowhere",
        "/api/goals/",
        "/api/goals/a/b/c",
        "/api/../api/goals",
        "/api/%00",
        "/api/goals/%ff",
    ] {
        let reply = user.get(path).send();
        assert!([400, 404].contains(&reply.status), "{path}: {}", reply.status);
        let slug = if reply.status == 400 { "malformed-request" } else { "not-found" };
        let status = reply.status;
        let _ = reply.expect_problem(status, slug);
    }
}

#[test]
fn a_method_that_a_path_does_not_have_is_told_which_it_has() {
    let user = app().somebody();
    for (method, path) in
        [("DELETE", "/api/goals"), ("POST", "/api/sync/status"), ("PUT", "/api/sync/push"), ("POST", "/health")]
    {
        let reply = user.call(method, path).json(&json!({})).send().expect_problem(405, "method-not-allowed");
        assert!(!reply.header("allow").is_empty() && !reply.header("allow").contains(method), "{method} {path}");
    }
}

#[test]
fn parameters_that_make_no_sense_are_named() {
    let user = app().somebody();
    let query = "from=soon&to=2026-02-30&sort=colour&limit=201&cursor=x";
    let reply = user.get(&format!("/api/logbook/entries?{query}")).send().expect_problem(422, "invalid-input");
    assert_eq!(reply.pointers(), ["/cursor", "/from", "/limit", "/sort", "/to"]);
    for limit in ["0", "-1", "1.5", "", "ten", "99999999999999999999"] {
        let reply = user.get(&format!("/api/goals?limit={limit}")).send().expect_problem(422, "invalid-input");
        assert_eq!(reply.pointers(), ["/limit"], "{limit}");
    }
    let _ = user.get("/api/goals?limit=1&limit=2").send().expect_problem(400, "malformed-request");
}

#[test]
fn a_problem_is_found_in_the_log_by_its_request_id() {
    let reply = app().get("/api/user/me").header("x-request-id", "a-tale.of_7").send();
    let reply = reply.expect_problem(401, "not-signed-in");
    assert_eq!(reply.header("x-request-id"), "a-tale.of_7");
    assert_eq!(reply.header("www-authenticate"), "Bearer");
    crate::story::eventually("the request is in the log", || app().log().contains("\"requestId\":\"a-tale.of_7\""));
}

#[test]
fn a_request_id_that_could_break_a_log_line_is_replaced() {
    for bad in ["a b", "a\"b", "{}", &"a".repeat(65), ""] {
        let reply = app().get("/livez").header("x-request-id", bad).send().expect(200);
        let given = reply.header("x-request-id");
        assert!(given != bad && given.len() == 36, "{bad:?} became {given:?}");
    }
}

#[test]
fn a_failure_never_says_what_a_driver_said() {
    let user = app().somebody();
    let quote = "' OR 1=1 --";
    for call in [
        user.get(&format!("/api/goals/{}", "%27%20OR%201%3D1%20--")),
        user.get("/api/logbook/entries?q=%27%22%3B%20DROP%20TABLE%20records%3B--&tag=%27&instrument=%22"),
        user.post("/api/goals").json(&json!({ "id": quote, "title": quote, "type": quote })),
    ] {
        let text = String::from_utf8(Call::send(call).body).unwrap().to_lowercase();
        for word in ["sqlite", "syntax", "near", "rusqlite", "panicked", "src/"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}
