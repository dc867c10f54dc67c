//! What happens in a run, as data: made from a seed, shrunk where it goes wrong, kept where it went wrong once.

use serde::{Deserialize, Serialize};

use crate::clock::Clock;

/// A run. Everything in it follows from this alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// How many changes a device asks for at once.
    pub(crate) page: u32,
    /// The devices, and whose they are.
    pub(crate) devices: Vec<Owned>,
    /// In their order.
    pub(crate) events: Vec<Event>,
    /// How announcements fare, in the order they are made. Those after the last fare well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) pokes: Vec<Poke>,
}

/// A device of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owned {
    /// Which user.
    pub(crate) user: usize,
    /// Its clock at the start.
    pub(crate) clock: Clock,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Event {
    /// Milliseconds since the one before.
    pub(crate) wait: u64,
    /// At which device.
    pub(crate) device: usize,
    /// What.
    pub(crate) what: What,
}

/// What may happen at a device.
///
/// Records are numbers from a small pool. Where the device has no record of that number that fits, the next that does is meant, if there is any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum What {
    /// Its user makes a record, `lacking` a field that it must have.
    Create { record: u8, value: u16, lacking: bool },
    /// Its user changes the fields whose bits are set, `wrong` with a value that the server refuses.
    Edit { record: u8, fields: u8, value: u16, wrong: bool },
    /// Its user deletes a record.
    Delete { record: u8 },
    /// Its user brings a deleted record back.
    Undo { record: u8 },
    /// Its user, or a program, makes many changes at once: new records where `fresh`, else edits of what is there.
    Burst { count: u16, fresh: bool },
    /// Its user puts right what the server refused.
    Mend,
    /// Its user lets go of what the server refused.
    Discard,
    /// It begins a round of sync. The requests of the round fare as `fates` say, then well. After so many steps as `crash` says it loses its memory.
    Sync { fates: Vec<Fate>, crash: Option<u8> },
    /// It loses its memory and starts anew from what it keeps.
    Restart,
    /// Everything it keeps is removed, and it begins as a new device.
    Wipe,
    /// What it keeps of a record is lost, and it does not know.
    Lose { record: u8 },
    /// Its clock is set: to this many milliseconds ahead.
    SetClock { skew: i64 },
    /// The ways from and to it are cut, or open again.
    Cut { requests: bool, answers: bool },
    /// Its user changes or deletes a record over REST, so that the server stamps.
    Rest { record: u8, value: u16, delete: bool },
    /// It is to be connected from now on, through that gateway where it is there. Everything said takes so many milliseconds each way.
    Connect { gateway: u8, delay: u64 },
    /// It says goodbye and is no longer to be connected.
    Disconnect,
    /// A gateway starts anew and is back after `down` milliseconds. Devices take `unnoticed` to find out that their connections are gone.
    RestartGateway { gateway: u8, down: u64, unnoticed: u64 },
    /// Redis starts anew and is back after so many milliseconds.
    RestartRedis { down: u64 },
}

/// How many gateways there are, each with a fan-out beside it.
pub(crate) const GATEWAYS: usize = 2;

/// How an announcement fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Poke {
    /// Milliseconds until each gateway hears of it. `None` where it does not.
    pub(crate) ways: [Option<u64>; GATEWAYS],
    /// Milliseconds until all hear of it a second time.
    pub(crate) again: Option<u64>,
    /// Whether it leaves out the changes, as one that is too large does.
    #[serde(default)]
    pub(crate) is_bare: bool,
}

impl Poke {
    /// One that fares well.
    pub(crate) const GOOD: Self = Self { ways: [Some(1); GATEWAYS], again: None, is_bare: false };
}

/// How a request fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fate {
    /// Milliseconds until it arrives. `None` where it is lost.
    pub(crate) request: Option<u64>,
    /// Milliseconds until its answer arrives. `None` where that is lost.
    pub(crate) answer: Option<u64>,
    /// Milliseconds until it arrives a second time.
    pub(crate) again: Option<u64>,
    /// What becomes of the server meanwhile.
    pub(crate) trouble: Option<Trouble>,
}

impl Fate {
    /// A request that fares well.
    pub(crate) const GOOD: Self = Self { request: Some(1), answer: Some(1), again: None, trouble: None };
    /// One that takes its time, so that something else may happen meanwhile.
    pub(crate) const SLOW: Self = Self { request: Some(20), answer: Some(20), again: None, trouble: None };
}

/// What may become of the server while it works on a request. Numbers are those of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Trouble {
    /// It is killed before the statement.
    Stop(u8),
    /// The disk is full at the statement.
    Full(u8),
    /// Somebody else has the database locked at the statement.
    Busy(u8),
    /// It is killed after the commit, before it answers.
    Silent,
}

impl Schedule {
    /// How many things happen.
    #[must_use]
    pub fn events(&self) -> usize {
        self.events.len()
    }
}
