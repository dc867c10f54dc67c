//! The real-time path: what is announced, who hears of it, and what devices make of that.

use std::rc::Rc;

use mirubato_contracts::sync::events::Announcement;

use super::{Failure, Run, broken, checks};
use crate::clock::SECOND;
use crate::defect::Defect;
use crate::device::{Heard, News, Taken};
use crate::live::{Live, Stage};
use crate::row::Row;
use crate::schedule::{Fate, GATEWAYS, Poke};
use crate::sync::{self, Said};
use crate::values::user_id;

/// How long a connection may take to be greeted.
const GREET: u64 = 10 * SECOND;

impl Run<'_> {
    /// What the server announced of a user goes out, unless it was killed before it could.
    pub(super) fn announce(&mut self, user: usize, was_killed: bool) -> Result<(), Failure> {
        for payload in self.server.announced() {
            let poke = self.schedule.pokes.get(self.middle.announced).copied().unwrap_or(Poke::GOOD);
            self.middle.announced += 1;
            let payload = if poke.is_bare { bare(&payload)? } else { payload };
            let said = sync::fan_out(&payload, self.now).map_err(broken)?;
            self.tally.add("announcement without changes", u64::from(said.announcement.events.is_none()));
            let is_lost = was_killed || self.now < self.middle.redis_back;
            let said = Rc::new(said);
            for gateway in 0..GATEWAYS {
                let copies = [poke.ways[gateway], poke.again].into_iter().flatten().filter(|_| !is_lost);
                for delay in copies.clone() {
                    self.network.tell(self.now + delay, 0, Live::Poke(gateway, said.clone()));
                }
                if copies.count() == 0 {
                    self.tally.one("announcement lost");
                    let missing = self.middle.miss(gateway, user, said.announcement.version);
                    missing.into_iter().for_each(|(line, _)| self.ping(line));
                }
            }
        }
        Ok(())
    }

    pub(super) fn arrive_live(&mut self, place: usize, live: Live) -> Result<(), Failure> {
        match live {
            Live::Poke(gateway, said) => self.fan_out(gateway, &said),
            Live::Open(line) => self.asked(line)?,
            Live::Opened(line) => self.opened(line),
            Live::Greeting(line, text) if self.devices[place].socket.line == Some(line) => {
                let Heard::Welcome(version) = Heard::read(&text) else { return Err(unread(&text)) };
                let socket = &mut self.devices[place].socket;
                (socket.is_open, socket.tries) = (true, 0);
                self.tally.one("device greeted");
                if self.devices[place].is_at(version) {
                    self.tally.one("device greeted with the version it is at");
                } else {
                    self.wonder(place)?;
                }
            }
            Live::Ping(line) => self.pinged(line)?,
            Live::Pong(line, text) if self.devices[place].socket.open() == Some(line) => {
                let Heard::Pong(version) = Heard::read(&text) else { return Err(unread(&text)) };
                self.tally.one("version told again after something was missed");
                if self.defect != Some(Defect::IgnoresPongs) && !self.devices[place].is_at(version) {
                    self.wonder(place)?;
                }
            }
            Live::News(line, said) if self.devices[place].socket.open() == Some(line) => self.hear(place, &said)?,
            Live::Gone(line) => {
                let socket = &self.devices[place].socket;
                // Where it was only a matter of time, it was made in time.
                let stands = socket.is_open && self.middle.lines.contains_key(&line);
                if socket.line == Some(line) && !stands {
                    self.hang_up(place)?;
                    self.rest_before(place);
                }
            }
            Live::Retry if self.devices[place].socket.retry == Some(self.now) => self.connect(place),
            Live::Greeting(..) | Live::Pong(..) | Live::News(..) | Live::Retry => {}
        }
        Ok(())
    }

    /// An announcement reaches the fan-out, and by way of its gateway everybody who is to hear of it.
    fn fan_out(&mut self, gateway: usize, said: &Rc<Said>) {
        if self.now < self.middle.gateway_back[gateway] {
            return self.tally.one("announcement that finds no gateway");
        }
        if !self.middle.is_first(gateway, said, self.now) {
            return self.tally.one("announcement that arrives twice");
        }
        let everybody = self.defect == Some(Defect::TellsEverybody);
        let mut missing = Vec::new();
        for (number, line) in self.middle.lines.iter_mut().filter(|(_, line)| line.gateway == gateway) {
            if sync::channel(line.user) != said.channel && !everybody {
                continue;
            }
            if !matches!(line.stage, Stage::Subscribed(_)) {
                if line.miss(said.announcement.version) {
                    self.tally.one("announcement between greeting and subscription");
                    missing.push(*number);
                }
            } else if said.sender.as_ref() != Some(&line.id) || self.defect == Some(Defect::TellsOrigin) {
                let at = line.arrives(self.now);
                self.network.tell(at, line.device, Live::News(*number, said.clone()));
            }
        }
        missing.into_iter().for_each(|line| self.ping(line));
    }

    /// The next ping over a connection is one that matters.
    fn ping(&mut self, number: u64) {
        if let Some(line) = self.middle.lines.get(&number) {
            self.network.tell(line.pings(number, self.now), line.device, Live::Ping(number));
        }
    }

    /// A ping reaches the sync component, which tells how far the user is.
    fn pinged(&mut self, number: u64) -> Result<(), Failure> {
        let Some(line) = self.middle.lines.get_mut(&number) else { return Ok(()) };
        let version = self.server.version(line.user).map_err(broken)?;
        (line.stage, line.missed) = (Stage::Subscribed(version), false);
        let at = line.arrives(self.now + line.delay);
        self.network.tell(at, line.device, Live::Pong(number, sync::pong(version, self.now)));
        Ok(())
    }

    /// The handshake reaches the sync component.
    fn asked(&mut self, number: u64) -> Result<(), Failure> {
        let Some(line) = self.middle.lines.get_mut(&number) else { return Ok(()) };
        let mut version = self.server.version(line.user).map_err(broken)?;
        if self.defect == Some(Defect::GreetsFromMemory) {
            version = *self.middle.remembered.entry((line.gateway, line.user)).or_insert(version);
        }
        line.stage = Stage::Greeted(version);
        self.network.tell(self.now + line.delay, line.device, Live::Opened(number));
        Ok(())
    }

    fn opened(&mut self, number: u64) {
        let Some(line) = self.middle.lines.get_mut(&number) else { return };
        let Stage::Greeted(version) = line.stage else { return };
        line.stage = Stage::Subscribed(version);
        let at = line.arrives(self.now);
        let greeting = sync::welcome(&line.id, version, self.now);
        self.network.tell(at, line.device, Live::Greeting(number, greeting));
    }

    /// News reach a device.
    fn hear(&mut self, place: usize, said: &Said) -> Result<(), Failure> {
        let news = &said.announcement;
        self.is_true(place, news)?;
        let (cursor, rounds) = (self.devices[place].disk.progress.clone(), self.devices[place].rounds.len());
        let taken = match Heard::read(&said.text) {
            Heard::News(news) => self.devices[place].hear(&news),
            Heard::Doubt if self.defect == Some(Defect::TakesNewsWithoutChanges) => {
                self.devices[place].hear(&News { changes: Vec::new(), version: news.version })
            }
            Heard::Doubt => self.devices[place].doubts(),
            _ => return Err(unread(&said.text)),
        };
        match taken {
            Taken::Next => self.tally.one("news taken in"),
            Taken::Known => self.tally.one("news that are known"),
            Taken::Gap => {
                self.tally.one("news after a gap");
                self.tally.add("news during a round", u64::from(rounds > 0));
            }
        }
        let changes = news.events.iter().flatten().filter(|change| change.version > cursor.cursor).count() as u64;
        let is_whole = cursor.cursor + changes == news.version && changes > 0;
        let is_next = is_whole && cursor.sweep.is_none() && cursor.cursor > 0;
        if is_next && taken != Taken::Next {
            let detail = format!("device {place} at {} does not take {news:?} in", cursor.cursor);
            return Err(Failure { check: checks::HEARD, detail });
        }
        if taken == Taken::Gap {
            self.wonder(place)?;
        }
        self.look_at(place)
    }

    /// Whether news are of the device's user, made elsewhere, and as the server has them.
    fn is_true(&self, place: usize, news: &Announcement) -> Result<(), Failure> {
        let device = &self.devices[place];
        if news.user_id != user_id(device.user) {
            let detail = format!("device {place} hears of what another user did");
            return Err(Failure { check: checks::APART, detail });
        }
        if news.origin.as_ref() == Some(&device.disk.id) {
            return Err(Failure { check: checks::HEARD, detail: format!("device {place} hears of its own changes") });
        }
        let account = &self.accounts[device.user];
        let untrue = |detail| Err(Failure { check: checks::COMMITTED, detail });
        if news.version > account.holding.version {
            return untrue(format!("device {place} hears of version {} before it is there", news.version));
        }
        for change in news.events.iter().flatten() {
            let Some((key, copy)) = crate::device::read(change) else { continue };
            let stored = account.holding.rows.get(&key).map(|(.., row)| row);
            if !stored.is_some_and(|row| row.covers(&Row::from(&copy))) && !account.forgotten.contains(&key) {
                return untrue(format!("device {place} hears of a change of {key} that is not there"));
            }
        }
        Ok(())
    }

    /// Something speaks for a round of sync: now, or after the one under way.
    pub(super) fn wonder(&mut self, place: usize) -> Result<(), Failure> {
        if self.devices[place].rounds.is_empty() {
            self.pulls[place] += 1;
            return self.begin(place, &[Fate::SLOW; 3], None);
        }
        self.devices[place].again = true;
        Ok(())
    }

    /// A device sets about connecting, where there is a way.
    pub(super) fn connect(&mut self, place: usize) {
        let device = &mut self.devices[place];
        let Some((gateway, delay)) = device.socket.wish else { return };
        device.socket.retry = None;
        if self.network.is_cut(place) || device.socket.line.is_some() {
            return;
        }
        let gateway = (gateway + device.socket.tries) % GATEWAYS;
        device.socket.tries += 1;
        let line = self.middle.connect(place, device.disk.id.clone(), device.user, gateway, delay);
        device.socket.line = Some(line);
        if self.now < self.middle.gateway_back[gateway] {
            self.middle.lines.remove(&line);
            self.network.tell(self.now + delay, place, Live::Gone(line));
        } else {
            self.network.tell(self.now + delay, place, Live::Open(line));
            self.network.tell(self.now + GREET, place, Live::Gone(line));
        }
    }

    /// A device waits before it connects again.
    pub(super) fn rest_before(&mut self, place: usize) {
        let socket = &mut self.devices[place].socket;
        if socket.wish.is_some() && socket.line.is_none() {
            let at = self.now + socket.patience(self.now ^ place as u64);
            socket.retry = Some(at);
            self.network.tell(at, place, Live::Retry);
            self.tally.one("device that connects again");
        }
    }

    /// A connection ends, on both sides. What was asked over it gets no answer.
    pub(super) fn hang_up(&mut self, place: usize) -> Result<(), Failure> {
        let device = &mut self.devices[place];
        let Some(line) = device.socket.close() else { return Ok(()) };
        self.middle.lines.remove(&line);
        while let Some(round) = self.devices[place].rounds.iter().position(|round| round.line == Some(line)) {
            self.tally.one("queue whose connection ends");
            let round = self.devices[place].rounds.swap_remove(round);
            self.go_on(place, round, None)?;
        }
        Ok(())
    }

    /// Whether a device that is connected knows of everything. What it missed it has learnt from the answer to a ping.
    pub(super) fn all_know(&mut self) -> Result<(), Failure> {
        for place in 0..self.devices.len() {
            let device = &self.devices[place];
            let line = device.socket.open().and_then(|line| self.middle.lines.get(&line));
            let is_told = line.is_some() && self.is_done[place];
            if !is_told || device.disk.progress.cursor == 0 || device.disk.progress.sweep.is_some() {
                continue;
            }
            self.tally.one("connected device that knows everything");
            if let Some(detail) = self.ignorance(place, u64::MAX) {
                return Err(Failure { check: checks::TOLD, detail });
            }
        }
        Ok(())
    }

    /// What a device does not know of the records up to a version, if anything.
    pub(super) fn ignorance(&self, place: usize, version: u64) -> Option<String> {
        let device = &self.devices[place];
        let account = &self.accounts[device.user];
        let rows = account.holding.rows.iter().filter(|(_, (at, ..))| *at <= version);
        rows.into_iter().find_map(|(key, (at, deleted, row))| {
            let copy = device.copy(key).map(Row::from);
            // Nobody who had dropped a record need know of its deletion, and may make it anew.
            let is_made_anew = *deleted && device.is_queued(key);
            let is_known = copy.map_or(*deleted, |copy| copy.covers(row)) || is_made_anew;
            let is_lost = device.lost.contains(key) || account.forgotten.contains(key);
            let is_ghost = self.ledger.is_ghost(device.user, key);
            (!is_known && !is_lost && !is_ghost).then(|| format!("device {place} does not know {key} as of {at}"))
        })
    }
}

/// An announcement without its changes, as one that is too large for them.
fn bare(payload: &str) -> Result<String, Failure> {
    let announcement: Announcement = serde_json::from_str(payload).map_err(|error| broken(error.to_string()))?;
    let bare = Announcement { events: None, ..announcement };
    serde_json::to_string(&bare).map_err(|error| broken(error.to_string()))
}

fn unread(text: &str) -> Failure {
    Failure { check: checks::READ, detail: text.to_owned() }
}
