//! Who calls, and what they have.

use std::cell::Cell;

use mirubato_support::App;
use serde_json::{Value, json};

use crate::{entry, wire};

/// How many log entries each user has.
const ENTRIES: usize = 2_000;

/// The app with people in it.
pub(crate) struct World {
    /// One for each connection.
    pub(crate) users: Vec<Member>,
}

/// Somebody who uses the app.
pub(crate) struct Member {
    pub(super) token: String,
    pub(super) device: String,
    sent: Cell<u64>,
}

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
        Self { users: (0..users).map(member).collect() }
    }
}

impl Member {
    /// A push of so many new entries.
    pub(super) fn push(&self, count: usize) -> Vec<u8> {
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
