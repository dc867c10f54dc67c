//! Outbound Redis.

use mirubato_conformance::World;
use mirubato_conformance::world::beside;
use serde_json::{Value, json};

use super::stories;

stories![
    shared every_function_does_what_it_says,
    shared nested_replies_become_one_list,
    shared what_redis_refuses_is_an_error,
    shared other_servers_are_denied,
    shared a_wildcard_for_hosts_is_none_for_files: "Spin leaves it to its client of Redis what an address may be",
    shared waiting_for_redis_stops_nobody_else,
];

fn run(world: &World, component: &str, address: &str, steps: &Value) -> Value {
    world.post(&format!("/{component}/redis"), &json!({ "address": address, "steps": steps })).send().expect(200).json()
}

fn every_function_does_what_it_says(world: &World) {
    let steps = json!([
        { "set": ["own:a", "1"] }, { "get": "own:a" }, { "get": "own:none" }, { "incr": "own:a" }, { "incr": "own:b" },
        { "del": ["own:a", "own:b", "own:none"] }, { "sadd": ["own:set", ["x", "y", "x"]] }, { "smembers": "own:set" },
        { "srem": ["own:set", ["x", "z"]] }, { "publish": ["own:channel", "payload"] }, { "del": ["own:set"] },
    ]);
    let outcomes = run(world, "probe", world.redis_url(), &steps);
    assert_eq!(outcomes, json!([null, "1", null, 2, 1, 2, 2, ["x", "y"], 1, null, 1]));
}

fn nested_replies_become_one_list(world: &World) {
    let steps = json!([
        { "execute": ["PING", []] },
        { "execute": ["SET", ["flat:a", 5]] },
        { "execute": ["GET", ["flat:a"]] },
        { "execute": ["GET", ["flat:none"]] },
        { "execute": ["INCR", ["flat:a"]] },
        { "execute": ["XADD", ["flat:stream", "1-1", "field", "value"]] },
        { "execute": ["XREAD", ["STREAMS", "flat:stream", "0"]] },
        { "execute": ["MGET", ["flat:a", "flat:none"]] },
        { "execute": ["KEYS", ["flat:nothing*"]] },
    ]);
    let outcomes = run(world, "probe", world.redis_url(), &steps);
    let binary = |text: &str| json!({ "binary": text });
    assert_eq!(
        outcomes,
        json!([
            [{ "status": "PONG" }],
            [{ "status": "OK" }],
            [binary("5")],
            ["nil"],
            [6],
            [binary("1-1")],
            [binary("flat:stream"), binary("1-1"), binary("field"), binary("value")],
            [binary("6"), "nil"],
            [],
        ])
    );
}

fn what_redis_refuses_is_an_error(world: &World) {
    let steps = json!([{ "set": ["wrong:a", "text"] }, { "incr": "wrong:a" }, { "execute": ["NONSENSE", []] }, { "get": "wrong:a" }]);
    let outcomes = run(world, "probe", world.redis_url(), &steps);
    assert!(outcomes[1]["error"].as_str().unwrap().starts_with("Error::Other("), "{outcomes}");
    assert!(outcomes[2]["error"].as_str().unwrap().starts_with("Error::Other("), "{outcomes}");
    assert_eq!(outcomes[3], "text");
}

fn other_servers_are_denied(world: &World) {
    let denied = json!({ "open": "Error::InvalidAddress" });
    assert_eq!(run(world, "bare", world.redis_url(), &json!([])), denied);
    for address in ["redis://127.0.0.1:1", "redis://localhost", "http://127.0.0.1", "nonsense", ""] {
        assert_eq!(run(world, "probe", address, &json!([])), denied, "{address}");
    }
    let port = world.redis_url().rsplit_once(':').unwrap().1;
    let disguised = format!("redis://127.0.0.1:1#@127.0.0.1:{port}");
    assert_ne!(run(world, "probe", &disguised, &json!([{ "incr": "disguised" }])), json!([1]));
}

fn a_wildcard_for_hosts_is_none_for_files(world: &World) {
    let path = beside(world, "socket");
    let socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
    socket.set_nonblocking(true).unwrap();
    for scheme in ["unix", "redis+unix", "valkey+unix"] {
        let address = format!("{scheme}://{}", path.display());
        let outcome = run(world, "everywhere", &address, &json!([{ "get": "a" }]));
        assert_eq!(outcome, json!({ "open": "Error::InvalidAddress" }), "{address}");
    }
    assert!(socket.accept().is_err(), "nobody has connected");
}

fn waiting_for_redis_stops_nobody_else(world: &World) {
    let wait = json!([{ "execute": ["BLPOP", ["wait:list", 0]] }]);
    std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..4).map(|_| scope.spawn(|| run(world, "probe", world.redis_url(), &wait))).collect();
        for number in 0..4 {
            assert_eq!(world.get("/probe/hello").send().status, 200);
            let _: i64 = world.ask(::redis::cmd("RPUSH").arg("wait:list").arg(number));
        }
        for waiting in waiting {
            assert_eq!(waiting.join().unwrap()[0][0], json!({ "binary": "wait:list" }));
        }
    });
}
