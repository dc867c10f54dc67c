//! The Redis trigger: one message at a time for each server, a fresh instance for each message, and only its payload, as in Spin.
//!
//! Unlike Spin's it does not need Redis to be there, and listens again when Redis comes back. What is published meanwhile is lost, as
//! pub/sub has it.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, bail};
use futures::StreamExt as _;
use redis::aio::{PubSubSink, PubSubStream};
use redis::{Client, Msg};
use serde::Serialize;
use tokio::time::timeout;

use crate::bindings::subscriber::RedisSubscriberPre;
use crate::guest::Guest;
use crate::instances::Maker;
use crate::stop::Stop;

/// The waits between attempts to connect: the first, and the longest.
const WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How long Redis may take to answer before it counts as gone.
const ANSWER: Duration = Duration::from_secs(5);

/// How often a quiet connection is asked whether it is still there.
const QUIET: Duration = Duration::from_secs(15);

/// A component that handles messages.
pub(crate) struct Subscriber {
    /// Makes its instances.
    pub(crate) maker: Maker,
    /// The component, ready to be instantiated.
    pub(crate) component: RedisSubscriberPre<Guest>,
}

/// Listens to one server.
pub(crate) struct Trigger {
    client: Client,
    channels: BTreeMap<String, Vec<Subscriber>>,
    status: Arc<Status>,
}

/// How a trigger is doing.
pub(crate) struct Status {
    address: String,
    channels: Vec<String>,
    state: Mutex<State>,
    handled: AtomicU64,
    failed: AtomicU64,
    connections: AtomicU64,
}

/// Whether messages arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is trying to connect.
    Connecting,
    /// It listens to all its channels.
    Listening,
    /// Redis is not there, for this reason.
    Down(String),
    /// It has stopped.
    Stopped,
}

/// The status in the form it is reported in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The server, without user and password.
    pub address: String,
    /// The channels.
    pub channels: Vec<String>,
    /// Whether messages arrive.
    pub state: State,
    /// Messages handled, failures included.
    pub handled: u64,
    /// Times a component failed to handle a message.
    pub failed: u64,
    /// Times it connected.
    pub connections: u64,
}

impl Status {
    /// The status now.
    #[must_use]
    pub(crate) fn report(&self) -> Report {
        Report {
            address: self.address.clone(),
            channels: self.channels.clone(),
            state: self.state.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            handled: self.handled.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            connections: self.connections.load(Ordering::Relaxed),
        }
    }

