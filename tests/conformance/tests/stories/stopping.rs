//! Ending the host.

use std::sync::atomic::{AtomicU64, Ordering};

use mirubato_conformance::world::read_until;
use mirubato_conformance::{World, until};
use serde_json::json;

use super::stories;

stories![
    own requests_in_hand_finish: "Spin ends at once",
    own a_message_in_hand_is_finished: "Spin ends at once",
    own what_does_not_finish_is_cut_in_the_end: "Spin ends at once",
    own a_statement_without_an_end_does_not_keep_the_host: "what Spin does with it is not told",
    own what_was_written_is_there_after_a_restart,
    own what_was_acknowledged_survives_a_kill: "killing Spin leaves its children behind",
];

fn requests_in_hand_finish() {
    let world = World::start(&[]);
    let path = format!("/probe/wait?redis={}&key=stop-go&arrived=stop-arrived", world.redis_url());
    let mut waiting = world.raw(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes());
    until("the request is being handled", || world.counted("stop-arrived") == 1);
    world.ask_to_stop();
    until("nobody else is let in", || world.get("/probe/hello").attempt().is_none());
    assert!(world.is_running());
    world.let_go("stop-go");
    let answer = read_until(&mut waiting, "done\n");
    assert!(answer.contains("200 OK") && answer.contains("done\n"), "{answer}");
    until("the host has ended", || !world.is_running());
    assert!(world.log().contains(r#""message":"stopped""#));
}

fn a_message_in_hand_is_finished() {
    let world = World::start(&[]);
    let heard = || world.ask::<Vec<String>>(redis::cmd("LRANGE").arg("heard").arg(0).arg(-1));
    for payload in ["wait stop-go", "never begun"] {
        let _: i64 = world.ask(redis::cmd("PUBLISH").arg("jobs").arg(payload));
    }
    until("the message is being handled", || heard().len() == 1);
    world.ask_to_stop();
    until("the host is stopping", || world.get("/probe/hello").attempt().is_none());
    world.let_go("stop-go");
    until("the host has ended", || !world.is_running());
    assert_eq!(heard(), ["first start 1 wait stop-go", "first end wait stop-go"]);
}

fn what_does_not_finish_is_cut_in_the_end() {
    let world = World::start(&["--stop-timeout", "200ms"]);
    let mut endless = world.raw(b"GET /streams/endless HTTP/1.1\r\nhost: x\r\n\r\n");
    assert!(read_until(&mut endless, "still here").contains("still here"));
    world.ask_to_stop();
    until("the host has ended", || !world.is_running());
}

fn what_was_written_is_there_after_a_restart() {
    let world = World::start(&[]);
    let steps =
        json!([["PRAGMA journal_mode = WAL", []], ["CREATE TABLE kept (a)", []], ["INSERT INTO kept VALUES (1)", []]]);
    world.sql("named", &steps);
    world.ask_to_stop();
    until("the host has ended", || !world.is_running());
    world.restart();
    assert_eq!(world.sql("named", &json!([["SELECT a FROM kept", []]]))[0]["rows"], json!([[1]]));
}

fn a_statement_without_an_end_does_not_keep_the_host() {
    let world = World::start(&["--stop-timeout", "200ms"]);
    let steps = json!([
        ["PRAGMA journal_mode = WAL", []],
        ["CREATE TABLE begun (a)", []],
        ["WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n", []]
    ]);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            _ = world.post("/probe/sql", &json!({ "database": "named", "steps": steps })).attempt();
        });
        let begun = json!([["SELECT * FROM begun", []]]);
        until("the statement has begun", || world.sql("named", &begun)[0]["error"].is_null());
        world.ask_to_stop();
        until("the host has ended", || !world.is_running());
    });
}

/// Writes a number to a database and to a store. `None` where that is not acknowledged.
fn write(world: &World, writer: usize, number: u64) -> Option<()> {
    let steps = json!([["INSERT OR IGNORE INTO numbers VALUES (?1, ?2)", [writer, number]]]);
    let written = world.post("/probe/sql", &json!({ "database": "named", "steps": steps })).attempt()?;
    assert!(written.expect(200).json()[0]["error"].is_null());
    let steps = json!([{ "set": [format!("number {writer}"), number.to_string()] }]);
    let written = world.post("/probe/kv", &json!({ "store": "second", "steps": steps })).attempt()?;
    assert_eq!(written.expect(200).json(), json!([null]));
    Some(())
}

fn what_was_acknowledged_survives_a_kill() {
    let world = World::start(&[]);
    let table = "CREATE TABLE numbers (writer, number, PRIMARY KEY (writer, number))";
    world.sql("named", &json!([["PRAGMA journal_mode = WAL", []], [table, []]]));
    let acknowledged: [AtomicU64; 4] = Default::default();
    for round in 1..=3 {
        std::thread::scope(|scope| {
            for (writer, last) in acknowledged.iter().enumerate() {
                let world = &world;
                scope.spawn(move || {
                    let mut number = last.load(Ordering::SeqCst) + 1;
                    while write(world, writer, number).is_some() {
                        last.store(number, Ordering::SeqCst);
                        number += 1;
                    }
                });
            }
            let enough = |last: &AtomicU64| last.load(Ordering::SeqCst) >= round * 5;
            until("every writer has written", || acknowledged.iter().all(enough));
            world.crash();
        });
        world.restart();
        for (writer, last) in acknowledged.iter().enumerate() {
            let last = last.load(Ordering::SeqCst);
            // The one in hand when the host was killed may be there too.
            let count = json!([["SELECT count(*), max(number) FROM numbers WHERE writer = ?1", [writer]]]);
            let row = &world.sql("named", &count)[0]["rows"][0];
            assert!(*row == json!([last, last]) || *row == json!([last + 1, last + 1]), "{row}, {last} acknowledged");
            let steps = json!([{ "get": format!("number {writer}") }]);
            let kept = world.post("/probe/kv", &json!({ "store": "second", "steps": steps })).send().json();
            let kept: u64 = kept[0].as_str().unwrap().parse().unwrap();
            assert!(kept == last || kept == last + 1, "{kept}, {last} acknowledged");
        }
    }
    let checked = world.sql("named", &json!([["PRAGMA integrity_check", []]]));
    assert_eq!(checked[0]["rows"], json!([["ok"]]));
    // What the killed hosts had laid out for their components is not piled up.
    let runs = std::fs::read_dir(world.folder().join("state/files")).unwrap().flatten();
    assert_eq!(runs.filter(|entry| entry.path().is_dir()).count(), 1);
}
