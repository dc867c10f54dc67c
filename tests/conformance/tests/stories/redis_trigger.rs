//! Components that are started by messages.

use mirubato_conformance::world::Options;
use mirubato_conformance::{World, until};

use super::stories;

stories![
    own each_message_is_handled_alone_and_in_order,
    own addresses_do_not_wait_for_each_other,
    own one_message_reaches_every_component_on_its_channel,
    own channels_are_exact_names,
    own a_message_that_is_not_handled_stops_nothing,
    own the_trigger_listens_again_when_redis_is_back: "Spin ends when it loses Redis",
    own redis_may_die_at_any_moment: "Spin ends when it loses Redis",
    own redis_need_not_be_there_at_the_start: "Spin does not start without Redis",
];

fn publish(world: &World, channel: &str, payload: &[u8]) {
    let _: i64 = world.ask(redis::cmd("PUBLISH").arg(channel).arg(payload));
}

fn heard(world: &World) -> Vec<String> {
    world.ask(redis::cmd("LRANGE").arg("heard").arg(0).arg(-1))
}

fn each_message_is_handled_alone_and_in_order() {
    let world = World::start(&[]);
    publish(&world, "jobs", b"wait go");
    for number in 0..20 {
        publish(&world, "jobs", format!("job {number}").as_bytes());
    }
    until("the first message is being handled", || !heard(&world).is_empty());
    assert_eq!(heard(&world), ["first start 1 wait go"]);
    world.let_go("go");
    until("all messages are handled", || heard(&world).len() == 42);
    let mut expected = vec!["first start 1 wait go".to_owned(), "first end wait go".to_owned()];
    // Each is the first of its instance.
    expected
        .extend((0..20).flat_map(|number| [format!("first start 1 job {number}"), format!("first end job {number}")]));
    assert_eq!(heard(&world), expected);
}

fn addresses_do_not_wait_for_each_other() {
    let world = World::start(&[]);
    publish(&world, "jobs", b"wait go");
    until("the first message is being handled", || !heard(&world).is_empty());
    publish(&world, "apart", b"quick");
    until("the other address's message is handled", || heard(&world).len() == 3);
    assert_eq!(heard(&world), ["first start 1 wait go", "first start 1 quick", "first end quick"]);
    world.let_go("go");
    until("the first message is handled", || heard(&world).len() == 4);
}

fn one_message_reaches_every_component_on_its_channel() {
    let world = World::start(&[]);
    publish(&world, "news", b"wait go");
    until("both are at it, side by side", || heard(&world).len() == 2);
    world.let_go("go");
    until("both are done", || heard(&world).len() == 4);
    let mut lines = heard(&world);
    lines.sort();
    assert_eq!(lines, ["first end wait go", "first start 1 wait go", "second end wait go", "second start 1 wait go"]);
}

fn channels_are_exact_names() {
    let world = World::start(&[]);
    for channel in ["job", "jobs2", "*", "jobs*"] {
        publish(&world, channel, b"lost");
    }
    publish(&world, "jobs", "\u{fffd} found".as_bytes());
    until("the message is handled", || heard(&world).len() == 2);
    assert_eq!(heard(&world), ["first start 1 \u{fffd} found", "first end \u{fffd} found"]);
}

fn a_message_that_is_not_handled_stops_nothing() {
    let world = World::start(&[]);
    for payload in ["refuse", "trap", "fine"] {
        publish(&world, "jobs", payload.as_bytes());
    }
    until("the last message is handled", || heard(&world).last().is_some_and(|line| line == "first end fine"));
    assert_eq!(heard(&world), ["first start 1 refuse", "first start 1 trap", "first start 1 fine", "first end fine"]);
    assert_eq!(world.get("/probe/hello").send().status, 200);
}

fn state(world: &World) -> String {
    let status = world.get("/.well-known/spin/status").send().expect(200).json();
    status["redisTriggers"][0]["state"].to_string()
}

fn the_trigger_listens_again_when_redis_is_back() {
    let world = World::start(&[]);
    for _ in 0..2 {
        world.lose_redis();
        until("the host has noticed", || state(&world).contains("down"));
        assert_eq!(world.get("/probe/hello").send().status, 200);
        world.bring_redis_back();
        until("the host listens again", || world.listens());
        publish(&world, "jobs", b"again");
        until("messages are handled again", || heard(&world).len() == 2);
    }
    until("the host says so", || state(&world) == "\"listening\"");
}

fn redis_may_die_at_any_moment() {
    let world = World::start(&[]);
    for round in 0..6_u32 {
        // Messages wait, one is being handled, and what handles it needs the same Redis.
        for number in 0..10 * round {
            publish(&world, "jobs", number.to_string().as_bytes());
        }
        world.lose_redis();
        world.bring_redis_back();
        until("the host listens again", || world.listens());
        publish(&world, "jobs", format!("round {round}").as_bytes());
        let end = format!("first end round {round}");
        until("messages are handled again", || heard(&world).contains(&end));
    }
    until("the host says so", || state(&world) == "\"listening\"");
}

fn redis_need_not_be_there_at_the_start() {
    let world = World::start_with(&Options { without_redis: true, ..Options::default() });
    assert_eq!(world.get("/probe/hello").send().status, 200);
    until("the host says what is missing", || state(&world).contains("down"));
    world.bring_redis_back();
    until("the host listens", || world.listens());
}
