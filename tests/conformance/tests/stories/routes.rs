//! Which component answers which path.

use mirubato_conformance::World;
use serde_json::Value;

use super::stories;

stories![
    shared the_most_exact_route_answers,
    shared a_component_gets_the_rest_of_the_path,
    shared a_path_without_a_route_is_not_found,
    shared a_private_route_cannot_be_reached_from_outside,
    shared a_fixed_answer_needs_no_component,
    shared the_host_answers_under_its_own_paths,
    shared the_host_says_how_its_triggers_do: "the status is the embedded host's own",
];

/// A header as the component got it.
fn told(request: &Value, header: &str) -> String {
    let headers = request["headers"].as_array().unwrap();
    let values = headers.iter().filter(|pair| pair[0] == header).map(|pair| pair[1].as_str().unwrap());
    values.collect::<Vec<_>>().join(" | ")
}

fn the_most_exact_route_answers(world: &World) {
    // The component at these routes does what the rest of the path says, and knows nothing to do without one. So its answers tell of what
    // the routes before the rest were.
    for (path, status) in [
        ("/routed/exact", 404),
        ("/routed/somebody", 404),
        ("/routed/deep/told", 200),
        ("/routed/somebody/tail/told", 200),
        ("/routed/somebody/else", 0),
    ] {
        let reply = world.get(path).send();
        let from_component = !reply.body.is_empty();
        assert_eq!(from_component, status != 0, "{path}");
        assert_eq!(reply.status, if status == 0 { 404 } else { status }, "{path}");
    }
    let deep = world.get("/routed/deep/told").send().json();
    assert_eq!(told(&deep, "spin-raw-component-route"), "/routed/deep/...");
    let named = world.get("/routed/somebody/tail/told").send().json();
    assert_eq!(told(&named, "spin-raw-component-route"), "/routed/:first_name/tail/...");
    assert_eq!(told(&named, "spin-path-match-first-name"), "somebody");
    // A segment that is text is more exact than one that is a name, however long the routes are.
    let both = world.get("/routed/deep/tail/told").send();
    assert_eq!(both.status, 404, "the component at /routed/deep/... does not know the task `tail`");
}

fn a_component_gets_the_rest_of_the_path(world: &World) {
    for (path, rest) in [
        ("/probe/told", "/told"),
        ("/probe/told/", "/told/"),
        ("/probe//told", "//told"),
        ("/probe/told/%2e%2e/x", "/told/%2e%2e/x"),
    ] {
        assert_eq!(told(&world.get(path).send().expect(200).json(), "spin-path-info"), rest, "{path}");
    }
    assert_eq!(world.get("/probe").send().expect(404).body, b"no task \"\"");
    assert_eq!(world.get("/probe/").send().expect(404).body, b"no task \"/\"");
}

fn a_path_without_a_route_is_not_found(world: &World) {
    for path in ["/", "/prob", "/probes/told", "/probex"] {
        let reply = world.get(path).send().expect(404);
        assert!(reply.body.is_empty(), "{path}");
    }
}

fn a_private_route_cannot_be_reached_from_outside(world: &World) {
    for path in ["/hidden", "/hidden/hello", "/private/hello"] {
        assert!(world.get(path).send().expect(404).body.is_empty(), "{path}");
    }
    let inside = world.fetch("probe", "http://hidden.spin.internal/hello");
    assert_eq!(inside["body"], "hello\n");
}

fn a_fixed_answer_needs_no_component(world: &World) {
    let reply = world.get("/teapot").send().expect(418);
    assert_eq!((reply.header("x-kind"), reply.body.as_slice()), ("pot", &b"short and stout"[..]));
}

fn the_host_answers_under_its_own_paths(world: &World) {
    assert_eq!(world.get("/.well-known/spin/health").send().expect(200).body, b"OK");
    let info = world.get("/.well-known/spin/info").send().expect(200);
    assert_eq!(info.header("content-type"), "application/json");
    assert_eq!(info.json(), serde_json::json!({ "name": "conformance", "version": "0.1.0" }));
    assert!(world.get("/.well-known/spin/unknown").send().expect(404).body.is_empty());
}

fn the_host_says_how_its_triggers_do(world: &World) {
    let status = world.get("/.well-known/spin/status").send().expect(200).json();
    let trigger = &status["redisTriggers"][0];
    assert_eq!(trigger["state"], "listening");
    assert_eq!(trigger["channels"], serde_json::json!(["jobs", "news"]));
}
