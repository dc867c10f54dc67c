//! What the server has to hold and to answer, worked out from the definition and apart from the code under test.

use std::collections::{BTreeMap, BTreeSet};

use mirubato_contracts::sync::changes::{PullRequest, PullResponse, PushRequest};
use mirubato_contracts::sync::types::{Mutation, MutationResult, Op, Status};

use crate::clock::{DAY, MINUTE};
use crate::row::Row;
use crate::server::Holding;
use crate::values::{Key, kind, kind_name};

/// How far a stamp may lie ahead.
const AHEAD: u64 = 5 * MINUTE;
/// How long a deletion is known.
const KNOWN: u64 = 180 * DAY;
/// How many deletions are forgotten at once.
const FORGOTTEN_AT_ONCE: usize = 500;

/// What is to become of a mutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It changes the record, which gets a version.
    Applied(u64),
    /// The record holds it or something later.
    Unchanged(Option<u64>),
    /// Its stamp lies too far ahead.
    Ahead,
    /// Its values, or those it lacks, are wrong.
    Wrong,
}

impl Verdict {
    /// Whether it is in.
    pub(crate) const fn is_taken(&self) -> bool {
        matches!(self, Self::Applied(_) | Self::Unchanged(_))
    }

    /// Whether the server says the same.
    pub(crate) fn is(&self, result: &MutationResult) -> bool {
        let problem = result.problem.as_ref().map(|problem| problem.r#type.rsplit(':').next().unwrap_or_default());
        match self {
            Self::Applied(version) => result.status == Status::Applied && result.version == Some(*version),
            Self::Unchanged(version) => result.status == Status::Unchanged && result.version == *version,
            Self::Ahead => result.status == Status::Rejected && problem == Some("stamp-in-future"),
            Self::Wrong => result.status == Status::Rejected && problem == Some("invalid-record"),
        }
    }
}

/// What the server has to hold of a user.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// As in its database.
    pub(crate) holding: Holding,
    /// Records of which a deletion has been forgotten.
    pub(crate) forgotten: BTreeSet<Key>,
    /// How many deleted records an edit brought back.
    pub(crate) revived: u64,
    /// How many edits came for deleted records and did not.
    pub(crate) outweighed: u64,
    touched: BTreeMap<Key, u64>,
    looked: u64,
}

impl Account {
    /// A push arrives. What becomes of its mutations, and of what is held.
    ///
    /// Versions are given in turns: to the first change of each record, then to the second of each that has one, and so on.
    pub(crate) fn push(&mut self, request: &PushRequest, now: u64) -> Vec<Verdict> {
        let before = self.holding.version;
        let mut turns: BTreeMap<Key, usize> = BTreeMap::new();
        let mut verdicts = Vec::new();
        let mut waiting = Vec::new();
        for (place, mutation) in request.mutations.iter().enumerate() {
            let read = read(mutation, now);
            verdicts.push(Verdict::Wrong);
            match read {
                Ok((key, written)) => {
                    let turn = turns.entry(key.clone()).or_default();
                    waiting.push((*turn, place, key, written));
                    *turn += 1;
                }
                Err(verdict) => verdicts[place] = verdict,
            }
        }
        waiting.sort_by_key(|(turn, place, ..)| (*turn, *place));
        for (_, place, key, written) in waiting {
            verdicts[place] = self.change(&request.mutations[place], key, &written, now);
        }
        self.finish(before, now);
        verdicts
    }

    /// The server stamped a change itself.
    pub(crate) fn rest(&mut self, mutation: &Mutation, now: u64) {
        let before = self.holding.version;
        if let Some((key, written)) = write(mutation) {
            self.change(mutation, key, &written, now);
        }
        self.finish(before, now);
    }

    fn change(&mut self, mutation: &Mutation, key: Key, written: &Row, now: u64) -> Verdict {
        let (version, was_deleted, row) = self.holding.rows.get(&key).cloned().unwrap_or_default();
        let mut merged = row.clone();
        merged.take(written);
        if merged == row {
            self.outweighed += u64::from(was_deleted && mutation.op == Op::Set);
            return Verdict::Unchanged(Some(version));
        }
        let is_deleted = merged.is_deleted();
        let required =
            kind(key.kind).map(|kind| kind.fields.iter().filter(|field| field.required)).into_iter().flatten();
        if !is_deleted && required.clone().any(|field| !merged.fields.contains_key(field.name)) {
            return Verdict::Wrong;
        }
        self.revived += u64::from(was_deleted && !is_deleted);
        self.outweighed += u64::from(was_deleted && is_deleted && mutation.op == Op::Set);
        self.store(key, merged, now)
    }

