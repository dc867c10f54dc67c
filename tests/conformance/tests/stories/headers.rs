//! What a component learns about a request.

use mirubato_conformance::World;
use mirubato_conformance::world::read_all;
use serde_json::Value;

use super::stories;

stories![
    shared a_component_learns_how_it_was_reached,
    shared what_a_client_claims_comes_before_what_is_true,
    shared what_concerns_the_connection_only_stays_outside,
    shared nobody_outside_can_name_the_inside,
    shared an_absolute_uri_does_not_name_the_inside_either: "Spin looks at the header only",
    shared a_request_without_one_host_is_refused: "Spin closes the connection without an answer",
    shared a_header_that_is_no_text_fails,
];

fn values(request: &Value, header: &str) -> Vec<String> {
    let headers = request["headers"].as_array().unwrap();
    let values = headers.iter().filter(|pair| pair[0] == header).map(|pair| pair[1].as_str().unwrap().to_owned());
    values.collect()
}

fn a_component_learns_how_it_was_reached(world: &World) {
    let host = format!("127.0.0.1:{}", world.port());
    let request = world.call("PATCH", "/routed/x/tail/told?a=b&c").send().expect(200).json();
    for (name, value) in [
        ("spin-path-info", "/told"),
        ("spin-full-url", &format!("http://{host}/routed/x/tail/told?a=b&c")),
        ("spin-matched-route", "/routed/:first_name/tail/..."),
        ("spin-raw-component-route", "/routed/:first_name/tail/..."),
        ("spin-component-route", "/routed/:first_name/tail"),
        ("spin-base-path", "/"),
        ("spin-path-match-first-name", "x"),
        ("host", &host),
    ] {
        assert_eq!(values(&request, name), [value], "{name}");
    }
    assert!(values(&request, "spin-client-addr")[0].starts_with("127.0.0.1:"));
    assert_eq!(request["method"], "PATCH");
    assert_eq!(request["uri"], format!("http://{host}/routed/x/tail/told?a=b&c"));
}

fn what_a_client_claims_comes_before_what_is_true(world: &World) {
    let request =
        world.get("/probe/told").header("spin-client-addr", "6.6.6.6:6").header("Spin-Path-Info", "/else").send();
    let request = request.expect(200).json();
    let addresses = values(&request, "spin-client-addr");
    assert_eq!(addresses[0], "6.6.6.6:6");
    assert!(addresses[1].starts_with("127.0.0.1:"));
    assert_eq!(values(&request, "spin-path-info"), ["/else", "/told"]);
}

fn what_concerns_the_connection_only_stays_outside(world: &World) {
    let request = "GET /probe/told HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-other: stays\r\n\r\n";
    let mut stream = world.raw(request.as_bytes());
    let answer = read_all(&mut stream);
    assert!(answer.contains(r#"["x-other","stays"]"#), "{answer}");
    assert!(!answer.contains(r#"["connection","#), "{answer}");
}

fn nobody_outside_can_name_the_inside(world: &World) {
    for host in ["hidden.spin.internal", "hidden.spin.internal:80"] {
        let request = format!("GET /probe/told HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let answer = read_all(&mut world.raw(request.as_bytes()));
        assert!(!answer.contains("200 OK") && !answer.contains("spin.internal"), "{answer}");
    }
}

fn an_absolute_uri_does_not_name_the_inside_either(world: &World) {
    for host in ["hidden.spin.internal", "Hidden.Spin.Internal:80"] {
        let request = format!("GET http://{host}/probe/told HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let answer = read_all(&mut world.raw(request.as_bytes()));
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
}

fn a_request_without_one_host_is_refused(world: &World) {
    for request in [
        "GET /probe/told HTTP/1.0\r\n\r\n",
        "GET /probe/told HTTP/1.1\r\nhost: x:y:z\r\nconnection: close\r\n\r\n",
        "GET http://other/probe/told HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    ] {
        let answer = read_all(&mut world.raw(request.as_bytes()));
        assert!(answer.contains("400 Bad Request"), "{request}: {answer}");
    }
}

fn a_header_that_is_no_text_fails(world: &World) {
    let request = b"GET /probe/told HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-odd: \xff\r\n\r\n";
    let answer = read_all(&mut world.raw(request));
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    let request = "GET /probe/told HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-odd: ä\r\n\r\n";
    let answer = read_all(&mut world.raw(request.as_bytes()));
    assert!(answer.contains(r#"["x-odd","ä"]"#), "{answer}");
}
