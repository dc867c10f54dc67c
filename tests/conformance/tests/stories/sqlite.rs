//! SQLite databases.

use mirubato_conformance::world::beside;
use mirubato_conformance::{World, until};
use serde_json::{Value, json};

use super::stories;

stories![
    shared rows_columns_and_counts_arrive,
    shared values_keep_their_types,
    shared what_is_wrong_with_a_statement_comes_after_the_call,
    shared without_async_it_comes_at_once,
    shared databases_need_permission,
    shared a_transaction_lasts_over_calls,
    shared a_transaction_that_is_dropped_is_rolled_back,
    shared a_rolled_back_connection_leaves_nothing_to_the_next,
    shared write_ahead_logging_stays_switched_on,
    shared what_a_connection_was_told_ends_with_it,
    shared databases_are_files_of_their_own,
    shared many_rows_arrive_and_more_need_not_be_read,
    shared rows_are_read_as_they_were_when_asked_for,
    shared writers_wait_for_each_other,
    shared searching_and_json_are_there,
    shared no_other_file_can_be_reached: "Spin lets a file through whose name is a parameter",
    shared text_that_is_none_is_an_error: "Spin's instance traps",
];

fn rows_columns_and_counts_arrive(world: &World) {
    let outcomes = world.sql(
        "default",
        &json!([
            ["CREATE TABLE counts (id INTEGER PRIMARY KEY, name TEXT)", []],
            ["INSERT INTO counts (name) VALUES (?1), (?2)", ["a", "b"]],
            ["SELECT id, name AS called FROM counts ORDER BY id", []],
            ["UPDATE counts SET name = 'c' WHERE id > ?", [0]],
            ["INSERT INTO counts (name) VALUES ('d') RETURNING id, name", []],
            ["SELECT 1 WHERE 0", []],
        ]),
    );
    assert_eq!(outcomes[1]["changes"], 2);
    assert_eq!(outcomes[1]["rowid"], 2);
    assert_eq!(outcomes[2]["columns"], json!(["id", "called"]));
    assert_eq!(outcomes[2]["rows"], json!([[1, "a"], [2, "b"]]));
    assert_eq!(outcomes[3]["changes"], 2);
    assert_eq!(outcomes[4]["rows"], json!([[3, "d"]]));
    assert_eq!((&outcomes[5]["columns"], &outcomes[5]["rows"]), (&json!(["1"]), &json!([])));
}

fn values_keep_their_types(world: &World) {
    let values = json!([1, -9_007_199_254_740_993_i64, 1.5, "text", [0, 255], null]);
    let outcomes = world.sql("default", &json!([["SELECT ?1, ?2, ?3, ?4, ?5, ?6", values]]));
    let row = json!([1, -9_007_199_254_740_993_i64, 1.5, "text", { "blob": [0, 255] }, null]);
    assert_eq!(outcomes[0]["rows"][0], row);
}

