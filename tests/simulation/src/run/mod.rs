//! A run of a schedule, with the checks at every step.

mod finale;
mod happen;
mod live;
mod serve;

use std::fmt;

use mirubato_contracts::sync::types::Mutation;
use mirubato_kit::sql::native::in_memory;

use crate::clock::START;
use crate::defect::Defect;
use crate::device::{self, Device, Heard, Note, Round, Step};
use crate::ledger::Ledger;
use crate::live::Middle;
use crate::network::{Answer, Content, Network, Parcel, Request};
use crate::oracle::Account;
use crate::schedule::{Fate, Schedule};
use crate::server::{Broken, Server};
use crate::tally::Tally;

pub(crate) use happen::POOL;

/// What is wrong, and by which check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule that does not hold.
    pub check: &'static str,
    /// In this case.
    pub detail: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.check, self.detail)
    }
}

/// The rules that are checked.
pub(crate) mod checks {
    pub(crate) const SERVER: &str = "the server holds what the definition says";
    pub(crate) const ANSWER: &str = "the server answers what the definition says";
    pub(crate) const ATOMIC: &str = "a push that is cut short is stored as a whole or not at all";
    pub(crate) const STATEMENTS: &str = "the statements of a push grow by no more than one a mutation";
    pub(crate) const ACKNOWLEDGED: &str = "nothing acknowledged is lost, and nothing older wins";
    pub(crate) const SHOWN: &str = "a device shows what its user wrote";
    pub(crate) const KEPT: &str = "nothing a user wrote is lost";
    pub(crate) const REST: &str = "sync comes to rest";
    pub(crate) const EQUAL: &str = "in the end all devices and the server are equal";
    pub(crate) const REPLAY: &str = "a replay changes nothing and writes nothing";
    pub(crate) const ORDER: &str = "the order in which changes arrive changes nothing";
    pub(crate) const HONEST: &str = "a device has everything up to its cursor, which never goes back but to 0";
    pub(crate) const READ: &str = "devices understand what they are told";
    pub(crate) const COMMITTED: &str = "what is announced is committed";
    pub(crate) const HEARD: &str = "news of others that come next are taken in, without a pull";
    pub(crate) const TOLD: &str =
        "a device that is connected knows everything, half a minute later where an announcement is lost";
    pub(crate) const APART: &str = "users do not touch each other";
    pub(crate) const SIMULATION: &str = "the simulation itself works";
}

/// A failure of the simulation or the server that no rule speaks of.
pub(crate) fn broken(detail: Broken) -> Failure {
    Failure { check: checks::SIMULATION, detail }
}

/// How many statements a push takes, however few its mutations are.
const STATEMENTS: usize = 12;

pub(crate) struct Run<'a> {
    schedule: &'a Schedule,
    devices: Vec<Device>,
    network: Network,
    middle: Middle,
    server: Server,
    accounts: Vec<Account>,
    /// By user, everything that the server took, in order.
    taken: Vec<Vec<Mutation>>,
    ledger: Ledger,
    tally: Tally,
    now: u64,
    /// How many records users made in bursts.
    fresh: usize,
    /// How many devices there were before these.
    wiped: usize,
    /// By device, the last request that was served.
    served: Vec<u64>,
    /// By device, whether its last round ended well.
    is_done: Vec<bool>,
    /// By device, how many rounds it began because of what it was told.
    pulls: Vec<u64>,
    /// By device, the cursor it was last seen with.
    cursors: Vec<u64>,
    defect: Option<Defect>,
}

/// Runs a schedule on a server of its own. What came up, and what went wrong.
#[must_use]
pub fn run(schedule: &Schedule, defect: Option<Defect>) -> (Tally, Option<Failure>) {
    in_memory(|| again(schedule, defect))
}

/// Runs a schedule on the server of this thread, which is emptied first.
pub(crate) fn again(schedule: &Schedule, defect: Option<Defect>) -> (Tally, Option<Failure>) {
    let mut run = match Run::new(schedule, defect) {
        Ok(run) => run,
        Err(failure) => return (Tally::default(), Some(failure)),
    };
    let failure = run.play().err();
    (run.tally, failure)
}

impl<'a> Run<'a> {
    fn new(schedule: &'a Schedule, defect: Option<Defect>) -> Result<Self, Failure> {
        let users = schedule.devices.iter().map(|device| device.user + 1).max().unwrap_or_default();
        // Each user has a double, for whom the same changes arrive in another order.
        let server = Server::new(users * 2, defect).map_err(broken)?;
        let device = |(number, owned): (usize, &crate::schedule::Owned)| {
            Device::new(device_id(number), owned.user, owned.clock, schedule.page, defect)
        };
        Ok(Self {
            schedule,
            devices: schedule.devices.iter().enumerate().map(device).collect(),
            network: Network::default(),
            middle: Middle::default(),
            server,
            accounts: vec![Account::default(); users],
            taken: vec![Vec::new(); users],
            ledger: Ledger::default(),
            tally: Tally::default(),
            now: START,
            fresh: 0,
            wiped: 0,
            served: vec![0; schedule.devices.len()],
            is_done: vec![false; schedule.devices.len()],
            pulls: vec![0; schedule.devices.len()],
            cursors: vec![0; schedule.devices.len()],
            defect,
        })
    }

