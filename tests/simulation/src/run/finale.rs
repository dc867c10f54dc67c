//! The end: the network heals, everybody syncs, and then all must be equal.

use mirubato_contracts::sync::changes::PushRequest;
use mirubato_contracts::sync::types::Mutation;

use super::{Failure, Run, broken, checks, device_id};
use crate::clock::{HOUR, MINUTE};
use crate::device::{Device, MAX_MUTATIONS};
use crate::network::Answer;
use crate::row::Row;
use crate::schedule::GATEWAYS;
use crate::server::Served;

/// How often every device syncs. Once to send, once to hear of the others, and again because a device that counted wrong waits for an hour.
const PASSES: usize = 3;

impl Run<'_> {
    pub(super) fn finale(&mut self) -> Result<(), Failure> {
        self.heal();
        self.settle()?;
        self.all_know()?;
        self.everybody_syncs()?;
        for device in 0..self.devices.len() {
            while !self.devices[device].disk.refused.is_empty() {
                self.discard(device)?;
            }
        }
        for _ in 0..PASSES {
            self.everybody_syncs()?;
        }
        self.nothing_waits()?;
        for user in 0..self.accounts.len() {
            self.hold(user, checks::APART)?;
        }
        (0..self.devices.len()).try_for_each(|device| self.is_equal(device))?;
        self.everybody_hears()?;
        (0..self.accounts.len()).try_for_each(|user| self.repeat(user))
    }

    /// Everything is back, for good.
    fn heal(&mut self) {
        self.network.heal();
        self.middle.announced = self.middle.announced.max(self.schedule.pokes.len());
        self.middle.redis_back = self.now;
        self.middle.gateway_back = [self.now; GATEWAYS];
        (0..self.devices.len()).for_each(|place| self.rest_before(place));
    }

    /// Everybody is connected, something changes over REST and on a device, and all others have it without a pull.
    fn everybody_hears(&mut self) -> Result<(), Failure> {
        for place in 0..self.devices.len() {
            self.devices[place].socket.wish.get_or_insert((place % GATEWAYS, 5));
            self.connect(place);
        }
        self.settle()?;
        for user in 0..self.accounts.len() {
            let own = |(place, device): (usize, &Device)| (device.user == user).then_some(place);
            let places: Vec<usize> = self.devices.iter().enumerate().filter_map(own).collect();
            let Some(writer) = places.first().copied() else { continue };
            let number = u8::try_from(self.now % 7).unwrap_or_default();
            self.everybody_else_hears(&places, None, |run| run.rest(writer, number, 7, false))?;
            self.everybody_else_hears(&places, Some(writer), |run| {
                run.edit(writer, number, 0b110, 8, false)?;
                run.look_at(writer)?;
                run.begin(writer, &[], None)
            })?;
        }
        Ok(())
    }

    fn everybody_else_hears(
        &mut self,
        places: &[usize],
        writer: Option<usize>,
        change: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let ready = |run: &Self, place: usize| {
            let device = &run.devices[place];
            device.socket.is_open && device.disk.progress.sweep.is_none() && device.disk.progress.cursor > 0
        };
        let hearing: Vec<usize> =
            places.iter().copied().filter(|place| Some(*place) != writer && ready(self, *place)).collect();
        let pulls = self.pulls.clone();
        change(self)?;
        self.settle()?;
        for place in hearing {
            if self.pulls[place] > pulls[place] {
                return Err(Failure { check: checks::HEARD, detail: format!("device {place} has to pull") });
            }
            self.is_equal(place)?;
            self.tally.one("device that equals the server without a pull");
        }
        Ok(())
    }

    /// Lets everything under way arrive.
    fn settle(&mut self) -> Result<(), Failure> {
        for _ in 0..10_000 {
            if self.network.is_quiet() {
                return Ok(());
            }
            self.pass(MINUTE)?;
        }
        Err(Failure { check: checks::REST, detail: "there is always something under way".to_owned() })
    }

    fn everybody_syncs(&mut self) -> Result<(), Failure> {
        for device in 0..self.devices.len() {
            self.begin(device, &[], None)?;
            self.settle()?;
        }
        self.pass(2 * HOUR)
    }

    fn nothing_waits(&self) -> Result<(), Failure> {
        for (place, device) in self.devices.iter().enumerate() {
            let (waiting, refused) = (device.disk.outbox.len(), device.disk.refused.len());
            if !self.is_done[place] {
                let detail = format!("device {place} cannot end a round of sync");
                return Err(Failure { check: checks::REST, detail });
            }
            if waiting + refused > 0 {
                let detail = format!("device {place} has {waiting} changes to send and {refused} refused");
                return Err(Failure { check: checks::REST, detail });
            }
        }
        let lost = |detail| Err(Failure { check: checks::KEPT, detail });
        self.ledger.lost().map_or(Ok(()), lost)
    }

    /// Whether a device has what the server has. It need not know of deletions. Where the server has forgotten one, and the record was made
    /// once more, the device may know more of the one before.
    fn is_equal(&self, place: usize) -> Result<(), Failure> {
        let device = &self.devices[place];
        let account = &self.accounts[device.user];
        let rows = &account.holding.rows;
        let differs = |detail: String| Failure { check: checks::EQUAL, detail: format!("device {place}: {detail}") };
        for (key, (_, deleted, row)) in rows.iter().filter(|(key, _)| !account.forgotten.contains(*key)) {
            let ours = device.copy(key).map(Row::from);
            if ours.as_ref() != Some(row) && !(*deleted && ours.is_none()) {
                return Err(differs(format!("{key} is {ours:?} and not {row:?}")));
            }
        }
        for (key, kept) in &device.disk.records {
            if !kept.copy.is_deleted() && !rows.contains_key(key) {
                return Err(differs(format!("{key} is there and should not be")));
            }
        }
        Ok(())
    }

    /// Sends everything that was taken once more, and to a double of the user in another order.
    fn repeat(&mut self, user: usize) -> Result<(), Failure> {
        let account = &self.accounts[user];
        if !account.forgotten.is_empty() {
            // What was forgotten counts as new.
            return Ok(());
        }
        let mut mutations = self.taken[user].clone();
        let version = account.holding.version;
        for part in mutations.chunks(MAX_MUTATIONS) {
            let (response, writes) = self.push(user, part)?;
            if response.version != version || writes > 0 {
                let detail = format!("version {} after {version}, {writes} writes", response.version);
                return Err(Failure { check: checks::REPLAY, detail });
            }
        }
        self.hold(user, checks::REPLAY)?;

        let double = self.accounts.len() + user;
        fastrand::Rng::with_seed(self.now ^ version).shuffle(&mut mutations);
        // An edit that comes before what it edits is refused until that has come.
        while !mutations.is_empty() {
            let mut refused = Vec::new();
            for part in mutations.chunks(MAX_MUTATIONS) {
                let (response, _) = self.push(double, part)?;
                let results = part.iter().zip(&response.results);
                let rejected = |result: &mirubato_contracts::sync::types::MutationResult| result.problem.is_some();
                refused.extend(results.filter(|(_, result)| rejected(result)).map(|(mutation, _)| mutation.clone()));
            }
            if refused.len() == mutations.len() {
                break;
            }
            mutations = refused;
        }
        let rows = |user| -> Result<Vec<_>, Failure> {
            let rows = self.server.holding(user).map_err(broken)?.rows;
            Ok(rows.into_iter().map(|(key, (_, deleted, row))| (key, deleted, row)).collect())
        };
        let (here, there) = (rows(user)?, rows(double)?);
        match here.iter().zip(&there).find(|(here, there)| here != there) {
            None if here.len() == there.len() => Ok(()),
            difference => Err(Failure { check: checks::ORDER, detail: format!("{difference:?}") }),
        }
    }

    fn push(
        &self,
        user: usize,
        mutations: &[Mutation],
    ) -> Result<(mirubato_contracts::sync::changes::PushResponse, usize), Failure> {
        let request = PushRequest { device_id: device_id(999), mutations: mutations.to_vec() };
        let body = serde_json::to_string(&request).map_err(|error| broken(error.to_string()))?;
        match self.server.push(user, &body, None, self.now).map_err(broken)? {
            Served::Answered(Answer::Pushed(response), said) => Ok((response, said.writes)),
            other => Err(Failure { check: checks::REPLAY, detail: format!("{other:?}") }),
        }
    }
}