fn what_is_wrong_with_a_statement_comes_after_the_call(world: &World) {
    let outcomes = world.sql(
        "default",
        &json!([
            ["SELEC 1", []],
            ["SELECT * FROM nowhere", []],
            ["SELECT ?1", []],
            ["SELECT 1", [1]],
            ["CREATE TABLE wrong (a UNIQUE)", []],
            ["INSERT INTO wrong VALUES (1), (1)", []],
            ["SELECT count(*) FROM wrong", []],
        ]),
    );
    for (index, error) in [
        (0, r#"Error::Io("near \"SELEC\": syntax error in SELEC 1 at offset 0")"#),
        (1, r#"Error::Io("no such table: nowhere in SELECT * FROM nowhere at offset 14")"#),
        (2, r#"Error::Io("Wrong number of parameters passed to query. Got 0, needed 1")"#),
        (3, r#"Error::Io("Wrong number of parameters passed to query. Got 1, needed 0")"#),
        (5, r#"Error::Io("UNIQUE constraint failed: wrong.a")"#),
    ] {
        assert_eq!(outcomes[index]["accepted"], true, "{index}");
        let told = outcomes[index]["error"].as_str().unwrap();
        // Versions of SQLite differ in whether they say where.
        assert!(told == error || error.starts_with(told.trim_end_matches("\")")), "{told}");
    }
    assert_eq!(outcomes[6]["rows"], json!([[0]]));
}

fn without_async_it_comes_at_once(world: &World) {
    let steps = json!([
        ["CREATE TABLE sync (a)", []],
        ["INSERT INTO sync VALUES (1), (2)", []],
        ["SELECT * FROM sync", []],
        ["SELEC", []]
    ]);
    let body = json!({ "database": "default", "steps": steps });
    let outcomes = world.post("/probe/sync-sql", &body).send().expect(200).json();
    assert_eq!(outcomes[1]["changes"], 2);
    assert_eq!(outcomes[2]["rows"], json!([[1], [2]]));
    assert!(outcomes[3]["error"].as_str().unwrap().contains("syntax error"), "{outcomes}");
    let many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000) SELECT x FROM n";
    let body = json!({ "database": "default", "steps": [[many, []]] });
    let outcomes = world.post("/probe/sync-sql", &body).send().expect(200).json();
    assert_eq!(outcomes[0]["rows"].as_array().unwrap().len(), 5000);
}

fn databases_need_permission(world: &World) {
    for (component, database) in [("bare", "default"), ("probe", "other")] {
        for task in ["sql", "sync-sql"] {
            let body = json!({ "database": database, "steps": [] });
            let reply = world.post(&format!("/{component}/{task}"), &body).send().expect(200).json();
            assert_eq!(reply, json!({ "open": "Error::AccessDenied" }));
        }
    }
}

fn count(world: &World, database: &str, table: &str) -> Value {
    world.sql(database, &json!([[format!("SELECT count(*) FROM {table}"), []]]))[0]["rows"][0][0].clone()
}

fn a_transaction_lasts_over_calls(world: &World) {
    world.sql("default", &json!([["CREATE TABLE whole (a)", []]]));
    let steps = json!([
        ["BEGIN IMMEDIATE", []],
        ["INSERT INTO whole VALUES (1)", []],
        ["SELECT count(*) FROM whole", []],
        ["COMMIT", []]
    ]);
    assert_eq!(world.sql("default", &steps)[2]["rows"], json!([[1]]));
    assert_eq!(count(world, "default", "whole"), 1);
}

fn a_transaction_that_is_dropped_is_rolled_back(world: &World) {
    world.sql("default", &json!([["CREATE TABLE half (a)", []]]));
    let outcomes = world.sql("default", &json!([["BEGIN IMMEDIATE", []], ["INSERT INTO half VALUES (1)", []]]));
    assert_eq!(outcomes[1]["error"], Value::Null);
    assert_eq!(count(world, "default", "half"), 0);
    // And the lock is gone, so that others can write.
    assert_eq!(world.sql("default", &json!([["INSERT INTO half VALUES (2)", []]]))[0]["error"], Value::Null);
}

fn a_rolled_back_connection_leaves_nothing_to_the_next(world: &World) {
    for _ in 0..3 {
        let outcomes = world.sql("default", &json!([["SELECT changes(), total_changes(), last_insert_rowid()", []]]));
        assert_eq!(outcomes[0]["rows"], json!([[0, 0, 0]]));
        assert_eq!((&outcomes[0]["changes"], &outcomes[0]["rowid"]), (&json!(0), &json!(0)));
        let steps = json!([
            ["SELECT 1", []],
            ["CREATE TEMP TABLE scratch (a)", []],
            ["INSERT INTO scratch VALUES (1)", []],
            ["SAVEPOINT here", []],
        ]);
        for outcome in world.sql("default", &steps).as_array().unwrap() {
            assert_eq!(outcome["error"], Value::Null, "{outcome}");
        }
    }
}

fn write_ahead_logging_stays_switched_on(world: &World) {
    assert_eq!(world.sql("named", &json!([["PRAGMA journal_mode = WAL", []]]))[0]["rows"], json!([["wal"]]));
    assert_eq!(world.sql("named", &json!([["PRAGMA journal_mode", []]]))[0]["rows"], json!([["wal"]]));
}

fn what_a_connection_was_told_ends_with_it(world: &World) {
    let told =
        world.sql("named", &json!([["PRAGMA busy_timeout = 123", []], ["PRAGMA busy_timeout", []], ["SELECT 1", []]]));
    assert_eq!(told[1]["rows"], json!([[123]]));
    world.sql("named", &json!([["PRAGMA foreign_keys = OFF", []], ["PRAGMA case_sensitive_like = ON", []]]));
    let fresh = world
        .sql("named", &json!([["PRAGMA busy_timeout", []], ["PRAGMA foreign_keys", []], ["SELECT 'a' LIKE 'A'", []]]));
    // What it is where nobody set it is the host's business: the embedded one waits in its own way, for as long as Spin.
    assert_ne!(fresh[0]["rows"], json!([[123]]));
    assert_eq!((&fresh[1]["rows"], &fresh[2]["rows"]), (&json!([[1]]), &json!([[1]])));
}

fn databases_are_files_of_their_own(world: &World) {
    world.sql("default", &json!([["CREATE TABLE only_here (a)", []]]));
    assert!(world.sql("named", &json!([["SELECT * FROM only_here", []]]))[0]["error"].as_str().is_some());
    assert!(beside(world, "state/sqlite_db.db").exists());
    assert!(beside(world, "named.db").exists());
}

const NUMBERS: &str =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?1) SELECT x, hex(zeroblob(500)) FROM n";

fn many_rows_arrive_and_more_need_not_be_read(world: &World) {
    let outcomes = world.sql("default", &json!([[NUMBERS, [3000]], ["SELECT 1", []]]));
    let rows = outcomes[0]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3000);
    assert!(rows.iter().zip(1..).all(|(row, number)| row[0] == number));
    // The rest of a million rows is dropped, and the connection can be used again.
    let body = json!({ "database": "default", "take": 3, "steps": [[NUMBERS, [1_000_000]], ["SELECT 'next'", []]] });
    let outcomes = world.post("/probe/sql", &body).send().expect(200).json();
    assert_eq!(outcomes[0]["rows"].as_array().unwrap().len(), 3);
    assert_eq!(outcomes[1]["rows"], json!([["next"]]));
}

fn rows_are_read_as_they_were_when_asked_for(world: &World) {
    world.sql("named", &json!([["PRAGMA journal_mode = WAL", []], ["CREATE TABLE seen (a)", []]]));
    for number in 1..=20 {
        world.sql("named", &json!([["INSERT INTO seen VALUES (?1)", [number]]]));
        assert_eq!(count(world, "named", "seen"), number, "every connection sees what was written before");
    }
}

fn writers_wait_for_each_other(world: &World) {
    world.sql("named", &json!([["PRAGMA journal_mode = WAL", []], ["CREATE TABLE waits (a)", []]]));
    let steps = json!([
        ["BEGIN IMMEDIATE", []],
        ["SELECT count(*) FROM waits", []],
        ["INSERT INTO waits SELECT count(*) FROM waits", []],
        ["COMMIT", []],
    ]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    for outcome in world.sql("named", &steps).as_array().unwrap() {
                        assert_eq!(outcome["error"], Value::Null, "{outcome}");
                    }
                }
            });
        }
    });
    let numbers = world.sql("named", &json!([["SELECT count(*), count(DISTINCT a), max(a) FROM waits", []]]));
    assert_eq!(numbers[0]["rows"], json!([[80, 80, 79]]));
}

