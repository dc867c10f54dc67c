//! Who writes, and what.

use anyhow::Result;
use futures::future::try_join_all;
use mirubato_support::App;
use mirubato_support::client::User;
use serde_json::{Value, json};

use super::socket::Socket;
use crate::entry;

/// How many devices connect at a time.
const AT_ONCE: usize = 16;

/// Somebody with a session. Devices share it.
pub(crate) struct Person {
    pub(crate) user: User,
}

impl Person {
    /// So many people.
    pub(crate) fn some(app: &App, count: usize) -> Vec<Self> {
        (0..count).map(|_| Self { user: app.somebody() }).collect()
    }

    /// A device of theirs, connected.
    pub(crate) async fn connect(&self, address: &str) -> Result<Socket> {
        Socket::open(address, &uuid::Uuid::new_v4().to_string(), self.user.token()).await
    }
}

/// A device for each of `people`, in their order.
pub(crate) async fn connect_all<'p>(
    address: &str,
    people: impl IntoIterator<Item = &'p Person>,
) -> Result<Vec<Socket>> {
    let people: Vec<_> = people.into_iter().collect();
    let mut sockets = Vec::with_capacity(people.len());
    for some in people.chunks(AT_ONCE) {
        sockets.extend(try_join_all(some.iter().map(|person| person.connect(address))).await?);
    }
    Ok(sockets)
}

/// A new log entry, as the app sends it, and the id by which it is known.
pub(crate) fn writing() -> (String, String) {
    let (mutation, id) = mutation();
    let frame = json!({ "type": "BULK_SYNC", "id": id, "data": { "mutations": [mutation], "timestamp": 0 } });
    (frame.to_string(), id)
}

/// So many new log entries.
pub(crate) fn entries(count: usize) -> Vec<Value> {
    (0..count).map(|_| mutation().0).collect()
}

fn mutation() -> (Value, String) {
    let id = uuid::Uuid::now_v7().to_string();
    (entry::make(&id, &id, &uuid::Uuid::new_v4().to_string()), id)
}
