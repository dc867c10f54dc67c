//! What happens at a device.

use mirubato_records::Record;

use super::{Failure, Run, broken, checks, device_id};
use crate::device::{Device, mutation};
use crate::live::Live;
use crate::schedule::{GATEWAYS, What};
use crate::values::{Key, key, kind};

/// How many records a user has, other than those made in bursts.
pub(crate) const POOL: usize = 14;
/// From which number on those made in bursts are.
const FRESH: usize = 1_000;

impl Run<'_> {
    pub(super) fn happen(&mut self, place: usize, what: &What) -> Result<(), Failure> {
        match what {
            What::Create { record, value, lacking } => self.create(place, *record, *value, *lacking),
            What::Edit { record, fields, value, wrong } => self.edit(place, *record, *fields, *value, *wrong),
            What::Delete { record } => self.delete(place, *record),
            What::Undo { record } => self.undo(place, *record),
            What::Burst { count, fresh } => self.burst(place, *count, *fresh),
            What::Mend => self.mend(place),
            What::Discard => self.discard(place),
            What::Sync { fates, crash } => match self.devices[place].rounds.len() {
                0 => self.begin(place, fates, *crash),
                1 => {
                    self.tally.one("two rounds of a device at once");
                    self.begin(place, fates, *crash)
                }
                _ => Ok(()),
            },
            What::Restart => {
                self.tally.add("device killed while it waits", u64::from(!self.devices[place].rounds.is_empty()));
                self.restart(place)
            }
            What::Wipe => self.wipe(place),
            What::Lose { record } => {
                let device = &mut self.devices[place];
                if let Some(key) = pick(device, *record, |_| true) {
                    device.disk.records.remove(&key);
                    device.lost.insert(key);
                    self.tally.one("record lost on a device");
                }
                Ok(())
            }
            What::SetClock { skew } => {
                self.devices[place].clock.skew = *skew;
                Ok(())
            }
            What::Cut { requests, answers } => {
                self.network.cut(place, *requests, *answers);
                if self.network.is_cut(place) {
                    return self.hang_up(place);
                }
                self.rest_before(place);
                Ok(())
            }
            What::Rest { record, value, delete } => self.rest(place, *record, *value, *delete),
            What::Connect { gateway, delay } => {
                self.devices[place].socket.wish = Some((usize::from(*gateway) % GATEWAYS, *delay));
                self.connect(place);
                Ok(())
            }
            What::Disconnect => {
                self.devices[place].socket.wish = None;
                self.hang_up(place)
            }
            What::RestartGateway { gateway, down, unnoticed } => {
                let gateway = usize::from(*gateway) % GATEWAYS;
                for (number, line) in self.middle.restart_gateway(gateway, self.now + down) {
                    self.tally.one("connection that ends with its gateway");
                    self.network.tell(self.now + unnoticed, line.device, Live::Gone(number));
                }
                Ok(())
            }
            What::RestartRedis { down } => {
                self.middle.redis_back = self.now + down;
                Ok(())
            }
        }
    }

    fn create(&mut self, place: usize, record: u8, value: u16, lacking: bool) -> Result<(), Failure> {
        let user = self.devices[place].user;
        let numbers = (0..POOL).map(|step| (usize::from(record) + step) % POOL);
        let mut keys = numbers.map(|number| key(user, number));
        let Some(key) = keys.find(|key| self.devices[place].copy(key).is_none()) else { return Ok(()) };
        // What a record needs comes first among its fields.
        let values = kind(key.kind)
            .map(|kind| kind.values(user, value, |place, field| !(lacking && place == 0 && field.required)));
        self.set(place, &key, &values.unwrap_or_default())
    }

    pub(super) fn edit(
        &mut self,
        place: usize,
        record: u8,
        fields: u8,
        value: u16,
        wrong: bool,
    ) -> Result<(), Failure> {
        let device = &self.devices[place];
        let Some(key) = pick(device, record, |copy| !copy.is_deleted()) else { return Ok(()) };
        let Some(kind) = kind(key.kind) else { return Ok(()) };
        let mut values = kind.values(device.user, value, |place, _| fields & (1 << place) != 0);
        if wrong {
            let (name, value) = kind.wrong;
            values.retain(|(other, _)| other != name);
            values.push((name.to_owned(), value.to_owned()));
        }
        self.set(place, &key, &values)
    }

    fn set(&mut self, place: usize, key: &Key, values: &[(String, String)]) -> Result<(), Failure> {
        let (device, now) = (&mut self.devices[place], self.now);
        device.set(key, values.to_vec(), now);
        let shown = |(name, value): &(String, String)| {
            device.copy(key).is_some_and(|copy| !copy.is_deleted() && copy.value(name) == Some(value))
        };
        self.tally.add("record written", u64::from(!values.is_empty()));
        match values.iter().find(|written| !shown(written)) {
            Some((name, _)) => Err(hidden(place, &format!("{name} of {key} is not what the user just wrote"))),
            None => Ok(()),
        }
    }

    fn delete(&mut self, place: usize, record: u8) -> Result<(), Failure> {
        let (device, now) = (&mut self.devices[place], self.now);
        let Some(key) = pick(device, record, |copy| !copy.is_deleted()) else { return Ok(()) };
        device.delete(&key, now);
        self.tally.one("record deleted");
        match device.copy(&key) {
            Some(copy) if copy.is_deleted() => Ok(()),
            _ => Err(hidden(place, &format!("{key} is still there after the user deleted it"))),
        }
    }

    fn undo(&mut self, place: usize, record: u8) -> Result<(), Failure> {
        let device = &self.devices[place];
        let Some(key) = pick(device, record, |copy| copy.is_deleted() && !copy.fields.is_empty()) else {
            return Ok(());
        };
        let fields = device.copy(&key).into_iter().flat_map(|copy| &copy.fields);
        let values: Vec<_> = fields.map(|(name, field)| (name.clone(), field.value.clone())).collect();
        self.tally.one("deletion taken back");
        self.set(place, &key, &values)
    }

    fn burst(&mut self, place: usize, count: u16, fresh: bool) -> Result<(), Failure> {
        for number in 0..count {
            if fresh {
                let user = self.devices[place].user;
                self.fresh += 1;
                let key = key(user, FRESH + self.fresh);
                let values = kind(key.kind).map(|kind| kind.values(user, number, |_, field| field.required));
                self.set(place, &key, &values.unwrap_or_default())?;
            } else {
                self.edit(place, number.to_le_bytes()[0], 0b1101, number, false)?;
            }
        }
        Ok(())
    }

    fn mend(&mut self, place: usize) -> Result<(), Failure> {
        let (device, now) = (&mut self.devices[place], self.now);
        let Some((seq, key)) = device.disk.refused.iter().next().map(|(seq, queued)| (*seq, queued.key.clone())) else {
            return Ok(());
        };
        let number = u16::try_from(seq % 1_000).unwrap_or_default();
        let values = kind(key.kind).map(|kind| kind.values(device.user, number, |_, _| true));
        device.mend(&key, values.unwrap_or_default(), now);
        self.tally.one("refused change mended");
        Ok(())
    }

    pub(super) fn discard(&mut self, place: usize) -> Result<(), Failure> {
        let device = &mut self.devices[place];
        let Some(key) = device.disk.refused.values().next().map(|queued| queued.key.clone()) else { return Ok(()) };
        device.discard(&key);
        self.tally.one("refused change let go");
        self.look_at(place)
    }

    /// It loses its memory, and what it was connected by with it.
    pub(super) fn restart(&mut self, place: usize) -> Result<(), Failure> {
        self.devices[place].restart();
        self.hang_up(place)?;
        self.connect(place);
        Ok(())
    }

    fn wipe(&mut self, place: usize) -> Result<(), Failure> {
        self.devices[place].rounds.clear();
        self.hang_up(place)?;
        self.wiped += 1;
        let id = device_id(100 + self.wiped);
        let device = &self.devices[place];
        let socket = device.socket.clone();
        self.ledger.forget(&device.disk.id);
        self.devices[place] = Device::new(id, device.user, device.clock, self.schedule.page, self.defect);
        self.devices[place].socket = socket;
        self.cursors[place] = 0;
        self.connect(place);
        self.tally.one("device that begins anew");
        Ok(())
    }

    pub(super) fn rest(&mut self, place: usize, record: u8, value: u16, delete: bool) -> Result<(), Failure> {
        let user = self.devices[place].user;
        let key = key(user, usize::from(record) % POOL);
        let account = &self.accounts[user];
        let is_live = account.holding.rows.get(&key).is_some_and(|(_, deleted, _)| !deleted);
        if delete && !is_live {
            return Ok(());
        }
        let values = kind(key.kind).filter(|_| !delete).map(|kind| {
            // The checks of REST put values into their form before they get here.
            let stored = |(name, sent): (String, String)| {
                let stored = kind.stored(&name, &sent).unwrap_or(&sent).to_owned();
                (name, stored)
            };
            kind.values(user, value, |_, _| true).into_iter().map(stored).collect()
        });
        let written: Option<Record> = self.server.rest(user, &key, values, self.now).map_err(broken)?;
        let Some(written) = written else {
            return Err(Failure { check: checks::ANSWER, detail: format!("a change of {key} over REST is refused") });
        };
        let mutation = mutation(String::new(), &key, &written);
        self.accounts[user].rest(&mutation, self.now);
        self.taken[user].push(mutation);
        self.tally.one("change over REST");
        self.hold(user, checks::SERVER)?;
        self.announce(user, false)
    }
}

fn hidden(place: usize, detail: &str) -> Failure {
    Failure { check: checks::SHOWN, detail: format!("device {place}: {detail}") }
}

/// The record of that number on the device, or the next that fits.
fn pick(device: &Device, record: u8, fits: impl Fn(&Record) -> bool) -> Option<Key> {
    let numbers = (0..POOL).map(|step| (usize::from(record) + step) % POOL);
    numbers.map(|number| key(device.user, number)).find(|key| device.copy(key).is_some_and(&fits))
}