    fn store(&mut self, key: Key, row: Row, now: u64) -> Verdict {
        let holding = &mut self.holding;
        holding.version += 1;
        self.touched.insert(key.clone(), now);
        holding.rows.insert(key, (holding.version, row.is_deleted(), row));
        Verdict::Applied(holding.version)
    }

    /// Old deletions are forgotten once a day, when something changes.
    fn finish(&mut self, before: u64, now: u64) {
        let holding = &mut self.holding;
        if holding.version > before && now.saturating_sub(self.looked) >= DAY {
            let old = |key: &Key| self.touched.get(key).is_some_and(|touched| *touched < now.saturating_sub(KNOWN));
            let gone = holding.rows.iter().filter(|(key, (_, deleted, _))| *deleted && old(key));
            let gone: Vec<(Key, u64)> = gone.map(|(key, (version, ..))| (key.clone(), *version)).collect();
            debug_assert!(gone.len() < FORGOTTEN_AT_ONCE, "schedules are too small for that");
            for (key, version) in gone {
                holding.rows.remove(&key);
                holding.purged = holding.purged.max(version);
                self.forgotten.insert(key);
            }
            self.looked = now;
        }
        holding.live = holding.rows.values().map(|(_, deleted, _)| u64::from(!deleted)).sum();
    }

    /// The page that answers a pull. `None` where it is refused because the deletions since are forgotten.
    pub(crate) fn page(&self, request: &PullRequest) -> Option<Page> {
        let Holding { version, live, purged, rows } = &self.holding;
        if request.since > 0 && request.since < *purged && request.sweep != Some(true) {
            return None;
        }
        let wanted = rows
            .iter()
            .filter(|(_, (version, deleted, _))| *version > request.since && (request.since > 0 || !deleted));
        let mut changes: Vec<_> =
            wanted.map(|(key, (version, deleted, row))| (*version, key.clone(), *deleted, row.clone())).collect();
        changes.sort_by_key(|(version, ..)| *version);
        changes.truncate(request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX));
        let last = changes.last().map(|(version, ..)| *version);
        let reached = last.unwrap_or(*version);
        Some(Page { changes, version: reached, has_more: reached < *version, count: *live })
    }
}

/// A page of changes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Version, record, whether it is deleted, and what it holds.
    pub(crate) changes: Vec<(u64, Key, bool, Row)>,
    pub(crate) version: u64,
    pub(crate) has_more: bool,
    pub(crate) count: u64,
}

impl Page {
    /// What the server says, to compare. `None` where it holds something that nobody wrote.
    pub(crate) fn of(response: &PullResponse) -> Option<Self> {
        let change = |change: &mirubato_contracts::sync::types::Change| {
            let (key, record) = crate::device::read(change)?;
            Some((change.version, key, change.deleted, Row::from(&record)))
        };
        let changes = response.changes.iter().map(change).collect::<Option<_>>()?;
        Some(Self { changes, version: response.version, has_more: response.has_more, count: response.count })
    }
}

/// What a mutation writes, or why it is refused whatever there is.
fn read(mutation: &Mutation, now: u64) -> Result<(Key, Row), Verdict> {
    let (key, written) = write(mutation).ok_or(Verdict::Wrong)?;
    if written.stamps().any(|stamp| millis(stamp) > now + AHEAD) { Err(Verdict::Ahead) } else { Ok((key, written)) }
}

/// What a mutation writes, in the form it is stored in. `None` where its values are wrong.
fn write(mutation: &Mutation) -> Option<(Key, Row)> {
    let kind = kind(&mutation.kind)?;
    let key = Key { kind: kind_name(&mutation.kind)?, id: mutation.record_id.clone() };
    if mutation.op == Op::Delete {
        return Some((key, Row { deleted: mutation.stamp.clone(), ..Row::default() }));
    }
    let mut row = Row::default();
    for (name, value) in mutation.fields.iter().flatten() {
        let stamp = mutation.stamps.as_ref()?.get(name)?;
        row.fields.insert(name.clone(), (stamp.clone(), kind.stored(name, value.get())?.to_owned()));
    }
    Some((key, row))
}

/// The moment in a stamp.
fn millis(stamp: &str) -> u64 {
    stamp.split('-').next().and_then(|millis| millis.parse().ok()).unwrap_or(u64::MAX)
}
