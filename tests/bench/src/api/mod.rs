//! The api's main calls, beside the same handlers on native axum and rusqlite, in one run on one machine.

mod people;

use anyhow::Result;
use serde_json::json;

use self::people::World;
use crate::load::Scenario;
use crate::{beside, wire};

pub(crate) fn run(seconds: u64) -> Result<()> {
    beside::run("api", seconds, World::prepare, scenarios)
}

fn scenarios(world: &World) -> Vec<Scenario<'_>> {
    let people = &world.users;
    let get = |path: &'static str| move |place: usize| wire::request("GET", path, &people[place].token, "");
    let pull = |place: usize| {
        let body = json!({ "deviceId": people[place].device, "since": 0, "limit": 1_000 }).to_string();
        wire::request("POST", "/api/sync/pull", &people[place].token, &body)
    };
    vec![
        Scenario { name: "who am I", request: Box::new(get("/api/user/me")) },
        Scenario { name: "a page of 50 entries", request: Box::new(get("/api/logbook/entries?limit=50")) },
        Scenario { name: "push 1", request: Box::new(|place| people[place].push(1)) },
        Scenario { name: "push 500", request: Box::new(|place| people[place].push(500)) },
        Scenario { name: "pull 1,000", request: Box::new(pull) },
    ]
}
