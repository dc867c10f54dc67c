//! The files a component may read.

use mirubato_conformance::World;
use mirubato_conformance::world::beside;
use serde_json::json;

use super::stories;

stories![
    shared files_are_where_the_manifest_puts_them,
    shared files_cannot_be_changed,
    shared nothing_leads_outside,
    shared a_component_without_files_sees_none,
];

fn read(world: &World, path: &str) -> (u16, Vec<u8>) {
    let reply = world.get(&format!("/reader/read?path={path}")).send();
    (reply.status, reply.body)
}

fn files_are_where_the_manifest_puts_them(world: &World) {
    assert_eq!(read(world, "/files/visible.txt"), (200, b"visible\n".to_vec()));
    assert_eq!(read(world, "files/deep/inner.txt"), (200, b"inner\n".to_vec()));
    assert_eq!(read(world, "/elsewhere/renamed.txt"), (200, b"placed\n".to_vec()));
    for absent in ["/files/secret.txt", "/placed.txt", "/spin.toml", "/parts/probe.wasm"] {
        assert_eq!(read(world, absent).0, 404, "{absent}");
    }
    let names = world.get("/reader/list?path=/").send().expect(200).json();
    assert_eq!(names, json!(["elsewhere", "files"]));
}

fn files_cannot_be_changed(world: &World) {
    for path in ["/files/visible.txt", "/files/new.txt", "/new.txt"] {
        assert_eq!(world.get(&format!("/reader/write?path={path}")).send().status, 403, "{path}");
    }
    assert_eq!(read(world, "/files/visible.txt"), (200, b"visible\n".to_vec()));
    assert_eq!(std::fs::read(beside(world, "files/visible.txt")).unwrap(), b"visible\n");
}

fn nothing_leads_outside(world: &World) {
    for path in [
        "/../../../etc/passwd",
        "../../../../etc/passwd",
        "/files/../../../../etc/passwd",
        "/etc/passwd",
        "/proc/self/environ",
    ] {
        let (status, body) = read(world, path);
        assert_eq!(status, 404, "{path}: {}", String::from_utf8_lossy(&body));
    }
}

fn a_component_without_files_sees_none(world: &World) {
    assert_eq!(world.get("/bare/list?path=/").send().status, 404);
    assert_eq!(world.get("/bare/read?path=/files/visible.txt").send().status, 404);
}
