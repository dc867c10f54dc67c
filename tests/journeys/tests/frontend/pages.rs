//! Addresses that are views of the app, and what its page may do.

use std::collections::BTreeMap;
use std::fs;

use super::dist;
use crate::story::app;

#[test]
fn every_view_is_the_apps_page() {
    let page = fs::read(dist().join("index.html")).unwrap();
    for path in [
        "/",
        "/logbook",
        "/logbook/0190b3c2-0000-7000-8000-000000000001",
        "/auth/verify?token=abc",
        "/settings/refused",
        "/apix",
        "/healthy",
        "/a/b/c/d",
    ] {
        let reply = app().get(path).send().expect(200);
        assert_eq!(reply.body, page, "{path}");
        assert_eq!(
            (reply.header("content-type"), reply.header("cache-control")),
            ("text/html; charset=utf-8", "no-cache")
        );
    }
}

#[test]
fn the_page_runs_its_own_scripts_and_nobody_elses() {
    let reply = app().get("/").send().expect(200);
    let policy: BTreeMap<_, _> =
        reply.header("content-security-policy").split(';').filter_map(|part| part.trim().split_once(' ')).collect();
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["script-src"], "'self' 'wasm-unsafe-eval'");
    assert_eq!(policy["style-src"], "'self'");
    assert_eq!(policy["connect-src"], "'self'");
    for name in ["frame-ancestors", "base-uri", "object-src"] {
        assert_eq!(policy[name], "'none'");
    }
    assert!(policy.values().all(|sources| !sources.contains("unsafe-inline")
        && !sources.contains("'unsafe-eval'")
        && !sources.contains("http")));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ] {
        assert_eq!(reply.header(name), value, "{name}");
    }
    assert!(reply.header("permissions-policy").contains("geolocation=()"));
}

#[test]
fn the_page_keeps_to_its_own_policy() {
    let page = fs::read_to_string(dist().join("index.html")).unwrap();
    assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains("javascript:"), "{page}");
    for script in page.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        assert!(tag.contains("src=\"/"), "a script of its own: {tag}");
        assert!(rest.starts_with("</script>"), "nothing is written into the page");
    }
    let handlers = ["onload=", "onclick=", "onerror="];
    assert!(handlers.iter().all(|handler| !page.contains(handler)));
}

#[test]
fn the_worker_and_the_manifest_are_always_asked_for_anew() {
    for (path, kind) in
        [("/sw.js", "text/javascript; charset=utf-8"), ("/manifest.webmanifest", "application/manifest+json")]
    {
        let reply = app().get(path).send().expect(200);
        assert_eq!((reply.header("content-type"), reply.header("cache-control")), (kind, "no-cache"));
    }
}
