//! A request arrives at the server, and the server is held against the definition.

use std::collections::BTreeSet;

use mirubato_contracts::sync::changes::{PullRequest, PushRequest};
use mirubato_contracts::sync::types::Mutation;

use super::{Failure, Run, STATEMENTS, broken, checks};
use crate::network::{Answer, Request};
use crate::oracle::{Account, Page, Verdict};
use crate::row::Row;
use crate::schedule::Trouble;
use crate::server::Served;
use crate::sync;
use crate::values::{Key, kind_name};

impl Run<'_> {
    /// Serves a request. `None` where the server does not come to answer.
    pub(super) fn serve(
        &mut self,
        device: usize,
        number: u64,
        request: &Request,
        trouble: Option<Trouble>,
    ) -> Result<Option<Answer>, Failure> {
        let last = &mut self.served[device];
        let case = match number.cmp(last) {
            std::cmp::Ordering::Less => Some("request overtaken by a later one"),
            std::cmp::Ordering::Equal => Some("request that arrives twice"),
            std::cmp::Ordering::Greater => None,
        };
        *last = number.max(*last);
        case.into_iter().for_each(|case| self.tally.one(case));
        match request {
            Request::Push(body) => self.serve_push(device, body, trouble, false),
            Request::Queue(text) => {
                let body = sync::push(&self.devices[device].disk.id, text).map_err(broken)?;
                let answer = self.serve_push(device, &body, trouble, true)?;
                let frame = |answer| match answer {
                    Answer::Pushed(response) => sync::ack(&response, self.now).map(Answer::Frame).map_err(broken),
                    other => Ok(other),
                };
                answer.map(frame).transpose()
            }
            Request::Pull(body) => self.serve_pull(device, body, trouble),
        }
    }

    /// Over a connection it is the sync component that is killed between commit and answer, and the announcement is out.
    fn serve_push(
        &mut self,
        device: usize,
        body: &str,
        trouble: Option<Trouble>,
        is_live: bool,
    ) -> Result<Option<Answer>, Failure> {
        let user = self.devices[device].user;
        let answer = self.check_push(device, body, trouble)?;
        self.middle.remember(self.now, user, self.accounts[user].holding.version);
        self.announce(user, answer.is_none() && !is_live)?;
        Ok(answer)
    }

    fn check_push(&mut self, device: usize, body: &str, trouble: Option<Trouble>) -> Result<Option<Answer>, Failure> {
        let user = self.devices[device].user;
        let request: PushRequest = serde_json::from_str(body).map_err(|error| broken(error.to_string()))?;
        let mut after = self.accounts[user].clone();
        let verdicts = after.push(&request, self.now);
        let served = self.server.push(user, body, trouble, self.now).map_err(broken)?;
        match served {
            Served::Answered(Answer::Pushed(response), said) => {
                let fits = verdicts.len() == response.results.len()
                    && verdicts.iter().zip(&response.results).all(|(verdict, result)| verdict.is(result))
                    && response.version == after.holding.version
                    && response.server_time == self.now;
                if !fits {
                    let detail = format!("a push gets {response:?} and not {verdicts:?}");
                    return Err(Failure { check: checks::ANSWER, detail });
                }
                if said.statements > STATEMENTS + request.mutations.len() {
                    let detail = format!("{} for {} mutations", said.statements, request.mutations.len());
                    return Err(Failure { check: checks::STATEMENTS, detail });
                }
                let is_new = after.holding.version > self.accounts[user].holding.version;
                if !is_new && said.writes > 0 {
                    let detail = format!("{} statements that write", said.writes);
                    return Err(Failure { check: checks::REPLAY, detail });
                }
                self.accept(device, &request, &verdicts, after);
                if said.writes > 0 || is_new {
                    self.hold(user, checks::SERVER)?;
                }
                Ok(Some(Answer::Pushed(response)))
            }
            Served::Answered(answer, _) => {
                self.tally.one("server fails in a push");
                self.hold(user, checks::ATOMIC)?;
                Ok(Some(answer))
            }
            Served::Killed => {
                let holding = self.server.holding(user).map_err(broken)?;
                let is_new = after.holding != self.accounts[user].holding;
                if holding == after.holding {
                    if is_new {
                        self.tally.one("server killed between commit and answer");
                    }
                    self.accept(device, &request, &verdicts, after);
                } else {
                    self.tally.one("server killed before commit");
                }
                self.hold(user, checks::ATOMIC)?;
                Ok(None)
            }
        }
    }

    fn serve_pull(&mut self, device: usize, body: &str, trouble: Option<Trouble>) -> Result<Option<Answer>, Failure> {
        let user = self.devices[device].user;
        let request: PullRequest = serde_json::from_str(body).map_err(|error| broken(error.to_string()))?;
        let expected = self.accounts[user].page(&request);
        let wrong = |detail| Failure { check: checks::ANSWER, detail };
        match (self.server.pull(user, body, trouble, self.now).map_err(broken)?, expected) {
            (Served::Killed, _) => Ok(None),
            (Served::Answered(Answer::Pulled(page), _), Some(expected)) => {
                let said = Page::of(&page);
                if said.as_ref() != Some(&expected) {
                    return Err(wrong(format!("a pull gets {said:?} and not {expected:?}")));
                }
                self.tally.add("page that is not the last", u64::from(page.has_more));
                Ok(Some(Answer::Pulled(page)))
            }
            (Served::Answered(answer @ Answer::Failed(410), _), None) => {
                self.tally.one("cursor that expired");
                Ok(Some(answer))
            }
            (Served::Answered(answer @ Answer::Failed(500..), _), _) if trouble.is_some() => Ok(Some(answer)),
            (Served::Answered(answer, _), expected) => {
                Err(wrong(format!("a pull gets {answer:?} and not {expected:?}")))
            }
        }
    }

    /// Takes over what the definition makes of a push, once the server made the same of it.
    fn accept(&mut self, device: usize, request: &PushRequest, verdicts: &[Verdict], after: Account) {
        let user = self.devices[device].user;
        let before = &self.accounts[user];
        self.tally.add("change applied", after.holding.version - before.holding.version);
        self.tally.add("deleted record that an edit brings back", after.revived - before.revived);
        self.tally.add("edit that a deletion outweighs", after.outweighed - before.outweighed);
        self.tally.add("deletion that is forgotten", (after.forgotten.len() - before.forgotten.len()) as u64);
        let count = |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| wanted(verdict)).count() as u64;
        let unchanged = count(|verdict| matches!(verdict, Verdict::Unchanged(_)));
        let (ahead, wrong) = (count(|verdict| *verdict == Verdict::Ahead), count(|verdict| *verdict == Verdict::Wrong));
        self.tally.add("change that changes nothing", unchanged);
        self.tally.add("stamp in the future", ahead);
        self.tally.add("change refused", wrong);
        self.tally.add("push with good and bad changes", u64::from(wrong > 0 && wrong < verdicts.len() as u64));
        self.tally.add("push of 500", u64::from(verdicts.len() == crate::device::MAX_MUTATIONS));
        self.accounts[user] = after;
        for (mutation, verdict) in request.mutations.iter().zip(verdicts) {
            if !verdict.is_taken() {
                continue;
            }
            self.taken[user].push(mutation.clone());
            if self.is_ghost(device, &request.device_id, mutation) {
                let key = kind_name(&mutation.kind).map(|kind| Key { kind, id: mutation.record_id.clone() });
                let is_new = key.is_some_and(|key| self.ledger.ghost(user, key));
                self.tally.add("change taken under a stamp that was replaced", u64::from(is_new));
            }
        }
    }

    /// Whether a change arrives with a stamp that its device has replaced.
    fn is_ghost(&self, device: usize, id: &str, mutation: &Mutation) -> bool {
        let disk = &self.devices[device].disk;
        let Ok(seq) = mutation.id.parse() else { return false };
        if disk.id != *id {
            return false;
        }
        let mut stamps = mutation.stamps.iter().flat_map(|stamps| stamps.values()).chain(&mutation.stamp);
        match disk.outbox.get(&seq).or_else(|| disk.refused.get(&seq)) {
            Some(queued) => {
                let now: BTreeSet<String> = Row::from(&queued.change).stamps().cloned().collect();
                stamps.any(|stamp| !now.contains(stamp))
            }
            None => !self.ledger.knows(id, seq, stamps),
        }
    }

    /// Holds the database against the definition.
    pub(super) fn hold(&self, user: usize, check: &'static str) -> Result<(), Failure> {
        let holding = self.server.holding(user).map_err(broken)?;
        let expected = &self.accounts[user].holding;
        if holding == *expected {
            return Ok(());
        }
        let standing = |holding: &crate::server::Holding| (holding.version, holding.live, holding.purged);
        let differs = |key: &&Key| holding.rows.get(*key) != expected.rows.get(*key);
        let difference = match holding.rows.keys().chain(expected.rows.keys()).find(differs) {
            Some(key) => format!("{key}: {:?} and not {:?}", holding.rows.get(key), expected.rows.get(key)),
            None => format!("{:?} and not {:?}", standing(&holding), standing(expected)),
        };
        Err(Failure { check, detail: difference })
    }
}