    fn play(&mut self) -> Result<(), Failure> {
        for event in &self.schedule.events {
            self.pass(event.wait)?;
            if self.network.is_quiet() {
                self.all_know()?;
            }
            if event.device < self.devices.len() {
                self.happen(event.device, &event.what)?;
                self.look_at(event.device)?;
            }
        }
        self.finale()
    }

    /// Lets time pass, and what is under way arrive.
    fn pass(&mut self, millis: u64) -> Result<(), Failure> {
        let until = self.now + millis;
        while let Some((at, parcel)) = self.network.next(until) {
            self.now = at;
            self.arrive(parcel)?;
        }
        self.now = until;
        Ok(())
    }

    fn arrive(&mut self, parcel: Parcel) -> Result<(), Failure> {
        let Parcel { device, number, line, content } = parcel;
        match content {
            Content::Request(..) if line.is_some_and(|line| !self.middle.lines.contains_key(&line)) => {
                self.tally.one("queue lost with its connection");
                Ok(())
            }
            Content::Answer(_) if line.is_some() && line != self.devices[device].socket.open() => {
                self.tally.one("acknowledgement lost with its connection");
                Ok(())
            }
            Content::Live(live) => self.arrive_live(device, live),
            Content::Request(request, trouble, delay) => {
                let Some(answer) = self.serve(device, number, &request, trouble)? else {
                    return Ok(());
                };
                match delay.filter(|_| !self.network.loses_answers(device)) {
                    Some(delay) => {
                        let content = Content::Answer(answer);
                        self.network.post(self.now + delay, Parcel { device, number, line, content });
                    }
                    None => self.tally.one("answer lost"),
                }
                Ok(())
            }
            Content::Answer(Answer::Frame(text)) => match Heard::read(&text) {
                Heard::Ack(response) => self.answered(device, number, Some(Answer::Pushed(response))),
                _ => Err(Failure { check: checks::READ, detail: text }),
            },
            Content::Answer(answer) => self.answered(device, number, Some(answer)),
            Content::Timeout => self.answered(device, number, None),
        }
    }

    fn answered(&mut self, device: usize, number: u64, answer: Option<Answer>) -> Result<(), Failure> {
        let rounds = &mut self.devices[device].rounds;
        let Some(place) = rounds.iter().position(|round| round.waits_for == number) else {
            if answer.is_some() {
                self.tally.one("answer that nobody waits for");
            }
            return Ok(());
        };
        let round = rounds.swap_remove(place);
        self.go_on(device, round, answer)
    }

    /// Begins a round.
    fn begin(&mut self, device: usize, fates: &[Fate], crash: Option<u8>) -> Result<(), Failure> {
        self.go_on(device, Round::new(fates, crash), None)
    }

    fn go_on(&mut self, place: usize, mut round: Round, answer: Option<Answer>) -> Result<(), Failure> {
        let now = self.now;
        self.is_done[place] = false;
        match self.devices[place].advance(&mut round, answer, now) {
            Ok(Step::Send(request, fate)) => {
                let request = self.over_a_connection(place, &mut round, request)?;
                round.waits_for = self.network.send(now, place, &request, fate, round.line);
                self.devices[place].rounds.push(round);
            }
            Ok(Step::Done) => {
                self.is_done[place] = true;
                self.tally.one("round that ended well");
            }
            Ok(Step::Failed) => self.tally.one("round that failed"),
            Err(_) => {
                self.tally.one("device killed in a round");
                self.restart(place)?;
            }
        }
        self.look_at(place)?;
        let device = &mut self.devices[place];
        if device.again && device.rounds.is_empty() {
            device.again = false;
            return self.wonder(place);
        }
        Ok(())
    }

    /// The queue goes over the connection where there is one.
    fn over_a_connection(&mut self, place: usize, round: &mut Round, request: Request) -> Result<Request, Failure> {
        let device = &self.devices[place];
        round.line = device.socket.open().filter(|_| matches!(request, Request::Push(_)));
        let (Some(number), Request::Push(body)) = (round.line, &request) else { return Ok(request) };
        self.tally.one("queue sent over a connection");
        let push = serde_json::from_str(body).map_err(|error| broken(error.to_string()))?;
        Ok(Request::Queue(device::queue(number, &push, device.clock.reads(self.now))))
    }

    /// Takes note of what a device did and looks for faults in it.
    fn look_at(&mut self, place: usize) -> Result<(), Failure> {
        let device = &mut self.devices[place];
        let account = &self.accounts[device.user];
        for note in std::mem::take(&mut device.notes) {
            if let Note::Case(what) = note {
                self.tally.one(what);
            }
            let failed = |detail| Failure { check: checks::ACKNOWLEDGED, detail };
            self.ledger.note(device.user, &device.disk.id, note, account).map_err(failed)?;
        }
        if let Some(detail) = device.fault() {
            return Err(Failure { check: checks::SHOWN, detail: format!("device {place}: {detail}") });
        }
        let cursor = device.disk.progress.cursor;
        let before = std::mem::replace(&mut self.cursors[place], cursor);
        if cursor == before || cursor == 0 {
            return Ok(());
        }
        let went_back = (cursor < before).then(|| format!("device {place} went back from {before} to {cursor}"));
        let fault = went_back.or_else(|| self.ignorance(place, cursor));
        fault.map_or(Ok(()), |detail| Err(Failure { check: checks::HONEST, detail }))
    }
}

fn device_id(number: usize) -> String {
    format!("0190b3c2-0000-7000-a000-{number:012}")
}
