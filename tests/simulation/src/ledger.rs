//! What users wrote, and what became of it: nothing may get lost between a device and the server, and nothing older may win.

use std::collections::{BTreeMap, BTreeSet};

use crate::device::Note;
use crate::oracle::Account;
use crate::row::Row;
use crate::values::Key;

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The server has not answered for it.
    Waiting,
    /// The server took it, and the device knows.
    Taken,
    /// The server refused it, and the user has not settled that.
    Refused,
    /// The user let go of it, or mended it, or lost it with the device.
    Settled,
}

#[derive(Debug)]
struct Written {
    key: Key,
    basis: Option<String>,
    state: State,
}

/// What was written on all devices.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// By the device's id and the number there.
    written: BTreeMap<(String, u64), Written>,
    /// As what the device knows the change to have been taken.
    taken: BTreeMap<(String, u64), BTreeSet<String>>,
    /// By device and record, the last change that was taken, and its greatest stamp.
    last: BTreeMap<(String, Key), (u64, String)>,
    /// Changes that the server took under a stamp that the device had already replaced: a request that was given up arrived after all, late
    /// enough for its stamp to be no longer in the future. Of these records the stamp that counts is not the one the device knows of.
    ghosts: BTreeSet<(usize, Key)>,
}

impl Ledger {
    /// Notes what a device did. What is wrong with it, if anything.
    pub(crate) fn note(&mut self, user: usize, device: &str, note: Note, account: &Account) -> Result<(), String> {
        let id = |seq| (device.to_owned(), seq);
        match note {
            Note::Wrote { seq, key, basis } => {
                self.written.insert(id(seq), Written { key, basis, state: State::Waiting });
            }
            Note::Refused { seq } => self.set(device, seq, State::Refused),
            Note::Settled { seq } => self.set(device, seq, State::Settled),
            Note::Taken { seq, key, change } => return self.taken(user, device, seq, &key, &change, account),
            Note::Case(_) => {}
        }
        Ok(())
    }

    fn set(&mut self, device: &str, seq: u64, state: State) {
        self.written.entry((device.to_owned(), seq)).and_modify(|written| written.state = state);
    }

    fn taken(
        &mut self,
        user: usize,
        device: &str,
        seq: u64,
        key: &Key,
        change: &Row,
        account: &Account,
    ) -> Result<(), String> {
        let stored = account.holding.rows.get(key).map(|(.., row)| row);
        if !stored.is_some_and(|row| row.covers(change)) && !account.forgotten.contains(key) {
            return Err(format!("change {seq} of {key} was acknowledged and is not there"));
        }
        let Some(written) = self.written.get_mut(&(device.to_owned(), seq)) else {
            return Err(format!("change {seq} of {key} was acknowledged and never written"));
        };
        if written.state == State::Taken {
            return Ok(());
        }
        written.state = State::Taken;
        self.taken.insert((device.to_owned(), seq), change.stamps().cloned().collect());
        let basis = written.basis.clone();
        let Some(first) = change.stamps().min().cloned() else { return Ok(()) };
        let before = self.last.get(&(device.to_owned(), key.clone()));
        let is_older = before.is_some_and(|(before, stamp)| *before < seq && *stamp >= first);
        let is_known = !self.ghosts.contains(&(user, key.clone()));
        if is_known && basis.as_ref().is_some_and(|basis| *basis >= first) {
            return Err(format!("change {seq} of {key} counts as older than what the user saw when making it"));
        }
        if is_known && is_older {
            return Err(format!("change {seq} of {key} counts as older than one made before it"));
        }
        let greatest = change.stamps().max().cloned().unwrap_or(first);
        self.last.insert((device.to_owned(), key.clone()), (seq, greatest));
        Ok(())
    }

    /// Notes that the server took a change under a stamp that the device no longer knows of.
    pub(crate) fn ghost(&mut self, user: usize, key: Key) -> bool {
        self.ghosts.insert((user, key))
    }

    /// Whether the server took a change of the record under a stamp that its device no longer knows of.
    pub(crate) fn is_ghost(&self, user: usize, key: &Key) -> bool {
        self.ghosts.contains(&(user, key.clone()))
    }

    /// Whether a change that a device has been answered for was answered under these stamps.
    pub(crate) fn knows<'a>(&self, device: &str, seq: u64, mut stamps: impl Iterator<Item = &'a String>) -> bool {
        let taken = self.taken.get(&(device.to_owned(), seq));
        taken.is_none_or(|taken| stamps.all(|stamp| taken.contains(stamp)))
    }

    /// Lets go of what a device had not sent: everything it kept was removed.
    pub(crate) fn forget(&mut self, device: &str) {
        for ((of, _), written) in &mut self.written {
            if of == device && written.state != State::Taken {
                written.state = State::Settled;
            }
        }
    }

    /// What got lost, once everything has been sent.
    pub(crate) fn lost(&self) -> Option<String> {
        let lost = self.written.iter().find(|(_, written)| written.state == State::Waiting)?;
        let ((device, seq), written) = lost;
        Some(format!("change {seq} of {} on {device} never reached the server", written.key))
    }
}
