//! The app's files.

use std::fs;

use super::{dist, files};
use crate::story::app;

#[test]
fn every_file_is_served_as_it_was_built() {
    for (path, known) in files() {
        let reply = app().get(&path).send().expect(200);
        assert_eq!(reply.body, fs::read(dist().join(&path[1..])).unwrap(), "{path}");
        assert_eq!(reply.header("content-type"), known["type"].as_str().unwrap());
        assert_eq!(reply.header("content-encoding"), "");
        assert_eq!(reply.header("content-length"), reply.body.len().to_string());
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        let hashed = path.starts_with("/assets/");
        let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        assert_eq!(reply.header("cache-control"), caching, "{path}");

        let again = app().get(&path).header("if-none-match", reply.header("etag")).send().expect(304);
        assert!(again.body.is_empty());
        assert_eq!(again.header("etag"), reply.header("etag"));
        let _ = app().get(&path).header("if-none-match", "\"other\"").send().expect(200);
    }
}

#[test]
fn a_file_comes_in_the_smallest_form_that_the_browser_takes() {
    let compressed: Vec<_> = files().into_iter().filter(|(_, known)| known["br"] == true).collect();
    assert!(compressed.len() > 3, "scripts and styles are worth compressing");
    for (path, _) in compressed {
        for (accept, encoding, suffix) in [
            ("gzip, deflate, br, zstd", "br", ".br"),
            ("gzip", "gzip", ".gz"),
            ("br;q=0, gzip;q=0.5", "gzip", ".gz"),
            ("identity", "", ""),
        ] {
            let reply = app().get(&path).header("accept-encoding", accept).send().expect(200);
            assert_eq!(reply.header("content-encoding"), encoding, "{path} {accept}");
            assert_eq!(reply.header("vary"), "accept-encoding");
            let file = format!("{}{suffix}", &path[1..]);
            assert_eq!(reply.body, fs::read(dist().join(file)).unwrap(), "{path} {accept}");
        }
    }
}

#[test]
fn a_file_that_is_missing_is_missing() {
    for path in [
        "/assets/index-00000000.js",
        "/assets/",
        "/assets/page",
        "/nothing.js",
        "/logbook/style.css",
        "/.env",
        "/index.html.br",
        "/index.html/x.js",
        "/..%2f..%2fspin.toml",
        "/%2e%2e/%2e%2e/spin.toml",
        "/assets/..%2fassets.json",
    ] {
        let reply = app().get(path).send();
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(
            reply.header("content-type"),
            "text/plain; charset=utf-8",
            "{path}: no page in the place of a script"
        );
        assert_eq!(reply.header("cache-control"), "no-store");
    }
}

#[test]
fn files_are_read_and_nothing_else() {
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let reply = app().call(method, "/index.html").bytes("x").send().expect(405);
        assert_eq!(reply.header("allow"), "GET, HEAD");
    }
    let (head, get) = (app().call("HEAD", "/index.html").send().expect(200), app().get("/index.html").send());
    assert!(head.body.is_empty());
    assert_eq!(head.header("etag"), get.header("etag"));
}
