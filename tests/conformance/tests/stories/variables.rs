//! Variables and the environment.

use mirubato_conformance::World;
use mirubato_conformance::world::Options;
use serde_json::json;

use super::stories;

stories![
    shared a_component_sees_its_own_variables_only,
    shared templates_are_filled_in,
    own values_come_from_flags_before_the_environment_before_a_file,
    shared the_environment_is_what_the_manifest_says,
];

fn a_component_sees_its_own_variables_only(world: &World) {
    assert_eq!(world.get("/probe/variables/plain").send().expect(200).body, b"plain");
    for (path, error) in [
        ("/probe/variables/greeting", "Error::Undefined(\"no variable for \\\"probe\\\".\\\"greeting\\\"\")"),
        ("/bare/variables/plain", "Error::Undefined(\"no variable for \\\"bare\\\".\\\"plain\\\"\")"),
    ] {
        assert_eq!(String::from_utf8_lossy(&world.get(path).send().expect(404).body), error);
    }
    let reply = world.get("/probe/variables/No-Name").send().expect(404);
    assert!(reply.body.starts_with(b"Error::InvalidName("), "{}", String::from_utf8_lossy(&reply.body));
}

fn templates_are_filled_in(world: &World) {
    assert_eq!(world.get("/probe/variables/joined").send().expect(200).body, b"hello, default!");
}

fn values_come_from_flags_before_the_environment_before_a_file() {
    let world = World::start_with(&Options {
        flags: vec!["--variable", "greeting=from a flag"],
        dotenv: "SPIN_VARIABLE_GREETING=\"from a file\"\nSPIN_VARIABLE_SECRET=\"also from a file\"\nSPIN_VARIABLE_REDIS=http://wrong\n",
        without_redis: false,
        ..Options::default()
    });
    assert_eq!(world.get("/probe/variables/joined").send().expect(200).body, b"from a flag, also from a file!");
}

fn the_environment_is_what_the_manifest_says(world: &World) {
    let environment = world.get("/probe/environment").send().expect(200).json();
    assert_eq!(environment, json!({ "PLACE": "here", "EMPTY": "" }));
    assert_eq!(world.get("/bare/environment").send().expect(200).json(), json!({}));
}
