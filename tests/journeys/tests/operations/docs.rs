//! `/openapi.json` and `/docs`.

use mirubato_support::app::root;
use serde_json::Value;

use crate::story::app;

fn document() -> Value {
    app().get("/openapi.json").send().expect(200).json()
}

#[test]
fn every_endpoint_is_documented_with_its_failures() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no name"));
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}");
            assert!(!operations.contains(&name), "{name} twice");
            operations.push(name);
            if path.starts_with("/api/") && path != "/api/about" && path != "/api/dev/outbox" {
                assert!(operation["responses"]["401"].is_object(), "{method} {path} tells of no failure");
            }
        }
    }
    assert!(operations.len() > 60, "{}", operations.len());
}

#[test]
fn what_is_served_is_the_document_in_the_repository() {
    let kept = std::fs::read_to_string(root().join("openapi.json")).unwrap();
    assert_eq!(document(), serde_json::from_str::<Value>(&kept).unwrap());
}

#[test]
fn there_is_a_page_to_read_it() {
    let page = app().get("/docs").send().expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    let html = String::from_utf8(page.body).unwrap();
    for (file, kind) in [
        ("docs.js", "text/javascript; charset=utf-8"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
    ] {
        assert!(html.contains(file), "{file} in {html}");
        assert_eq!(app().get(&format!("/docs/{file}")).send().expect(200).header("content-type"), kind);
    }
    for path in ["/docs/nothing", "/docs/..%2fapi.db", "/docs/%2e%2e/api.db", "/docs/index.html/x"] {
        let _ = app().get(path).send().expect_problem(404, "not-found");
    }
}
