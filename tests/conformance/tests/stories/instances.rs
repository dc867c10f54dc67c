//! How instances are shared by requests.

use std::collections::{BTreeMap, HashSet};

use mirubato_conformance::{World, until};

use super::stories;

stories![
    own an_instance_serves_as_many_requests_as_it_may,
    own an_instance_may_serve_one_request_only,
    own an_instance_may_serve_for_ever: "Spin has no `unlimited`",
    own an_instance_serves_several_requests_at_once,
    own an_instance_may_serve_one_at_a_time,
    own a_crowd_of_requests_is_no_crowd_of_instances: "how many requests begin at a time is the embedded host's own",
    own more_requests_than_instances_wait: "the limit of instances is the embedded host's own",
];

/// Which instances served `requests` requests, one after another, and how many each.
fn served(world: &World, requests: usize) -> BTreeMap<String, u64> {
    let mut instances = BTreeMap::new();
    for _ in 0..requests {
        let reply = world.get("/counted/count").send().expect(200).json();
        let count = instances.entry(reply["instance"].as_str().unwrap().to_owned()).or_insert(0);
        *count = reply["count"].as_u64().unwrap().max(*count);
    }
    instances
}

fn an_instance_serves_as_many_requests_as_it_may() {
    let world = World::start(&[]);
    let instances = served(&world, 300);
    assert!(instances.values().all(|count| *count <= 128), "{instances:?}");
    assert_eq!(instances.values().max(), Some(&128), "{instances:?}");

    let world = World::start(&["--max-instance-reuse-count", "7"]);
    let instances = served(&world, 70);
    assert!(instances.values().all(|count| *count <= 7), "{instances:?}");
    assert_eq!(instances.values().max(), Some(&7), "{instances:?}");
}

fn an_instance_may_serve_one_request_only() {
    let world = World::start(&["--max-instance-reuse-count", "1"]);
    let instances = served(&world, 50);
    assert_eq!(instances.len(), 50);
    assert!(instances.values().all(|count| *count == 1));
}

fn an_instance_may_serve_for_ever() {
    let world = World::start(&["--max-instance-reuse-count", "unlimited", "--idle-instance-timeout", "60s"]);
    let instances = served(&world, 500);
    assert_eq!(instances.values().sum::<u64>(), 500);
    assert!(instances.values().max().unwrap() > &128, "{instances:?}");
}

/// Has `requests` requests meet, and returns the most that met in one instance.
fn meet(world: &World, requests: usize) -> u64 {
    let path = format!("/counted/meet?redis={}&key=meet-go&arrived=meet-arrived", world.redis_url());
    std::thread::scope(|scope| {
        let replies: Vec<_> =
            (0..requests).map(|_| scope.spawn(|| world.get(&path).send().expect(200).json())).collect();
        until("all have arrived", || world.counted("meet-arrived") == requests);
        world.let_go("meet-go");
        let replies: Vec<_> = replies.into_iter().map(|reply| reply.join().unwrap()).collect();
        let instances: HashSet<_> = replies.iter().map(|reply| reply["instance"].to_string()).collect();
        assert!(instances.len() * 16 >= requests, "{replies:?}");
        replies.iter().map(|reply| reply["most"].as_u64().unwrap()).max().unwrap()
    })
}

fn an_instance_serves_several_requests_at_once() {
    let world = World::start(&[]);
    let most = meet(&world, 60);
    assert!((2..=16).contains(&most), "{most}");
}

fn an_instance_may_serve_one_at_a_time() {
    let world = World::start(&["--max-instance-concurrent-reuse-count", "1"]);
    assert_eq!(meet(&world, 10), 1);
}

fn a_crowd_of_requests_is_no_crowd_of_instances() {
    let world = World::start(&["--max-requests-at-once", "1"]);
    let instances: HashSet<_> = std::thread::scope(|scope| {
        let ask = || world.get("/counted/work").send().expect(200).json()["instance"].to_string();
        let replies: Vec<_> = (0..64).map(|_| scope.spawn(ask)).collect();
        replies.into_iter().map(|reply| reply.join().unwrap()).collect()
    });
    // One would do, but a machine that is busy otherwise may make a request look as if it waited for something.
    assert!(instances.len() <= 8, "{instances:?}");
}

fn more_requests_than_instances_wait() {
    let world = World::start(&["--max-instances", "4", "--max-instance-reuse-count", "1"]);
    let path = format!("/counted/wait?redis={}&key=slot-go&arrived=slot-arrived", world.redis_url());
    std::thread::scope(|scope| {
        let replies: Vec<_> = (0..12).map(|_| scope.spawn(|| world.get(&path).send().status)).collect();
        until("all instances are taken", || world.counted("slot-arrived") == 4);
        world.let_go("slot-go");
        assert!(replies.into_iter().all(|reply| reply.join().unwrap() == 200));
    });
}
