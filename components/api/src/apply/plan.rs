//! What a set of proposals does to the records they are about, worked out in memory.

use std::collections::{BTreeMap, BTreeSet};

use mirubato_kit::platform;
use mirubato_problem::Failure;
use mirubato_records::{Kind, Record, mutation};
use mirubato_stamp::{SERVER_DEVICE, Stamp};

use super::{Change, Outcome, Proposal, import};
use crate::rules;
use crate::store::records::{Key, Standing, Stored};

pub(super) struct Plan {
    stored: BTreeMap<Key, Stored>,
    changed: BTreeSet<Key>,
    version: u64,
    live: u64,
    now: u64,
}

/// A proposal whose change is known and waits to be merged.
struct Ready {
    place: usize,
    key: Key,
    kind: &'static Kind,
    change: Record,
}

impl Plan {
    pub(super) fn new(standing: Standing, stored: BTreeMap<Key, Stored>, now: u64) -> Self {
        Self { stored, changed: BTreeSet::new(), version: standing.version, live: standing.live, now }
    }

    /// Carries proposals out in rounds, each merged in one call: several changes of one record go into as many rounds, in their order.
    pub(super) fn carry_out(&mut self, proposals: Vec<Result<Proposal, Failure>>) -> Vec<Outcome> {
        let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(proposals.len());
        let mut waiting: Vec<(usize, Key, Proposal)> = Vec::new();
        for (place, proposal) in proposals.into_iter().enumerate() {
            outcomes.push(None);
            match proposal {
                Ok(proposal) => {
                    waiting.push((place, Key { kind: proposal.kind.name, id: proposal.id.clone() }, proposal));
                }
                Err(failure) => outcomes[place] = Some(Outcome::Refused(failure)),
            }
        }
        while !waiting.is_empty() {
            let mut seen = BTreeSet::new();
            let (round, later): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, key, _)| seen.insert(key.clone()));
            waiting = later;
            let mut ready = Vec::with_capacity(round.len());
            for (place, key, proposal) in round {
                match self.make(&key, proposal.change) {
                    Ok(change) => ready.push(Ready { place, key, kind: proposal.kind, change }),
                    Err(failure) => outcomes[place] = Some(Outcome::Refused(failure)),
                }
            }
            for (place, outcome) in self.merge(ready) {
                outcomes[place] = Some(outcome);
            }
        }
        outcomes.into_iter().flatten().collect()
    }

    fn make(&self, key: &Key, change: Change) -> Result<Record, Failure> {
        match change {
            Change::Stamped(record) => Ok(record),
            Change::Ours(make) => {
                let stored = self.stored.get(key);
                let last = stored.and_then(|stored| stored.record.last_stamp()).and_then(Stamp::parse);
                let stamp = Stamp::next(last.as_ref(), self.now, SERVER_DEVICE);
                make(stored, &stamp.to_string())
            }
        }
    }

    fn merge(&mut self, ready: Vec<Ready>) -> Vec<(usize, Outcome)> {
        let current = |key: &Key| self.stored.get(key).map(|stored| stored.record.clone()).unwrap_or_default();
        let pairs = ready.iter().map(|ready| (current(&ready.key), ready.change.clone())).collect();
        let merged = rules::merge_each(pairs);
        ready
            .into_iter()
            .zip(merged)
            .map(|(ready, merged)| (ready.place, self.settle(ready.kind, ready.key, merged)))
            .collect()
    }

    fn settle(&mut self, kind: &'static Kind, key: Key, merged: Record) -> Outcome {
        let before = self.stored.get(&key);
        if before.is_some_and(|before| before.record == merged) || (before.is_none() && merged == Record::default()) {
            return Outcome::Unchanged(before.cloned());
        }
        if let Err(refusal) = mutation::accept(kind, &merged) {
            return Outcome::Refused(import::failure(refusal, self.now));
        }
        let was_live = before.is_some_and(|before| !before.record.is_deleted());
        let is_live = !merged.is_deleted();
        self.live = self.live + u64::from(is_live) - u64::from(was_live);
        self.version += 1;
        let updated_on = platform::rfc3339(self.now);
        let created_on = before.map_or_else(|| updated_on.clone(), |before| before.created_on.clone());
        let stored = Stored { record: merged, version: self.version, created_on, updated_on };
        self.stored.insert(key.clone(), stored.clone());
        self.changed.insert(key);
        Outcome::Applied(stored)
    }

    /// The user's version and live records now, and the records that changed, by version.
    pub(super) fn finish(mut self) -> (u64, u64, Vec<(Key, Stored)>) {
        let take = |key: Key| self.stored.remove(&key).map(|stored| (key, stored));
        let mut changed: Vec<_> = self.changed.into_iter().filter_map(take).collect();
        changed.sort_by_key(|(_, stored)| stored.version);
        (self.version, self.live, changed)
    }
}
