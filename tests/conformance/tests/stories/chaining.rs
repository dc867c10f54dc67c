//! Components that call each other.

use mirubato_conformance::World;
use serde_json::{Value, json};

use super::stories;

stories![
    shared a_called_component_gets_the_path_as_it_is,
    shared calling_needs_permission,
    shared the_whole_world_is_not_the_inside: "in Spin `*://*:*` lets a component call every other",
    shared a_component_may_be_allowed_to_call_all_others,
    shared bodies_and_methods_arrive,
    shared only_plain_http_leads_inside,
];

fn a_called_component_gets_the_path_as_it_is(world: &World) {
    let reply = world.fetch("probe", "http://hidden.spin.internal/told/x/../y%20z?a=b");
    let request: Value = serde_json::from_str(reply["body"].as_str().unwrap()).unwrap();
    assert_eq!(request["uri"], "http://hidden.spin.internal/told/x/../y%20z?a=b");
    let headers = request["headers"].as_array().unwrap();
    for (name, value) in [
        ("spin-path-info", "/told/x/../y%20z"),
        ("spin-full-url", "http://localhost/told/x/../y%20z?a=b"),
        ("spin-matched-route", "/..."),
        ("spin-raw-component-route", "/..."),
        ("spin-component-route", ""),
        ("spin-base-path", "/"),
        ("spin-client-addr", "0.0.0.0:0"),
    ] {
        assert!(headers.contains(&json!([name, value])), "{name} is not {value:?} in {headers:?}");
    }
    assert!(headers.iter().all(|pair| pair[0] != "host"), "{headers:?}");
}

#[track_caller]
fn denied(world: &World, component: &str, url: &str) {
    assert_eq!(world.fetch(component, url)["error"], "ErrorCode::HttpRequestDenied", "{component} calls {url}");
}

fn calling_needs_permission(world: &World) {
    denied(world, "bare", "http://hidden.spin.internal/hello");
    denied(world, "probe", "http://counted.spin.internal/hello");
    denied(world, "probe", "http://hidden.spin.internal.example/hello");
}

fn the_whole_world_is_not_the_inside(world: &World) {
    denied(world, "everywhere", "http://hidden.spin.internal/hello");
}

fn a_component_may_be_allowed_to_call_all_others(world: &World) {
    for component in ["hidden", "probe", "caller"] {
        let url = format!("http://{component}.spin.internal/hello");
        assert_eq!(world.fetch("caller", &url)["body"], "hello\n", "{url}");
    }
    denied(world, "caller", "http://nobody.spin.internal/hello");
}

fn bodies_and_methods_arrive(world: &World) {
    let body = "x".repeat(300_000);
    let wanted = json!({ "url": "http://hidden.spin.internal/echo", "method": "PUT", "body": body });
    let reply = world.post("/probe/fetch", &wanted).send().expect(200).json();
    assert_eq!(reply["body"], body);
    let wanted = json!({ "url": "http://hidden.spin.internal/told", "method": "BREW", "headers": { "x-own": "1" } });
    let reply = world.post("/probe/fetch", &wanted).send().expect(200).json();
    assert!(reply["body"].as_str().unwrap().contains(r#""method":"BREW""#));
    assert!(reply["body"].as_str().unwrap().contains(r#"["x-own","1"]"#));
}

fn only_plain_http_leads_inside(world: &World) {
    denied(world, "probe", "https://hidden.spin.internal/hello");
}
