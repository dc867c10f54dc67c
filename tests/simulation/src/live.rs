//! The real-time path: Redis, gateways with a fan-out beside each, and the connections they hold.
//!
//! The sync component behind them keeps nothing, so it does not matter which replica of it answers.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::clock::{MINUTE, SECOND};
use crate::schedule::GATEWAYS;
use crate::sync::Said;

/// Within what time a gateway delivers an item of one id once.
const ONCE: u64 = MINUTE;
/// How often a device pings.
const PING: u64 = 25 * SECOND;
/// The least and the most that a device waits before it connects again.
const BACKOFF: (u64, u64) = (SECOND, 30 * SECOND);

/// What is under way.
#[derive(Clone, Debug)]
pub(crate) enum Live {
    /// An announcement, to the fan-out beside a gateway.
    Poke(usize, Rc<Said>),
    /// The handshake of a connection, to the sync component.
    Open(u64),
    /// Its answer, to the gateway, which subscribes the connection and passes the greeting on.
    Opened(u64),
    /// The greeting, to the device.
    Greeting(u64, String),
    /// A ping, to the sync component.
    Ping(u64),
    /// Its answer, to the device.
    Pong(u64, String),
    /// News, to the device.
    News(u64, Rc<Said>),
    /// The device finds that its connection is gone, or did not come about.
    Gone(u64),
    /// The device tries again.
    Retry,
}

/// How far a connection has come, as its gateway sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It asks.
    Asking,
    /// The sync component made a greeting with this version of it.
    Greeted(u64),
    /// It hears what is announced.
    Subscribed(u64),
}

/// A connection as its gateway has it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Of which device.
    pub(crate) device: usize,
    /// Under which id.
    pub(crate) id: String,
    /// Whose.
    pub(crate) user: usize,
    /// Which gateway holds it.
    pub(crate) gateway: usize,
    /// Milliseconds each way.
    pub(crate) delay: u64,
    /// How far it has come.
    pub(crate) stage: Stage,
    /// Whether something that was announced after the version was last told did not reach it.
    pub(crate) missed: bool,
    /// When the last of what was said over it arrives: nothing overtakes anything there.
    last: u64,
}

impl Line {
    /// When its next ping is due. Pings are sent all the time; one that finds nothing missed does nothing.
    pub(crate) fn pings(&self, number: u64, now: u64) -> u64 {
        now + fastrand::Rng::with_seed(number).u64(1..PING)
    }

    /// When something arrives that is said now.
    pub(crate) fn arrives(&mut self, now: u64) -> u64 {
        self.last = self.last.max(now + self.delay);
        self.last
    }

    /// Notes that an announcement of a version does not reach it. True for the first since the version was told.
    pub(crate) fn miss(&mut self, version: u64) -> bool {
        let is_news = match self.stage {
            Stage::Asking => false,
            Stage::Greeted(told) | Stage::Subscribed(told) => told < version,
        };
        is_news && !std::mem::replace(&mut self.missed, true)
    }
}

/// A connection as its device has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Socket {
    /// Through which gateway and with what delay it is to be connected, if at all.
    pub(crate) wish: Option<(usize, u64)>,
    /// The connection that is being made or stands.
    pub(crate) line: Option<u64>,
    /// Whether it was greeted over it.
    pub(crate) is_open: bool,
    /// How often it has tried since it was last greeted.
    pub(crate) tries: usize,
    /// When it tries again.
    pub(crate) retry: Option<u64>,
}

impl Socket {
    /// The connection that stands.
    pub(crate) fn open(&self) -> Option<u64> {
        self.line.filter(|_| self.is_open)
    }

    /// Lets go of its connection.
    pub(crate) fn close(&mut self) -> Option<u64> {
        self.is_open = false;
        self.line.take()
    }

    /// How long to wait before the next try: full jitter.
    pub(crate) fn patience(&self, seed: u64) -> u64 {
        let (least, most) = BACKOFF;
        let limit = most.min(least << self.tries.min(5));
        fastrand::Rng::with_seed(seed).u64(least..=limit.max(least))
    }
}

/// All of it between the server and the devices.
#[derive(Debug, Default)]
pub(crate) struct Middle {
    /// The connections that gateways hold.
    pub(crate) lines: BTreeMap<u64, Line>,
    /// How many were made.
    count: u64,
    /// How much was announced.
    pub(crate) announced: usize,
    /// When Redis is back.
    pub(crate) redis_back: u64,
    /// When each gateway is back.
    pub(crate) gateway_back: [u64; GATEWAYS],
    /// By gateway, channel and id, when an item was delivered.
    delivered: BTreeMap<(usize, String, String), u64>,
    /// By sync replica and user, the version it last saw. Only a defective one has a use for it.
    pub(crate) remembered: BTreeMap<(usize, usize), u64>,
}

impl Middle {
    /// One of the replicas, which take turns, sees a version.
    pub(crate) fn remember(&mut self, now: u64, user: usize, version: u64) {
        let replica = usize::from(!now.is_multiple_of(2));
        self.remembered.insert((replica, user), version);
    }

    /// A new connection.
    pub(crate) fn connect(&mut self, device: usize, id: String, user: usize, gateway: usize, delay: u64) -> u64 {
        self.count += 1;
        let line = Line { device, id, user, gateway, delay, stage: Stage::Asking, missed: false, last: 0 };
        self.lines.insert(self.count, line);
        self.count
    }

    /// Ends the connections of a gateway, which forgets everything and is back at a time. What ended.
    pub(crate) fn restart_gateway(&mut self, gateway: usize, back: u64) -> Vec<(u64, Line)> {
        self.gateway_back[gateway] = back;
        self.delivered.retain(|(at, ..), _| *at != gateway);
        self.lines.extract_if(.., |_, line| line.gateway == gateway).collect()
    }

    /// Whether an item is to be delivered: the first of its id within a while.
    pub(crate) fn is_first(&mut self, gateway: usize, said: &Said, now: u64) -> bool {
        let before = self.delivered.insert((gateway, said.channel.clone(), said.id.clone()), now);
        before.is_none_or(|before| now - before > ONCE)
    }

    /// Notes that an announcement of a user does not reach the connections of a gateway. Those that it is the first for.
    pub(crate) fn miss(&mut self, gateway: usize, user: usize, version: u64) -> Vec<(u64, usize)> {
        let here = self.lines.iter_mut().filter(|(_, line)| line.gateway == gateway && line.user == user);
        here.filter_map(|(number, line)| line.miss(version).then_some((*number, line.device))).collect()
    }
}