fn searching_and_json_are_there(world: &World) {
    let outcomes = world.sql(
        "default",
        &json!([
            ["CREATE VIRTUAL TABLE words USING fts5(text)", []],
            ["INSERT INTO words VALUES ('a quick fox'), ('a lazy dog')", []],
            ["SELECT text FROM words WHERE words MATCH 'fox'", []],
            ["SELECT json_extract('{\"a\":[1,2]}', '$.a[1]')", []],
        ]),
    );
    assert_eq!(outcomes[2]["rows"], json!([["a quick fox"]]));
    assert_eq!(outcomes[3]["rows"], json!([[2]]));
}

fn no_other_file_can_be_reached(world: &World) {
    let path = beside(world, "evil.db");
    let path = path.to_str().unwrap();
    let outcomes = world.sql(
        "default",
        &json!([
            [format!("ATTACH '{path}' AS other"), []],
            ["ATTACH ?1 AS other", [path]],
            ["ATTACH ?1 || '' AS other", [path]],
            [format!("ATTACH 'file:{path}' AS other"), []],
            [format!("VACUUM INTO '{path}'"), []],
            ["PRAGMA temp_store_directory = '/tmp'", []],
            ["SELECT load_extension('x')", []],
            ["ATTACH ':memory:' AS memory", []],
        ]),
    );
    let outcomes = outcomes.as_array().unwrap();
    assert!(outcomes[..7].iter().all(|outcome| outcome["error"].is_string()), "{outcomes:?}");
    assert_eq!(outcomes[7]["error"], Value::Null);
    assert!(!beside(world, "evil.db").exists());
}

fn text_that_is_none_is_an_error(world: &World) {
    let outcomes = world.sql("default", &json!([["SELECT CAST(x'ff' AS TEXT)", []], ["SELECT 1", []]]));
    assert!(outcomes[0]["error"].as_str().unwrap().contains("UTF-8"), "{outcomes}");
    assert_eq!(outcomes[1]["rows"], json!([[1]]));
    until("the component still answers", || world.get("/probe/hello").send().status == 200);
}
