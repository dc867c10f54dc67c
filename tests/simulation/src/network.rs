//! The network between devices and the server, which loses, delays, repeats and reorders.

use std::collections::BTreeMap;

use mirubato_contracts::sync::changes::{PullResponse, PushResponse};

use crate::live::Live;
use crate::schedule::{Fate, Trouble};

/// A request of a device: JSON, as it travels.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    /// `push`.
    Push(String),
    /// The same as a frame over a connection.
    Queue(String),
    /// `pull`.
    Pull(String),
}

/// What the server answers.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// To a push.
    Pushed(PushResponse),
    /// To a push over a connection.
    Frame(String),
    /// To a pull.
    Pulled(PullResponse),
    /// A failure of the whole request: its status.
    Failed(u16),
}

/// Something under way.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// From or to which device.
    pub(crate) device: usize,
    /// Which of all requests it belongs to.
    pub(crate) number: u64,
    /// The connection that it travels by, and is lost with.
    pub(crate) line: Option<u64>,
    /// What it is.
    pub(crate) content: Content,
}

/// What is under way.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// To the server, with what becomes of the server then and how long the answer will take, if it arrives at all.
    Request(Request, Option<Trouble>, Option<u64>),
    /// To the device.
    Answer(Answer),
    /// Not under way at all: the device stops waiting.
    Timeout,
    /// What makes up the real-time path.
    Live(Live),
}

/// How long a device waits for an answer, in milliseconds.
const PATIENCE: u64 = 30_000;

/// Everything under way, by when it arrives.
#[derive(Debug, Default)]
pub(crate) struct Network {
    parcels: BTreeMap<(u64, u64), Parcel>,
    count: u64,
    /// By device, whether requests and answers are cut.
    cuts: BTreeMap<usize, (bool, bool)>,
}

impl Network {
    /// Cuts or opens the ways from and to a device.
    pub(crate) fn cut(&mut self, device: usize, requests: bool, answers: bool) {
        self.cuts.insert(device, (requests, answers));
    }

    /// Opens all ways.
    pub(crate) fn heal(&mut self) {
        self.cuts.clear();
    }

    /// Whether a connection of the device cannot stand.
    pub(crate) fn is_cut(&self, device: usize) -> bool {
        self.cuts.get(&device).is_some_and(|(requests, answers)| *requests || *answers)
    }

    /// Whether answers to the device are cut.
    pub(crate) fn loses_answers(&self, device: usize) -> bool {
        self.cuts.get(&device).is_some_and(|(_, answers)| *answers)
    }

    /// Sends a request off, over a connection where there is one, and returns its number.
    pub(crate) fn send(&mut self, now: u64, device: usize, request: &Request, fate: Fate, line: Option<u64>) -> u64 {
        self.count += 1;
        let number = self.count;
        self.post(now + PATIENCE, Parcel { device, number, line, content: Content::Timeout });
        if self.cuts.get(&device).is_some_and(|(requests, _)| *requests) {
            return number;
        }
        let copy = |trouble, answer| Parcel {
            device,
            number,
            line,
            content: Content::Request(request.clone(), trouble, answer),
        };
        if let Some(delay) = fate.request {
            self.post(now + delay, copy(fate.trouble, fate.answer));
        }
        if let Some(delay) = fate.again {
            self.post(now + delay, copy(None, Some(1)));
        }
        number
    }

    /// Sends off something of the real-time path.
    pub(crate) fn tell(&mut self, at: u64, device: usize, live: Live) {
        self.post(at, Parcel { device, number: 0, line: None, content: Content::Live(live) });
    }

    /// Sends something off that arrives at a time.
    pub(crate) fn post(&mut self, at: u64, parcel: Parcel) {
        self.count += 1;
        self.parcels.insert((at, self.count), parcel);
    }

    /// The next to arrive, if any does until then, and when.
    pub(crate) fn next(&mut self, until: u64) -> Option<(u64, Parcel)> {
        let entry = self.parcels.first_entry().filter(|entry| entry.key().0 <= until)?;
        let ((at, _), parcel) = entry.remove_entry();
        Some((at, parcel))
    }

    /// Whether nothing is under way.
    pub(crate) fn is_quiet(&self) -> bool {
        self.parcels.is_empty()
    }
}
