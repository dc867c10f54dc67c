//! `/dictionary/:lang` and `/dictionary/:lang/:term`: pages for people who follow a link, and for search engines.

use mirubato_support::Reply;
use serde_json::Value;

use crate::story::app;

fn get(path: &str) -> Reply {
    app().get(path).send()
}

fn text(reply: Reply) -> String {
    String::from_utf8(reply.body).unwrap()
}

/// Where an answer sends one.
#[track_caller]
fn location(path: &str, status: u16) -> String {
    get(path).expect(status).header("location").to_owned()
}

fn linked_data(html: &str) -> Value {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_page_of_a_term_says_everything_with_its_first_byte() {
    let page = get("/dictionary/de/allegro").expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("script-src"));
    let html = text(page);
    let origin = app().url();
    assert!(html.contains("<html lang=\"de\">") && html.contains("Schnell und lebhaft."));
    assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{origin}/dictionary/de/allegro\">")));
    for tag in ["en", "es", "fr", "de", "zh-CN", "zh-TW"] {
        let place = format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{origin}/dictionary/{tag}/allegro\">");
        assert!(html.contains(&place), "{place}");
        assert!(
            text(get(&format!("/dictionary/{tag}/allegro")).expect(200)).contains(&format!("<html lang=\"{tag}\">"))
        );
    }
    assert!(html.contains("hreflang=\"x-default\""));
    let data = linked_data(&html);
    assert_eq!((&data["@type"], &data["name"]), (&Value::from("DefinedTerm"), &Value::from("allegro")));
    assert_eq!(data["inDefinedTermSet"]["@id"], format!("{origin}/dictionary/de"));
    assert!(html.contains("href=\"/lookup/allegro\""), "it leads into the app");
}

#[test]
fn its_stylesheet_is_there_and_may_be_kept_for_ever() {
    let html = text(get("/dictionary/en/allegro").expect(200));
    let (_, rest) = html.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let style = get(rest.split_once('"').unwrap().0).expect(200);
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
}

#[test]
fn a_page_is_not_sent_twice() {
    let first = get("/dictionary/fr/presto").expect(200);
    assert!(first.header("cache-control").starts_with("public"));
    let again = app().get("/dictionary/fr/presto").header("if-none-match", first.header("etag")).send().expect(304);
    assert!(again.body.is_empty());
}

#[test]
fn a_language_or_a_term_written_otherwise_is_sent_to_where_it_is() {
    assert_eq!(location("/dictionary/DE/allegro", 308), "/dictionary/de/allegro");
    assert_eq!(location("/dictionary/zh-hant/Allegro", 308), "/dictionary/zh-TW/allegro");
    assert_eq!(location("/dictionary/ZH-cn", 308), "/dictionary/zh-CN");
    assert_eq!(location("/dictionary/en/", 308), "/dictionary/en");
    // Names may come to mean other terms.
    assert_eq!(location("/dictionary/en/cresc.", 307), "/dictionary/en/crescendo");
    assert_eq!(location("/dictionary/zh-TW/%E5%BF%AB%E6%9D%BF", 307), "/dictionary/zh-TW/allegro");
    assert_eq!(location("/dictionary/en/%20piu%20mosso%20", 307), "/dictionary/en/piu-mosso");
}

#[test]
fn the_start_is_in_the_language_one_likes_best() {
    for (wishes, language) in [("zh-TW,zh;q=0.9", "zh-TW"), ("pt, fr-CA;q=0.4", "fr"), ("", "en")] {
        let start = app().get("/dictionary").header("accept-language", wishes).send().expect(307);
        assert_eq!(start.header("location"), format!("/dictionary/{language}"));
        assert_eq!(start.header("vary"), "accept-language");
    }
    let html = text(get("/dictionary/es").expect(200));
    assert!(html.contains("<h2 id=\"a\">A</h2>") && html.contains("href=\"/dictionary/es/allegro\""));
    assert_eq!(linked_data(&html)["@type"], "DefinedTermSet");
}

#[test]
fn what_is_not_there_is_a_page_that_offers_what_may_be_meant() {
    let page = get("/dictionary/en/alegro").expect(404);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let html = text(page);
    assert!(html.contains("Not in the dictionary") && html.contains("href=\"/dictionary/en/allegro\""));
    assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
    for path in
        ["/dictionary/it", "/dictionary/xx/allegro", "/dictionary/%3Cb%3E/allegro", "/dictionary/sitemap-it.xml"]
    {
        assert_eq!(get(path).expect(404).header("content-type"), "text/html; charset=utf-8", "{path}");
    }
    let _ = get("/dictionary/api/nothing").expect_problem(404, "not-found");
}

#[test]
fn whatever_an_address_says_is_text_and_no_markup() {
    let hostile = [
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "allegro/../../../api/user/me",
        "allegro/allegro",
        "%E2%80%AEoehcs",
        "%00%01%1F",
        "'%20OR%201%3D1%20--",
        "NEAR(%22a%22%20%22b%22)%20AND%20*",
        "%FF%FE",
    ];
    for name in hostile.map(ToOwned::to_owned).into_iter().chain(["x".repeat(5_000)]) {
        let reply = get(&format!("/dictionary/en/{name}"));
        assert!(matches!(reply.status, 400 | 404), "{name}: {}", reply.status);
        let html = text(reply);
        assert!(!html.contains("<script>") && !html.contains("<img src=x") && html.len() < 10_000, "{name}");
    }
}

#[test]
fn sitemaps_name_every_page_and_robots_txt_names_the_sitemaps() {
    let origin = app().url();
    let robots = text(get("/robots.txt").expect(200));
    assert!(robots.contains(&format!("Sitemap: {origin}/dictionary/sitemap.xml")));
    let index = get("/dictionary/sitemap.xml").expect(200);
    assert!(index.header("content-type").starts_with("application/xml"));
    let index = text(index);
    for tag in ["en", "es", "fr", "de", "zh-CN", "zh-TW"] {
        assert!(index.contains(&format!("<loc>{origin}/dictionary/sitemap-{tag}.xml</loc>")));
        let map = text(get(&format!("/dictionary/sitemap-{tag}.xml")).expect(200));
        assert!(map.contains(&format!("<loc>{origin}/dictionary/{tag}/allegro</loc><lastmod>20")));
        assert!(map.matches("<url>").count() > 600);
    }
}
