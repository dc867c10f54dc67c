//! What a failing component does to others: nothing.

use mirubato_conformance::world::read_all;
use mirubato_conformance::{World, until};
use serde_json::json;

use super::stories;

stories![
    shared an_error_is_an_empty_500,
    shared a_trap_is_an_empty_500_and_the_next_request_works,
    shared a_trap_ends_only_its_own_instance,
    shared a_called_component_that_traps_is_a_500_for_its_caller,
    shared an_answer_that_had_begun_is_cut,
    own a_component_that_computes_for_ever_is_stopped: "Spin does not stop it",
    own a_component_that_does_not_answer_in_time_is_given_up,
    own nothing_is_read_for_a_component_that_was_given_up: "Spin reads on",
    own a_component_cannot_take_all_memory,
];

fn an_error_is_an_empty_500(world: &World) {
    assert!(world.get("/probe/refuse").send().expect(500).body.is_empty());
    assert_eq!(world.get("/probe/hello").send().expect(200).body, b"hello\n");
}

fn a_trap_is_an_empty_500_and_the_next_request_works(world: &World) {
    assert!(world.get("/fragile/trap").send().expect(500).body.is_empty());
    // Another story's trap may take this request with it, so only that it works soon is certain.
    until("the component answers again", || world.get("/fragile/hello").send().status == 200);
}

fn a_trap_ends_only_its_own_instance(world: &World) {
    let waiting = format!("/counted/wait?redis={}&key=trap-go&arrived=trap-arrived", world.redis_url());
    std::thread::scope(|scope| {
        let reply = scope.spawn(|| world.get(&waiting).send());
        until("the request is being handled", || world.counted("trap-arrived") == 1);
        assert_eq!(world.get("/fragile/trap").send().status, 500);
        world.let_go("trap-go");
        assert_eq!(reply.join().unwrap().expect(200).body, b"done\n");
    });
}

fn a_called_component_that_traps_is_a_500_for_its_caller(world: &World) {
    assert_eq!(world.fetch("probe", "http://fragile.spin.internal/trap")["status"], 500);
    assert_eq!(world.get("/probe/hello").send().status, 200);
}

fn an_answer_that_had_begun_is_cut(world: &World) {
    let request = b"GET /fragile/cut HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answer = read_all(&mut world.raw(request));
    assert!(answer.contains("the beginning"), "{answer}");
    assert_eq!(world.get("/probe/hello").send().status, 200);
}

fn a_component_that_computes_for_ever_is_stopped() {
    let world = World::start(&["--compute-timeout", "500ms"]);
    std::thread::scope(|scope| {
        let stopped = scope.spawn(|| world.get("/fragile/spin").send());
        // Others are served meanwhile, however many compute.
        let others: Vec<_> = (0..3).map(|_| scope.spawn(|| world.get("/fragile/spin").send().status)).collect();
        assert_eq!(world.get("/probe/hello").send().status, 200);
        assert!(stopped.join().unwrap().expect(500).body.is_empty());
        assert!(others.into_iter().all(|other| other.join().unwrap() == 500));
    });
    // Waiting is not computing.
    let waiting = format!("/fragile/wait?redis={}&key=compute-go&arrived=compute-arrived", world.redis_url());
    std::thread::scope(|scope| {
        let reply = scope.spawn(|| world.get(&waiting).send());
        until("the request is being handled", || world.counted("compute-arrived") == 1);
        assert_eq!(world.get("/fragile/spin").send().status, 500);
        world.let_go("compute-go");
        // It may share the instance of the one that computed, and then ends with it.
        assert!([200, 500].contains(&reply.join().unwrap().status));
    });
    assert!(world.log().contains("computed for too long"));
}

fn a_component_that_does_not_answer_in_time_is_given_up() {
    let world = World::start(&["--request-timeout", "500ms"]);
    let waiting = format!("/fragile/wait?redis={}&key=never&arrived=late-arrived", world.redis_url());
    assert!(world.get(&waiting).send().expect(500).body.is_empty());
    assert_eq!(world.counted("late-arrived"), 1);
    assert_eq!(world.get("/fragile/hello").send().status, 200);
}

fn nothing_is_read_for_a_component_that_was_given_up() {
    let world = World::start(&["--request-timeout", "500ms"]);
    world.sql("named", &json!([["PRAGMA journal_mode = WAL", []], ["CREATE TABLE one AS SELECT 1", []]]));
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n WHERE x IN (SELECT * FROM one)";
    let body = json!({ "database": "named", "steps": [[endless, []]] });
    assert_eq!(world.post("/probe/sql", &body).send().status, 500);
    // A log cannot be cut as long as somebody reads by it.
    let cut = json!([
        ["PRAGMA busy_timeout = 100", []],
        ["INSERT INTO one VALUES (2)", []],
        ["PRAGMA wal_checkpoint(TRUNCATE)", []]
    ]);
    until("nobody reads", || world.sql("named", &cut)[2]["rows"][0][0] == 0);
}

fn a_component_cannot_take_all_memory() {
    let world = World::start(&["--max-instance-memory", "67108864"]);
    let most = json!(10 << 20).to_string();
    assert_eq!(world.get(&format!("/fragile/grow?bytes={most}")).send().expect(200).body, most.as_bytes());
    assert_eq!(world.get(&format!("/fragile/grow?bytes={}", 100 << 20)).send().status, 500);
    assert_eq!(world.get("/fragile/hello").send().status, 200);
}
