//! Entries as people write them, and URLs as an attacker would.

use super::*;
use crate::variables::Sources;

fn hosts(entries: &[&str]) -> AllowedHosts {
    let entries: Vec<_> = entries.iter().map(|entry| (*entry).to_owned()).collect();
    AllowedHosts::resolve(&entries, &Values::default(), &["api", "scores"].into_iter()).unwrap()
}

#[track_caller]
fn allowed(entries: &[&str], urls: &[&str]) {
    for url in urls {
        assert!(hosts(entries).allows(url, "https"), "{entries:?} should allow {url}");
    }
}

#[track_caller]
fn denied(entries: &[&str], urls: &[&str]) {
    for url in urls {
        assert!(!hosts(entries).allows(url, "https"), "{entries:?} should deny {url}");
    }
}

#[test]
fn a_host_without_a_port_means_the_usual_port_of_its_scheme() {
    allowed(&["https://example.com"], &["https://example.com", "https://EXAMPLE.com/a?b", "https://example.com:443/"]);
    denied(&["https://example.com"], &["http://example.com", "https://example.com:8443", "https://a.example.com"]);
    allowed(&["redis://localhost"], &["redis://localhost", "redis://localhost:6379/0"]);
}

#[test]
fn wildcards_stand_for_one_part_each() {
    allowed(&["*://example.com:*"], &["http://example.com", "ftp://example.com:1", "https://example.com:9"]);
    allowed(&["https://*.example.com"], &["https://a.example.com", "https://a.b.example.com"]);
    denied(&["https://*.example.com"], &["https://example.com", "https://badexample.com", "http://a.example.com"]);
    allowed(&["http://*"], &["http://anything", "http://10.0.0.1"]);
    denied(&["http://*"], &["http://anything:81", "https://anything"]);
}

#[test]
fn ports_may_be_a_range_without_its_end() {
    allowed(&["http://localhost:8000..8010"], &["http://localhost:8000", "http://localhost:8009"]);
    denied(&["http://localhost:8000..8010"], &["http://localhost:8010", "http://localhost:7999", "http://localhost"]);
}

#[test]
fn networks_match_addresses_and_no_names() {
    allowed(&["*://10.0.0.0/8:*"], &["http://10.1.2.3", "http://10.255.0.1:5"]);
    denied(&["*://10.0.0.0/8:*"], &["http://11.0.0.1", "http://ten.example"]);
    allowed(&["http://2001:db8::/32"], &["http://[2001:db8::1]"]);
    denied(&["http://2001:db8::/32"], &["http://[2001:db9::1]"]);
    allowed(&["http://[::1]:8080"], &["http://[::1]:8080/x"]);
}

#[test]
fn an_address_in_disguise_is_the_address() {
    denied(&["http://example.com"], &["http://0x7f.1/", "http://2130706433/"]);
    allowed(&["http://127.0.0.1"], &["http://0x7f.1/", "http://2130706433/"]);
}

#[test]
fn what_stands_before_the_at_sign_does_not_count() {
    denied(&["https://example.com"], &["https://example.com@evil.example/", "https://example.com:443@evil.example"]);
    denied(&["redis://db.example"], &["redis://evil.example#@db.example", "redis://evil.example?@db.example"]);
    allowed(&["redis://db.example"], &["redis://user:pass@db.example", "redis://db.example/@x"]);
}

#[test]
fn nothing_allowed_means_nothing_is() {
    denied(&[], &["http://example.com", "https://localhost", "not a url", "http://"]);
}

#[test]
fn components_are_called_only_where_they_are_named() {
    assert!(hosts(&["http://api.spin.internal"]).allows_service("api"));
    assert!(!hosts(&["http://api.spin.internal"]).allows_service("scores"));
    assert!(hosts(&["http://*.spin.internal"]).allows_service("scores"));
    assert!(!hosts(&["http://*.spin.internal"]).allows_service("unknown"));
    assert!(
        !hosts(&["*://*:*"]).allows_service("api"),
        "a wildcard for the world is none for the application's inside"
    );
}

#[test]
fn the_application_itself_needs_self_or_a_full_wildcard() {
    assert!(hosts(&["http://self"]).allows_itself());
    assert!(hosts(&["*://*:*"]).allows_itself());
    assert!(!hosts(&["http://localhost"]).allows_itself());
}

#[test]
fn entries_with_variables_may_come_out_empty() {
    let declared = [("host".to_owned(), crate::manifest::Variable { default: Some(String::new()) })].into();
    let nothing = Sources { flags: vec![], prefixes: vec![], environment: Box::new(|_| None), dotenv: [].into() };
    let values = Values::resolve(&declared, &nothing).unwrap();
    let entries = ["https://{{ host }}".to_owned(), "{{ host }}".to_owned(), "http://a.example".to_owned()];
    let hosts = AllowedHosts::resolve(&entries, &values, &std::iter::empty()).unwrap();
    assert!(hosts.allows("http://a.example", "https") && !hosts.allows("https://b.example", "https"));
}

#[test]
fn malformed_entries_are_refused() {
    for entry in [
        "",
        "*",
        "example.com",
        "example.com:80",
        "http://",
        "http://example.com/path",
        "http://example.com:80/path",
        "http://example.com:x",
        "http://example.com:70000",
        "http://example.com:80:90",
        "http://a.*.com",
        "http://*.",
        "gopher://x",
        "http://[::1",
        "http://[::1]junk",
        "ht tp://x:1",
        "://x:1",
        "http://exa mple.com",
        "http://*.10.0.0.1",
    ] {
        assert!(AllowedHost::parse(entry).is_err(), "{entry:?} should be refused");
    }
}

#[test]
fn the_name_of_a_called_component_is_its_first_label() {
    assert_eq!(service_of("api.spin.internal"), Some("api"));
    assert_eq!(service_of("api.spin.internal:8080"), Some("api"));
    assert_eq!(service_of("api.Spin.INTERNAL"), Some("api"));
    for host in
        ["spin.internal", ".spin.internal", "a.b.spin.internal", "api.spin.internal.example", "apispin.internal"]
    {
        assert_eq!(service_of(host), None, "{host}");
    }
}
