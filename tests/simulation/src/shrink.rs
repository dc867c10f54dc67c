//! From a schedule that fails to a small one that fails the same way.

use crate::clock::Clock;
use crate::defect::Defect;
use crate::run::{Failure, again};
use crate::schedule::{Event, Fate, Poke, Schedule, What};

/// How many schedules are tried at most.
const TRIES: usize = 4_000;

/// The smallest schedule found that breaks the same rule, and how it does so. On the server of this thread.
pub(crate) fn shrink(schedule: Schedule, failure: Failure, defect: Option<Defect>) -> (Schedule, Failure) {
    let mut search = Search { best: schedule, failure, defect, tries: TRIES };
    loop {
        let before = search.best.clone();
        search.leave_out();
        search.simplify();
        if search.best == before || search.tries == 0 {
            return (search.best, search.failure);
        }
    }
}

struct Search {
    best: Schedule,
    failure: Failure,
    defect: Option<Defect>,
    tries: usize,
}

impl Search {
    /// Whether a smaller schedule fails the same way. Then it is the best so far.
    fn holds(&mut self, smaller: Schedule) -> bool {
        if self.tries == 0 || smaller == self.best {
            return false;
        }
        self.tries -= 1;
        match again(&smaller, self.defect).1 {
            Some(failure) if failure.check == self.failure.check => {
                (self.best, self.failure) = (smaller, failure);
                true
            }
            _ => false,
        }
    }

    /// Leaves out events, many at a time at first, and devices that nothing happens at.
    fn leave_out(&mut self) {
        let mut many = self.best.events.len().next_power_of_two();
        while many > 0 {
            let mut from = 0;
            while from < self.best.events.len() {
                let mut smaller = self.best.clone();
                smaller.events.drain(from..(from + many).min(smaller.events.len()));
                if !self.holds(smaller) {
                    from += many;
                }
            }
            many /= 2;
        }
        for device in (0..self.best.devices.len()).rev() {
            if self.best.events.iter().all(|event| event.device != device) {
                let mut smaller = self.best.clone();
                smaller.devices.remove(device);
                smaller.events.iter_mut().filter(|event| event.device > device).for_each(|event| event.device -= 1);
                self.holds(smaller);
            }
        }
    }

    fn simplify(&mut self) {
        for device in 0..self.best.devices.len() {
            for clock in [Clock::default(), Clock { drift: 0, ..self.best.devices[device].clock }] {
                let mut simpler = self.best.clone();
                simpler.devices[device].clock = clock;
                self.holds(simpler);
            }
            let mut simpler = self.best.clone();
            simpler.devices[device].user = 0;
            self.holds(simpler);
        }
        self.simplify_pokes();
        for place in 0..self.best.events.len() {
            for simpler_event in simpler(&self.best.events[place]) {
                let mut simpler = self.best.clone();
                simpler.events[place] = simpler_event;
                self.holds(simpler);
            }
            self.simplify_fates(place);
        }
    }

    /// Lets announcements fare well, one after the other.
    fn simplify_pokes(&mut self) {
        for number in (0..self.best.pokes.len()).rev() {
            let mut shorter = self.best.clone();
            let mut simpler = self.best.clone();
            shorter.pokes.truncate(number);
            simpler.pokes[number] = Poke::GOOD;
            if !self.holds(shorter) {
                self.holds(simpler);
            }
        }
    }

    /// Lets requests of a round fare well, one after the other.
    fn simplify_fates(&mut self, place: usize) {
        let fates = |schedule: &Schedule| match &schedule.events[place].what {
            What::Sync { fates, .. } => fates.len(),
            _ => 0,
        };
        for number in (0..fates(&self.best)).rev() {
            let mut shorter = self.best.clone();
            let mut simpler = self.best.clone();
            if let What::Sync { fates, .. } = &mut shorter.events[place].what {
                fates.truncate(number);
            }
            if let What::Sync { fates, .. } = &mut simpler.events[place].what {
                fates[number] = Fate::GOOD;
            }
            if !self.holds(shorter) {
                self.holds(simpler);
            }
        }
    }
}

/// The same with less to it.
fn simpler(event: &Event) -> Vec<Event> {
    let mut all: Vec<Event> = [0, event.wait / 1_000 * 1_000, event.wait / 2]
        .into_iter()
        .filter(|wait| *wait < event.wait)
        .map(|wait| Event { wait, ..event.clone() })
        .collect();
    let what = match event.what.clone() {
        What::Create { record, lacking: true, .. } => Some(What::Create { record, value: 0, lacking: false }),
        What::Create { record, value: 1.., lacking } => Some(What::Create { record, value: 0, lacking }),
        What::Edit { record, fields, value, wrong: true } => Some(What::Edit { record, fields, value, wrong: false }),
        What::Edit { record, fields, value, wrong } if fields.count_ones() > 1 => {
            Some(What::Edit { record, fields: fields & (fields - 1), value, wrong })
        }
        What::Burst { count: count @ 2.., fresh } => Some(What::Burst { count: count / 2, fresh }),
        What::Sync { fates, crash: Some(_) } => Some(What::Sync { fates, crash: None }),
        What::Connect { gateway, delay: 2.. } => Some(What::Connect { gateway, delay: 1 }),
        What::SetClock { skew } if skew != 0 => Some(What::SetClock { skew: 0 }),
        _ => None,
    };
    all.extend(what.map(|what| Event { what, ..event.clone() }));
    all
}
