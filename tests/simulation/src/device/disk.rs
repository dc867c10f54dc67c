//! What a device keeps: `frontend/src/store/schema.ts`.

use std::collections::BTreeMap;

use mirubato_records::Record;

use crate::values::Key;

/// A record as the device has it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// What it holds.
    pub(crate) copy: Record,
    /// Whether the server last told of it as live.
    pub(crate) held: bool,
    /// The sweep that last saw it, 0 where none did.
    pub(crate) sweep: u64,
}

/// A change that the server has not answered for.
#[derive(Clone, Debug)]
pub(crate) struct Queued {
    /// Of which record.
    pub(crate) key: Key,
    /// What changes.
    pub(crate) change: Record,
    /// Whether its stamps are not the first it had.
    pub(crate) restamped: bool,
}

/// How far the device has pulled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The version up to which it has everything.
    pub(crate) cursor: u64,
    /// A pull from 0 that is under way: its id, and how far it has come.
    pub(crate) sweep: Option<(u64, u64)>,
    /// How many were begun.
    pub(crate) sweeps: u64,
    /// When one last ended without making the counts agree, by the device's clock.
    pub(crate) disagreed_at: Option<u64>,
}

impl Progress {
    /// Where to go on.
    pub(crate) fn since(&self) -> u64 {
        self.sweep.map_or(self.cursor, |(_, cursor)| cursor)
    }

    /// Whether it is at the same place as another.
    pub(crate) fn is_at(&self, other: &Self) -> bool {
        let id = |progress: &Self| progress.sweep.map(|(id, _)| id);
        id(self) == id(other) && self.since() == other.since()
    }
}

/// All of it.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    /// The device's id.
    pub(crate) id: String,
    /// The last stamp made here.
    pub(crate) made: Option<String>,
    /// The greatest stamp that came from the server or that it accepted.
    pub(crate) seen: Option<String>,
    /// The server's clock less the device's, in milliseconds.
    pub(crate) offset: i64,
    /// The records.
    pub(crate) records: BTreeMap<Key, Kept>,
    /// What waits to be sent, in order.
    pub(crate) outbox: BTreeMap<u64, Queued>,
    /// What was refused.
    pub(crate) refused: BTreeMap<u64, Queued>,
    /// How far it has pulled.
    pub(crate) progress: Progress,
    last: u64,
}

impl Disk {
    /// An empty one.
    pub(crate) fn new(id: String) -> Self {
        let (made, seen, offset, records, outbox, refused, progress, last) = Default::default();
        Self { id, made, seen, offset, records, outbox, refused, progress, last }
    }

    /// Stores a copy as the record, keeping what else is known of it.
    pub(crate) fn put(&mut self, key: &Key, copy: Record, before: Option<Kept>) {
        let (held, sweep) = before.map_or((false, 0), |before| (before.held, before.sweep));
        self.records.insert(key.clone(), Kept { copy, held, sweep });
    }

    /// Puts a change at the end of the queue. Its number.
    pub(crate) fn enqueue(&mut self, key: &Key, change: Record) -> u64 {
        self.last += 1;
        self.outbox.insert(self.last, Queued { key: key.clone(), change, restamped: false });
        self.last
    }

    /// How many records the server told of as live.
    pub(crate) fn held(&self) -> u64 {
        self.records.values().map(|kept| u64::from(kept.held)).sum()
    }

    /// Notes that a stamp was seen.
    pub(crate) fn see(&mut self, stamp: Option<&str>) {
        if stamp > self.seen.as_deref() {
            self.seen = stamp.map(ToOwned::to_owned);
        }
    }

    /// Notes what the server's clock says when the device's says `now`.
    pub(crate) fn set_offset(&mut self, server: u64, now: u64) {
        self.offset = i64::try_from(server).unwrap_or_default() - i64::try_from(now).unwrap_or_default();
    }
}
