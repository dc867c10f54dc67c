//! Key-value stores.

use mirubato_conformance::World;
use mirubato_conformance::world::beside;
use serde_json::{Value, json};

use super::stories;

stories![
    shared what_is_set_is_there_until_it_is_deleted,
    shared stores_are_apart,
    shared stores_need_permission,
    shared values_are_bytes_and_may_be_large,
    shared a_store_is_a_file_of_its_own,
    shared all_keys_are_listed,
    shared a_store_may_be_in_redis,
    own a_store_may_be_used_while_its_keys_are_read: "Spin holds the store until all keys are read, so this waits for ever",
];

fn run(world: &World, component: &str, store: &str, steps: &Value) -> Value {
    world.post(&format!("/{component}/kv"), &json!({ "store": store, "steps": steps })).send().expect(200).json()
}

fn what_is_set_is_there_until_it_is_deleted(world: &World) {
    let steps = json!([
        { "get": "a" }, { "exists": "a" }, { "set": ["a", "1"] }, { "get": "a" }, { "exists": "a" },
        { "set": ["a", "2"] }, { "get": "a" }, { "delete": "a" }, { "get": "a" }, { "delete": "a" },
    ]);
    let outcomes = run(world, "probe", "default", &steps);
    assert_eq!(outcomes, json!([null, false, null, "1", true, null, "2", null, null, null]));
}

fn stores_are_apart(world: &World) {
    run(world, "probe", "default", &json!([{ "set": ["apart", "default"] }]));
    assert_eq!(run(world, "probe", "second", &json!([{ "get": "apart" }])), json!([null]));
    run(world, "probe", "second", &json!([{ "set": ["apart", "second"] }]));
    assert_eq!(run(world, "probe", "default", &json!([{ "get": "apart" }])), json!(["default"]));
}

fn stores_need_permission(world: &World) {
    let denied = json!({ "open": "Error::AccessDenied" });
    assert_eq!(run(world, "bare", "default", &json!([])), denied);
    assert_eq!(run(world, "probe", "third", &json!([])), denied);
}

fn values_are_bytes_and_may_be_large(world: &World) {
    let large = "ü".repeat(1_000_000);
    let outcomes = run(
        world,
        "probe",
        "default",
        &json!([{ "set": ["large", large] }, { "get": "large" }, { "delete": "large" }]),
    );
    assert_eq!(outcomes[1], large);
}

fn a_store_is_a_file_of_its_own(world: &World) {
    run(world, "probe", "second", &json!([{ "set": ["on disk", "yes"] }]));
    assert!(beside(world, "second.db").exists());
    run(world, "probe", "default", &json!([{ "set": ["on disk", "yes"] }]));
    assert!(beside(world, "state/sqlite_key_value.db").exists());
}

fn all_keys_are_listed(world: &World) {
    let sets: Vec<_> = (0..20).map(|number| json!({ "set": [format!("key {number:02}"), "x"] })).collect();
    run(world, "probe", "second", &json!(sets));
    let keys = run(world, "probe", "second", &json!(["keys"]));
    let keys: Vec<_> =
        keys[0].as_array().unwrap().iter().filter(|key| key.as_str().unwrap().starts_with("key ")).collect();
    assert_eq!(keys.len(), 20);
}

fn a_store_may_be_in_redis(world: &World) {
    let steps = json!([
        { "exists": "remote:a" }, { "set": ["remote:a", "1"] }, { "get": "remote:a" }, { "exists": "remote:a" },
        { "set": ["remote:b", "2"] }, { "delete": "remote:b" }, { "get": "remote:b" }, "keys",
    ]);
    let outcomes = run(world, "probe", "remote", &steps);
    assert_eq!(
        outcomes.as_array().unwrap()[..7],
        json!([false, null, "1", true, null, null, null]).as_array().unwrap()[..]
    );
    let keys = outcomes[7].as_array().unwrap();
    assert!(keys.contains(&json!("remote:a")) && !keys.contains(&json!("remote:b")), "{keys:?}");
    assert_eq!(world.ask::<String>(redis::cmd("GET").arg("remote:a")), "1");
}

fn a_store_may_be_used_while_its_keys_are_read() {
    let world = World::start(&[]);
    let sets: Vec<_> = (0..3000).map(|number| json!({ "set": [format!("{number}"), "x"] })).collect();
    run(&world, "probe", "second", &json!(sets));
    assert_eq!(run(&world, "probe", "second", &json!(["walk"])), json!([3000]));
}
