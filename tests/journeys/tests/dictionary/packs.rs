//! `/dictionary/api/packs`: a language in one file, for devices to keep.

use serde_json::Value;

use crate::story::app;

fn packs() -> Vec<Value> {
    let list = app().get("/dictionary/api/packs").send().expect(200).json();
    list["items"].as_array().unwrap().clone()
}

#[test]
fn each_language_is_one_file_that_a_phone_can_afford() {
    let packs = packs();
    let languages: Vec<_> = packs.iter().map(|pack| pack["lang"].as_str().unwrap()).collect();
    assert_eq!(languages, ["en", "es", "fr", "de", "zh-CN", "zh-TW"]);
    for listed in packs {
        let url = listed["url"].as_str().unwrap();
        let compressed = app().get(url).header("accept-encoding", "gzip, br").send().expect(200);
        assert_eq!(compressed.header("content-encoding"), "gzip");
        assert_eq!(compressed.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(compressed.header("content-type"), "application/json");
        assert_eq!(compressed.header("vary"), "accept-encoding");
        assert_eq!(compressed.body.len() as u64, listed["bytes"].as_u64().unwrap());
        assert!(compressed.body.len() <= 400_000, "{url}: {} bytes", compressed.body.len());

        let plain = app().get(url).header("accept-encoding", "identity").send().expect(200);
        assert!(plain.headers.get("content-encoding").is_none());
        let pack = plain.json();
        assert_eq!((&pack["language"], &pack["format"]), (&listed["lang"], &Value::from(1)));
        assert_eq!(pack["terms"].as_array().unwrap().len() as u64, listed["terms"].as_u64().unwrap());
    }
}

#[test]
fn what_a_pack_says_is_what_the_service_says() {
    let listed = packs().into_iter().find(|pack| pack["lang"] == "de").unwrap();
    let pack = app().get(listed["url"].as_str().unwrap()).header("accept-encoding", "identity").send().json();
    let packed = pack["terms"].as_array().unwrap().iter().find(|term| term["id"] == "allegro").unwrap().clone();
    let served = app().get("/dictionary/api/terms/allegro?lang=de").send().expect(200).json();
    for member in ["term", "sourceLanguage", "type", "difficulty"] {
        assert_eq!(packed[member], served[member], "{member}");
    }
    assert_eq!(packed["ipa"], served["pronunciation"]["ipa"]);
    assert_eq!(packed["full"], served["definitions"]["de"]["full"]);
    let related = packed["related"].as_array().unwrap().iter();
    let related: Vec<_> = related.map(|place| &pack["terms"][place.as_u64().unwrap() as usize]["id"]).collect();
    let expected: Vec<_> = served["related"].as_array().unwrap().iter().map(|other| &other["id"]).collect();
    assert_eq!(related, expected);
}

#[test]
fn the_list_is_not_sent_twice() {
    let first = app().get("/dictionary/api/packs").send().expect(200);
    let again = app().get("/dictionary/api/packs").header("if-none-match", first.header("etag")).send();
    assert_eq!((again.expect(304)).body.len(), 0);
}

#[test]
fn a_pack_that_is_not_there_is_a_problem_and_no_other_file() {
    for path in ["en/0000000000000000", "it/0000000000000000", "en/..%2f..%2fterms.json", "en/%00", "en", "en/x/y"] {
        let _ = app().get(&format!("/dictionary/api/packs/{path}")).send().expect_problem(404, "not-found");
    }
}
