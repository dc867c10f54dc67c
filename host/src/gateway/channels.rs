//! Who listens to which channel.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::filters;
use super::item::Published;
use super::outbox::{Delivery, Outbox};

/// The most channels of one listener, as in Pushpin.
const MOST: usize = 20;

/// What a listener can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A WebSocket.
    Socket,
    /// A held answer.
    Held,
}

/// All listeners and their channels.
#[derive(Default)]
pub(crate) struct Channels {
    all: Mutex<All>,
    next: AtomicU64,
    stopped: AtomicBool,
}

#[derive(Default)]
struct All {
    listeners: HashMap<u64, Arc<Outbox>>,
    by_name: HashMap<String, HashMap<u64, Subscription>>,
}

struct Subscription {
    kind: Kind,
    outbox: Arc<Outbox>,
    filters: Vec<String>,
    meta: BTreeMap<String, String>,
}

/// One client that listens. Dropping it ends all its subscriptions.
pub(crate) struct Listener {
    /// What waits for it.
    pub(crate) outbox: Arc<Outbox>,
    id: u64,
    kind: Kind,
    channels: Arc<Channels>,
    subscribed: Vec<String>,
    meta: BTreeMap<String, String>,
}

impl Channels {
    /// A listener without a channel.
    #[must_use]
    pub(crate) fn listener(self: &Arc<Self>, kind: Kind) -> Listener {
        let outbox = Arc::new(Outbox::default());
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.lock().listeners.insert(id, outbox.clone());
        // One that comes while everybody is told is told too, if need be twice.
        if self.stopped.load(Ordering::SeqCst) {
            outbox.push(Delivery::Stop);
        }
        Listener { outbox, id, kind, channels: self.clone(), subscribed: Vec::new(), meta: BTreeMap::new() }
    }

    /// Gives an item to everybody it is for, and says how many they were.
    pub(crate) fn publish(&self, item: &Published) -> usize {
        let all = self.lock();
        let Some(subscriptions) = all.by_name.get(&item.channel) else { return 0 };
        let mut count = 0;
        for subscription in subscriptions.values() {
            let delivery = match subscription.kind {
                Kind::Socket => &item.to_sockets,
                Kind::Held => &item.to_held,
            };
            if let Some(delivery) = delivery
                && filters::let_through(&subscription.filters, &subscription.meta, &item.meta)
            {
                subscription.outbox.push(delivery.clone());
                count += 1;
            }
        }
        count
    }

    /// Tells everybody that the host stops.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        for outbox in self.lock().listeners.values() {
            outbox.push(Delivery::Stop);
        }
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// Listens to a channel, with filters by name. A second time only the filters change.
    pub(crate) fn subscribe(&mut self, channel: &str, filters: Vec<String>) {
        if !self.subscribed.iter().any(|known| known == channel) {
            if self.subscribed.len() >= MOST {
                tracing::warn!(channel, "a client has too many channels");
                return;
            }
            self.subscribed.push(channel.to_owned());
        }
        let subscription =
            Subscription { kind: self.kind, outbox: self.outbox.clone(), filters, meta: self.meta.clone() };
        let mut all = self.channels.lock();
        all.by_name.entry(channel.to_owned()).or_default().insert(self.id, subscription);
    }

    /// Listens to these channels and no others.
    pub(crate) fn listen_only(&mut self, channels: Vec<(String, Vec<String>)>) {
        let gone = self.subscribed.iter().filter(|known| channels.iter().all(|(channel, _)| channel != *known));
        for channel in gone.cloned().collect::<Vec<_>>() {
            self.unsubscribe(&channel);
        }
        for (channel, filters) in channels {
            self.subscribe(&channel, filters);
        }
    }

    /// Listens to it no longer.
    pub(crate) fn unsubscribe(&mut self, channel: &str) {
        self.subscribed.retain(|known| known != channel);
        self.channels.lock().forget(self.id, channel);
    }

    /// Sets what filters know of the client; no value forgets it.
    pub(crate) fn set_meta(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => _ = self.meta.insert(name.to_owned(), value.to_owned()),
            None => _ = self.meta.remove(name),
        }
        let mut all = self.channels.lock();
        for channel in &self.subscribed {
            if let Some(subscription) = all.by_name.get_mut(channel).and_then(|channel| channel.get_mut(&self.id)) {
                subscription.meta.clone_from(&self.meta);
            }
        }
    }
}

impl Listener {
    /// Listens to nothing any more.
    pub(crate) fn leave(&mut self) {
        let mut all = self.channels.lock();
        all.listeners.remove(&self.id);
        for channel in self.subscribed.drain(..) {
            all.forget(self.id, &channel);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.leave();
    }
}

impl All {
    fn forget(&mut self, id: u64, channel: &str) {
        if let Some(subscriptions) = self.by_name.get_mut(channel) {
            subscriptions.remove(&id);
            if subscriptions.is_empty() {
                self.by_name.remove(channel);
            }
        }
    }
}
