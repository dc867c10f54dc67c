//! Requests to other servers.

use mirubato_conformance::World;

use super::stories;

stories![
    shared an_allowed_host_is_reached,
    shared other_hosts_are_denied_before_they_are_asked,
    shared a_redirect_does_not_lead_where_one_may_not_go,
    shared a_server_that_is_not_there_is_told_apart,
    shared a_component_reaches_its_own_application_by_its_routes,
];

fn an_allowed_host_is_reached(world: &World) {
    let reply = world.fetch("probe", &format!("{}/path?query", world.upstream.url()));
    let host = world.upstream.url().replace("http://", "");
    assert_eq!(reply["body"], format!("/path?query host: {host}"));
}

fn other_hosts_are_denied_before_they_are_asked(world: &World) {
    let asked = world.forbidden.requests();
    for (component, url) in [
        ("probe", world.forbidden.url()),
        ("bare", world.upstream.url()),
        ("probe", "http://localhost/".to_owned()),
        ("probe", world.forbidden.url().replace("127.0.0.1", "localhost")),
    ] {
        assert_eq!(world.fetch(component, &url)["error"], "ErrorCode::HttpRequestDenied", "{component} calls {url}");
    }
    assert_eq!(world.forbidden.requests(), asked);
}

fn a_redirect_does_not_lead_where_one_may_not_go(world: &World) {
    let (upstream, forbidden) = (world.upstream.url(), world.forbidden.url());
    let there_and_back = world.fetch("probe", &format!("{upstream}/to/{upstream}/end"));
    assert_eq!(there_and_back["status"], 200);
    let away = world.fetch("probe", &format!("{upstream}/to/{forbidden}/end"));
    assert_eq!(away["error"], "ErrorCode::HttpRequestDenied");
    assert_eq!(away["url"], format!("{forbidden}/end"), "the redirect was followed by the component itself");
    assert_eq!(world.forbidden.requests(), 0);
}

fn a_server_that_is_not_there_is_told_apart(world: &World) {
    assert_eq!(world.fetch("everywhere", "http://127.0.0.1:1/")["error"], "ErrorCode::ConnectionRefused");
    let unknown = world.fetch("everywhere", "http://does-not-exist.invalid/");
    assert!(unknown["error"].as_str().unwrap().starts_with("ErrorCode::DnsError"), "{unknown}");
    let no_tls = world.fetch("everywhere", &world.upstream.url().replace("http", "https"));
    assert_eq!(no_tls["error"], "ErrorCode::TlsProtocolError");
}

fn a_component_reaches_its_own_application_by_its_routes(world: &World) {
    assert_eq!(world.fetch("probe", "http://self.alt/bare/hello")["body"], "hello\n");
    assert_eq!(world.fetch("bare", "http://self.alt/bare/hello")["error"], "ErrorCode::HttpRequestDenied");
}