    fn set(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

impl Trigger {
    /// A trigger for the server at `address`.
    ///
    /// # Errors
    /// When the address is none of a Redis server.
    pub(crate) fn new(address: &str, channels: BTreeMap<String, Vec<Subscriber>>) -> anyhow::Result<Self> {
        let client =
            Client::open(address).with_context(|| format!("{:?} is no address of Redis", without_user(address)))?;
        let status = Arc::new(Status {
            address: without_user(address),
            channels: channels.keys().cloned().collect(),
            state: Mutex::new(State::Connecting),
            handled: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            connections: AtomicU64::new(0),
        });
        Ok(Self { client, channels, status })
    }

    /// How it is doing, from now on.
    #[must_use]
    pub(crate) fn status(&self) -> Arc<Status> {
        self.status.clone()
    }

    /// Listens until `stop` says so. A message being handled is finished first.
    pub(crate) async fn run(self, mut stop: Stop) {
        let mut wait = WAITS.0;
        while !stop.is_given() {
            self.status.set(State::Connecting);
            let connected = tokio::select! {
                connected = self.connect() => connected,
                () = stop.wait() => break,
            };
            let lost = match connected {
                Ok((sink, messages)) => {
                    wait = WAITS.0;
                    self.status.connections.fetch_add(1, Ordering::Relaxed);
                    self.status.set(State::Listening);
                    tracing::info!(address = self.status.address, channels = ?self.status.channels, "listening to Redis");
                    match self.listen(sink, messages, &mut stop).await {
                        Some(lost) => lost,
                        None => break,
                    }
                }
                Err(error) => format!("{error:#}"),
            };
            tracing::warn!(address = self.status.address, error = lost, wait = ?wait, "Redis is not there");
            self.status.set(State::Down(lost));
            tokio::select! {
                () = tokio::time::sleep(wait.mul_f64(0.5 + random() / 2.0)) => {}
                () = stop.wait() => break,
            }
            wait = (wait * 2).min(WAITS.1);
        }
        self.status.set(State::Stopped);
    }

    async fn connect(&self) -> anyhow::Result<(PubSubSink, PubSubStream)> {
        let connect = async {
            let (mut sink, messages) = self.client.get_async_pubsub().await?.split();
            for channel in self.channels.keys() {
                sink.subscribe(channel).await?;
            }
            Ok((sink, messages))
        };
        timeout(ANSWER, connect).await.unwrap_or_else(|_| bail!("no answer"))
    }

    /// Handles messages until the connection is lost, and says how; or until `stop` says so.
    async fn listen(&self, mut sink: PubSubSink, mut messages: PubSubStream, stop: &mut Stop) -> Option<String> {
        loop {
            tokio::select! {
                biased;
                () = stop.wait() => return None,
                message = messages.next() => match message {
                    Some(message) => self.handle(&message).await,
                    None => return Some("the connection was closed".to_owned()),
                },
                () = tokio::time::sleep(QUIET) => {
                    if !matches!(timeout(ANSWER, sink.ping::<redis::Value>()).await, Ok(Ok(_))) {
                        return Some("no answer to a ping".to_owned());
                    }
                }
            }
        }
    }

    /// Gives the message to every component on its channel, and waits until all are done.
    async fn handle(&self, message: &Msg) {
        let channel = message.get_channel_name();
        let subscribers = self.channels.get(channel).map_or(&[][..], Vec::as_slice);
        let handling = subscribers.iter().map(|subscriber| async move {
            if let Err(error) = subscriber.handle(message.get_payload_bytes().to_vec()).await {
                self.status.failed.fetch_add(1, Ordering::Relaxed);
                let component = &subscriber.maker.grants.component;
                tracing::error!(component, channel, error = format!("{error:?}"), "a message was not handled");
            }
        });
        futures::future::join_all(handling).await;
        self.status.handled.fetch_add(1, Ordering::Relaxed);
    }
}

impl Subscriber {
    async fn handle(&self, payload: Vec<u8>) -> anyhow::Result<()> {
        let (mut store, stopwatch) = self.maker.store().await?;
        let instance = self.component.instantiate_async(&mut store).await?;
        let handler = instance.spin_redis_inbound_redis();
        let mut call =
            pin!(store.run_concurrent(async |accessor| handler.call_handle_message(accessor, payload).await));
        let outcome = poll_fn(|cx| {
            let poll = call.as_mut().poll(cx);
            if poll.is_pending() {
                stopwatch.suspended();
            }
            poll
        });
        outcome.await??.map_err(|error| anyhow::anyhow!("the component returned {error:?}"))
    }
}

/// The address as it may be shown.
fn without_user(address: &str) -> String {
    match url::Url::parse(address) {
        Ok(mut url) => {
            // Fails for addresses that cannot have them.
            _ = url.set_password(None);
            _ = url.set_username("");
            url.into()
        }
        Err(_) => "an address that is no URL".to_owned(),
    }
}

/// A number from 0 to 1, different enough that hosts that lost the same Redis do not all come back at once.
fn random() -> f64 {
    f64::from(u32::try_from(RandomState::new().hash_one(()) >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(without_user("redis://user:secret@localhost:6379/0"), "redis://localhost:6379/0");
        assert!(!without_user("not a url: secret").contains("secret"));
    }

    #[test]
    fn waits_are_spread() {
        let numbers: Vec<_> = (0..100).map(|_| random()).collect();
        assert!(numbers.iter().all(|number| (0.0..=1.0).contains(number)));
        assert!(numbers.iter().any(|number| *number < 0.5) && numbers.iter().any(|number| *number > 0.5));
    }
}
