//! Takes in what changed on the server: `frontend/src/sync/pull.ts`.

use mirubato_contracts::sync::changes::{PullRequest, PullResponse};
use mirubato_contracts::sync::types::Change;
use mirubato_records::device;
use mirubato_records::{Field, Record};

use super::round::{Crash, Round, State, Step, Stepped};
use super::{Device, Kept, Progress};
use crate::clock::HOUR;
use crate::defect::Defect;
use crate::network::Request;
use crate::values::{Key, kind_name};

impl Device {
    /// Asks for what follows where the device is. One that has nothing begins a pull from 0.
    pub(super) fn pull(&mut self, round: &mut Round) -> Stepped {
        if self.disk.progress.since() == 0 && self.disk.progress.sweep.is_none() {
            self.begin_sweep();
            round.tick()?;
        }
        let asked = self.disk.progress.clone();
        let request = PullRequest {
            device_id: self.disk.id.clone(),
            since: asked.since(),
            limit: Some(self.page),
            kinds: None,
            sweep: asked.sweep.map(|_| true),
        };
        let body = serde_json::to_string(&request).unwrap_or_default();
        round.send(Request::Pull(body), State::Pulling(asked))
    }

    /// Takes a page in, and goes on until there is no more and the number of records is right.
    pub(super) fn pulled(&mut self, round: &mut Round, asked: &Progress, page: &PullResponse, at: u64) -> Stepped {
        if page.has_more && page.version <= asked.since() {
            return Ok(Step::Failed);
        }
        let expected = self.take(round, page, asked, at)?;
        round.tick()?;
        if !expected || page.has_more {
            return self.pull(round);
        }
        let (is_complete, next) = match asked.sweep {
            Some((id, _)) => (self.end_sweep(page, id, at), false),
            None => (self.agrees(page, at), true),
        };
        if is_complete {
            return Ok(Step::Done);
        }
        if next {
            self.case("device pulls from 0 because of the count");
            self.begin_sweep();
        }
        round.tick()?;
        self.pull(round)
    }

    /// Merges a page and moves the cursor, in one transaction. False where the cursor is no longer where it was asked from.
    fn take(&mut self, round: &mut Round, page: &PullResponse, asked: &Progress, at: u64) -> Result<bool, Crash> {
        let expected = self.disk.progress.is_at(asked);
        if expected && self.defect == Some(Defect::MovesCursorFirst) {
            self.move_to(page.version);
            round.tick()?;
        }
        self.merge(&page.changes);
        self.disk.set_offset(page.server_time, self.clock.reads(at));
        if expected && self.defect != Some(Defect::MovesCursorFirst) {
            self.move_to(page.version);
        }
        Ok(expected)
    }

    /// Merges changes, each a whole record, whichever way they came.
    pub(super) fn merge(&mut self, changes: &[Change]) {
        for change in changes {
            let Some((key, incoming)) = read(change) else { continue };
            self.disk.see(incoming.last_stamp());
            let ours = self.disk.records.get(&key).cloned();
            let sweep = self.disk.progress.sweep.map(|(id, _)| id);
            let sweep = sweep.or(ours.as_ref().map(|ours| ours.sweep)).unwrap_or_default();
            let copy = match ours {
                Some(ours) if self.defect != Some(Defect::ReplacesOnPull) => device::receive(Some(ours.copy), incoming),
                _ => incoming,
            };
            self.disk.records.insert(key, Kept { copy, held: !change.deleted, sweep });
        }
    }

    fn move_to(&mut self, version: u64) {
        match &mut self.disk.progress.sweep {
            Some((_, cursor)) => *cursor = version,
            None => self.disk.progress.cursor = version,
        }
    }

    /// Whether the device has as many records as the server, as far as the server told of them.
    fn agrees(&self, page: &PullResponse, at: u64) -> bool {
        if self.defect == Some(Defect::NeverCounts) || self.disk.held() == page.count {
            return true;
        }
        self.disk.progress.disagreed_at.is_some_and(|then| self.clock.reads(at).abs_diff(then) < HOUR)
    }

    pub(super) fn begin_sweep(&mut self) {
        let progress = &mut self.disk.progress;
        progress.sweeps += 1;
        progress.sweep = Some((progress.sweeps, 0));
    }

    /// Drops what a pull from 0 did not contain, except what the server has not answered for. False where it is no longer under way.
    fn end_sweep(&mut self, page: &PullResponse, id: u64, at: u64) -> bool {
        if self.disk.progress.sweep.map(|(id, _)| id) != Some(id) {
            return false;
        }
        self.disk.progress.sweep = None;
        let unseen = self.disk.records.iter().filter(|(_, kept)| kept.sweep < id);
        let unseen: Vec<Key> = unseen.map(|(key, _)| key.clone()).collect();
        for key in unseen {
            if self.is_queued(&key) && self.defect != Some(Defect::SweepsAwayQueued) {
                self.case("device keeps what a pull from 0 does not contain");
                self.disk.records.entry(key).and_modify(|kept| kept.held = false);
            } else {
                self.disk.records.remove(&key);
                self.disk.outbox.retain(|_, queued| queued.key != key);
            }
        }
        self.disk.progress.cursor = page.version;
        let disagrees = self.disk.held() != page.count;
        self.disk.progress.disagreed_at = disagrees.then(|| self.clock.reads(at));
        true
    }
}

/// A change from the server as a copy of the record.
pub(crate) fn read(change: &Change) -> Option<(Key, Record)> {
    let key = Key { kind: kind_name(&change.kind)?, id: change.record_id.clone() };
    let fields = change.fields.iter().filter_map(|(name, value)| {
        let stamp = change.stamps.get(name)?.clone();
        Some((name.clone(), Field { value: value.get().to_owned(), stamp }))
    });
    let fields = fields.collect();
    Some((key, Record { fields, deleted: change.deleted_stamp.clone() }))
}
