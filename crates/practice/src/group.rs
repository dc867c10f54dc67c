//! Where the time went: sums by whatever an entry has.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::summary::Group;

/// The key of what belongs to no group.
pub(crate) const NONE: &str = "";

/// A group of one grouping. Finding it once by its key saves finding it again for every entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot(usize);

/// The sums of one grouping.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    slots: BTreeMap<String, Slot>,
    sums: Vec<Sum>,
}

#[derive(Debug, Default)]
struct Sum {
    key: String,
    words: Option<Words>,
    seconds: u64,
    sessions: u32,
    last: Option<Timestamp>,
    /// The number of the session that was counted last.
    session: usize,
}

/// What a group was called. The greatest is shown: the latest, and of two at one moment always the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Words {
    at: Timestamp,
    label: String,
    composer: Option<String>,
}

/// A session that gives its time to groups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sitting {
    /// A number of its own, from 1.
    pub(crate) number: usize,
    /// When it began.
    pub(crate) at: Timestamp,
}

impl Groups {
    /// Groups with these keys, in this order.
    pub(crate) fn of(keys: impl IntoIterator<Item = String>) -> Self {
        let mut groups = Self::default();
        for key in keys {
            groups.slot(&key);
        }
        groups
    }

    /// The group that came up as the `place`th, counted from 0.
    pub(crate) const fn nth(place: usize) -> Slot {
        Slot(place)
    }

    /// The group with `key`.
    pub(crate) fn slot(&mut self, key: &str) -> Slot {
        if let Some(slot) = self.slots.get(key) {
            return *slot;
        }
        let slot = Slot(self.sums.len());
        self.slots.insert(key.to_owned(), slot);
        self.sums.push(Sum { key: key.to_owned(), ..Sum::default() });
        slot
    }

    /// The key of a group.
    pub(crate) fn key(&self, slot: Slot) -> &str {
        &self.sums[slot.0].key
    }

    /// Adds what a session gives to a group. A session may give to a group more than once, with no other session in between.
    pub(crate) fn add(&mut self, slot: Slot, seconds: u64, sitting: Sitting) {
        let sum = &mut self.sums[slot.0];
        sum.seconds += seconds;
        sum.last = sum.last.max(Some(sitting.at));
        if sum.session != sitting.number {
            sum.session = sitting.number;
            sum.sessions += 1;
        }
    }

    /// What a session calls a group. A group that is not called anything is labelled with its key.
    pub(crate) fn call(&mut self, slot: Slot, label: &str, composer: Option<&str>, at: Timestamp) {
        let words = &mut self.sums[slot.0].words;
        let is_newer = |old: &Words| (at, label, composer) > (old.at, old.label.as_str(), old.composer.as_deref());
        match words {
            Some(old) if !is_newer(old) => {}
            Some(old) if old.label == label && old.composer.as_deref() == composer => old.at = at,
            _ => {
                *words = Some(Words { at, label: label.to_owned(), composer: composer.map(str::to_owned) });
            }
        }
    }

    /// How many groups there are, apart from the one of what belongs to none.
    pub(crate) fn count(&self) -> usize {
        self.sums.iter().filter(|sum| sum.sessions > 0 && sum.key != NONE).count()
    }

    /// The groups in the order in which they came up, those without a session left out.
    pub(crate) fn in_order(self) -> Vec<Group> {
        self.sums.into_iter().filter_map(Sum::into_group).collect()
    }

    /// The groups with the most time first.
    pub(crate) fn by_time(self) -> Vec<Group> {
        let mut groups = self.in_order();
        groups.sort_by(|a, b| (b.seconds, b.sessions, &a.key).cmp(&(a.seconds, a.sessions, &b.key)));
        groups
    }
}

impl Sum {
    fn into_group(self) -> Option<Group> {
        let last_practised = self.last?;
        let (label, composer) = match self.words {
            Some(words) => (words.label, words.composer),
            None => (self.key.clone(), None),
        };
        Some(Group { key: self.key, label, composer, seconds: self.seconds, sessions: self.sessions, last_practised })
    }
}
