//! A device: the real rules of records, and around them what the app does with its store and its rounds of sync.
//!
//! It follows `frontend/src/store` and `frontend/src/sync` step by step, so that what is found here is found there. Every change of the
//! disk between two ticks of a round is one transaction of the app's.

mod disk;
mod frames;
mod news;
mod pull;
mod push;
mod round;

use std::collections::BTreeSet;

use mirubato_records::Record;
use mirubato_records::device::{self, Edited};

pub(crate) use disk::{Disk, Kept, Progress, Queued};
pub(crate) use frames::{Heard, News, queue};
pub(crate) use news::Taken;
pub(crate) use pull::read;
pub(crate) use push::{MAX_MUTATIONS, mutation};
pub(crate) use round::{Round, Step};

use crate::clock::Clock;
use crate::defect::Defect;
use crate::live::Socket;
use crate::row::Row;
use crate::values::Key;

/// Something that the checks are to know of.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// The user changed a record, which goes into the queue under a number. `basis` is the last stamp of what the user had before them, as
    /// far as the server knows it too.
    Wrote { seq: u64, key: Key, basis: Option<String> },
    /// The server took the change.
    Taken { seq: u64, key: Key, change: Row },
    /// The server refused the change.
    Refused { seq: u64 },
    /// The user settled what had been refused.
    Settled { seq: u64 },
    /// For the tally.
    Case(&'static str),
}

/// A device.
#[derive(Debug)]
pub(crate) struct Device {
    /// Whose it is.
    pub(crate) user: usize,
    /// Its clock.
    pub(crate) clock: Clock,
    /// Its connection.
    pub(crate) socket: Socket,
    /// What survives a crash.
    pub(crate) disk: Disk,
    /// What does not: the rounds of sync under way, one a tab.
    pub(crate) rounds: Vec<Round>,
    /// Whether another round is to follow: something spoke for one while one was under way.
    pub(crate) again: bool,
    /// What it lost without knowing.
    pub(crate) lost: BTreeSet<Key>,
    /// What happened since somebody looked.
    pub(crate) notes: Vec<Note>,
    page: u32,
    defect: Option<Defect>,
}

impl Device {
    /// A new device under an id.
    pub(crate) fn new(id: String, user: usize, clock: Clock, page: u32, defect: Option<Defect>) -> Self {
        let (socket, rounds, lost, notes) = Default::default();
        Self { user, clock, socket, disk: Disk::new(id), rounds, again: false, lost, notes, page, defect }
    }

    /// The user sets fields. Whether that changed anything.
    pub(crate) fn set(&mut self, key: &Key, values: Vec<(String, String)>, at: u64) -> bool {
        self.change(key, at, |current, stamp| device::edit(current, values, stamp))
    }

    /// The user deletes a record.
    pub(crate) fn delete(&mut self, key: &Key, at: u64) -> bool {
        self.change(key, at, device::delete)
    }

    /// The user puts right what was refused of a record: the whole of it is sent again.
    pub(crate) fn mend(&mut self, key: &Key, values: Vec<(String, String)>, at: u64) {
        self.change(key, at, |current, stamp| {
            // As for a record that is not there, so that every field is in the change and not only what differs from the refused values.
            let change = device::edit(None, values, stamp).change;
            let record = mirubato_records::merge(current.unwrap_or_default(), change.clone());
            Edited { record, change }
        });
        self.settle_refused(key);
    }

    /// The user lets go of what was refused of a record. The rest of it comes back with a pull from 0.
    pub(crate) fn discard(&mut self, key: &Key) {
        self.settle_refused(key);
        let waiting = self.disk.outbox.values().filter(|queued| queued.key == *key);
        match waiting.map(|queued| queued.change.clone()).reduce(mirubato_records::merge) {
            Some(copy) => self.disk.put(key, copy, None),
            None => drop(self.disk.records.remove(key)),
        }
        self.disk.progress.sweep = None;
        self.disk.progress.cursor = 0;
    }

    /// It loses its memory.
    pub(crate) fn restart(&mut self) {
        self.rounds.clear();
        self.again = false;
        if self.defect == Some(Defect::ForgetsQueueOnRestart) {
            self.disk.outbox.clear();
        }
    }

    /// What it has of a record.
    pub(crate) fn copy(&self, key: &Key) -> Option<&Record> {
        self.disk.records.get(key).map(|kept| &kept.copy)
    }

    /// Whether the server has yet to take something of a record.
    pub(crate) fn is_queued(&self, key: &Key) -> bool {
        self.disk.outbox.values().chain(self.disk.refused.values()).any(|queued| queued.key == *key)
    }

    /// What is wrong with what it keeps, if anything.
    ///
    /// What waits to be sent is what the user sees, or something later is. Stamped again it may be later than what came from the server in
    /// the meantime, until it has been sent.
    pub(crate) fn fault(&self) -> Option<String> {
        let queued = self.disk.outbox.values().filter(|queued| !queued.restamped && !self.lost.contains(&queued.key));
        queued.into_iter().find_map(|queued| {
            let Some(copy) = self.copy(&queued.key) else {
                return Some(format!("{} waits to be sent and is not there", queued.key));
            };
            let shown = Row::from(copy);
            let hidden = !shown.covers(&Row::from(&queued.change));
            hidden.then(|| format!("{} shows something older than what waits to be sent", queued.key))
        })
    }

    fn change(&mut self, key: &Key, at: u64, make: impl FnOnce(Option<Record>, &str) -> Edited) -> bool {
        let now = self.clock.reads(at);
        let last = match self.defect {
            Some(Defect::StampsByWallClock) => None,
            _ => self.disk.made.as_deref().max(self.disk.seen.as_deref()),
        };
        let now = now.saturating_add_signed(self.disk.offset);
        let made = device::next_stamp(last, now, &self.disk.id);
        let before = self.disk.records.get(key).cloned();
        let edited = make(before.as_ref().map(|kept| kept.copy.clone()), &made);
        if edited.change == Record::default() {
            return false;
        }
        let own = self.is_queued(key);
        let known = before.as_ref().filter(|_| !own).and_then(|kept| kept.copy.last_stamp());
        let basis = known.map(ToOwned::to_owned);
        self.disk.put(key, edited.record, before);
        let seq = self.disk.enqueue(key, edited.change);
        self.disk.made = Some(made);
        self.notes.push(Note::Wrote { seq, key: key.clone(), basis });
        true
    }

    fn settle_refused(&mut self, key: &Key) {
        let (settled, kept) =
            std::mem::take(&mut self.disk.refused).into_iter().partition(|(_, queued)| queued.key == *key);
        self.disk.refused = kept;
        let settled: std::collections::BTreeMap<u64, Queued> = settled;
        self.notes.extend(settled.into_keys().map(|seq| Note::Settled { seq }));
    }

    fn case(&mut self, what: &'static str) {
        self.notes.push(Note::Case(what));
    }
}
