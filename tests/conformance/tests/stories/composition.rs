//! Components linked into others.

use mirubato_conformance::World;

use super::stories;

stories![
    shared a_component_uses_what_another_provides,
    own a_dependency_that_traps_takes_its_instance_with_it,
];

fn a_component_uses_what_another_provides(world: &World) {
    for path in ["/shout", "/shout-too"] {
        assert_eq!(world.call("POST", path).bytes("Hé!").send().expect(200).body, "HÉ!".as_bytes());
    }
}

fn a_dependency_that_traps_takes_its_instance_with_it() {
    let world = World::start(&[]);
    assert!(world.call("POST", "/shout").bytes("fail").send().expect(500).body.is_empty());
    assert_eq!(world.call("POST", "/shout").bytes("again").send().expect(200).body, b"AGAIN");
}
