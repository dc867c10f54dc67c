//! What is measured, and the data it is measured on.

use std::cell::Cell;

use mirubato_support::App;
use serde_json::{Value, json};

use super::wire;
use crate::entry;

/// How many log entries each user has.
const ENTRIES: usize = 2_000;

/// The app with people in it.
pub(crate) struct World {
    pub(crate) address: String,
    /// One for each connection.
    pub(crate) users: Vec<Member>,
}

/// Somebody who uses the app.
pub(crate) struct Member {
    token: String,
    device: String,
    sent: Cell<u64>,
}

/// One call.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) request: fn(&Member) -> Vec<u8>,
}

pub(crate) const SCENARIOS: [Scenario; 5] = [
    Scenario { name: "who am I", request: |member| wire::request("GET", "/api/user/me", &member.token, "") },
    Scenario {
        name: "a page of 50 entries",
        request: |member| wire::request("GET", "/api/logbook/entries?limit=50", &member.token, ""),
    },
    Scenario { name: "push 1", request: |member| member.push(1) },
    Scenario { name: "push 500", request: |member| member.push(500) },
    Scenario {
        name: "pull 1,000",
        request: |member| {
            let body = json!({ "deviceId": member.device, "since": 0, "limit": 1_000 }).to_string();
            wire::request("POST", "/api/sync/pull", &member.token, &body)
        },
    },
];

impl World {
    pub(crate) fn prepare(app: &App, users: usize) -> Self {
        let member = |_| {
            let user = app.somebody();
            let member = Member { token: user.token().to_owned(), device: user.device.clone(), sent: Cell::new(0) };
            for _ in 0..ENTRIES / 500 {
                let _ = user.push(&member.mutations(500));
            }
            member
        };
        Self { address: app.url().trim_start_matches("http://").to_owned(), users: (0..users).map(member).collect() }
    }
}

impl Member {
    fn push(&self, count: usize) -> Vec<u8> {
        let body = json!({ "deviceId": self.device, "mutations": self.mutations(count) }).to_string();
        wire::request("POST", "/api/sync/push", &self.token, &body)
    }

    /// New log entries, as the app makes them.
    fn mutations(&self, count: usize) -> Vec<Value> {
        (0..count).map(|_| self.mutation()).collect()
    }

    fn mutation(&self) -> Value {
        let number = self.sent.replace(self.sent.get() + 1);
        entry::make(&number.to_string(), &uuid::Uuid::now_v7().to_string(), &self.device)
    }
}
