//! Sends the queue: `frontend/src/sync/push.ts` and `restamp.ts`.

use std::collections::BTreeMap;

use mirubato_contracts::json;
use mirubato_contracts::sync::changes::{PushRequest, PushResponse};
use mirubato_contracts::sync::types::{Mutation, Op, Problem, Status};
use mirubato_records::Record;
use mirubato_records::device;

use super::round::{Round, State, Step, Stepped};
use super::{Device, Note, Queued};
use crate::defect::Defect;
use crate::network::Request;
use crate::row::Row;
use crate::values::Key;

/// The most changes in one request.
pub(crate) const MAX_MUTATIONS: usize = 500;
/// How often a round stamps the queue again before it gives up.
const MAX_RESTAMPS: u32 = 3;

impl Device {
    /// Sends the next of what waits. Where nothing does, the round goes on to pull.
    pub(super) fn push(&mut self, round: &mut Round) -> Stepped {
        let waiting = self.disk.outbox.iter().take(MAX_MUTATIONS);
        let batch: Vec<(u64, Queued)> = waiting.map(|(seq, queued)| (*seq, queued.clone())).collect();
        if batch.is_empty() {
            return self.pull(round);
        }
        if self.defect == Some(Defect::EmptiesQueueOnSending) {
            self.disk.outbox.retain(|seq, _| batch.iter().all(|(sent, _)| sent != seq));
        }
        let mutations =
            batch.iter().map(|(seq, queued)| mutation(seq.to_string(), &queued.key, &queued.change)).collect();
        let request = PushRequest { device_id: self.disk.id.clone(), mutations };
        let body = serde_json::to_string(&request).unwrap_or_default();
        round.send(Request::Push(body), State::Pushing(batch))
    }

    /// Takes out of the queue what the server answered for, and goes on.
    pub(super) fn pushed(
        &mut self,
        round: &mut Round,
        batch: &[(u64, Queued)],
        response: &PushResponse,
        at: u64,
    ) -> Stepped {
        let (settled, is_ahead) = self.settle(batch, response, at);
        round.tick()?;
        round.restamps += u32::from(is_ahead);
        if settled > 0 && round.restamps <= MAX_RESTAMPS { self.push(round) } else { Ok(Step::Failed) }
    }

    fn settle(&mut self, batch: &[(u64, Queued)], response: &PushResponse, at: u64) -> (usize, bool) {
        let answers: BTreeMap<&str, _> = response.results.iter().map(|result| (result.id.as_str(), result)).collect();
        let (mut settled, mut ahead_of) = (0, None);
        self.disk.set_offset(response.server_time, self.clock.reads(at));
        for (seq, queued) in batch {
            let Some(result) = answers.get(seq.to_string().as_str()) else { continue };
            settled += 1;
            let is_taken = result.status != Status::Rejected;
            // What the server accepted counts as seen: stamps made anew must come after it, or an older edit would win.
            if is_taken && self.defect != Some(Defect::ForgetsWhatWasAccepted) {
                self.disk.see(queued.change.last_stamp());
            }
            // Another tab may have settled it meanwhile, or stamped it again, and then it is still to be sent with its new stamp.
            let waiting = self.disk.outbox.get(seq);
            let is_current = waiting.is_some_and(|waiting| waiting.change.last_stamp() == queued.change.last_stamp());
            if !is_current && self.defect != Some(Defect::EmptiesQueueOnSending) {
                self.case("answer for a change that another tab settled or stamped again");
                continue;
            }
            if is_taken {
                let change = Row::from(&queued.change);
                self.notes.push(Note::Taken { seq: *seq, key: queued.key.clone(), change });
            } else if result.problem.as_ref().is_some_and(is_ahead) {
                ahead_of = Some(response.server_time);
                if self.defect == Some(Defect::DropsWhatIsAhead) {
                    self.disk.outbox.remove(seq);
                }
                continue;
            } else {
                self.disk.refused.insert(*seq, queued.clone());
                self.notes.push(Note::Refused { seq: *seq });
            }
            self.disk.outbox.remove(seq);
            if result.status == Status::Unchanged {
                self.doubt(&queued.key, result.version.unwrap_or_default());
            }
        }
        if let Some(server) = ahead_of {
            self.restamp(server, at);
        }
        if self.defect == Some(Defect::MovesCursorOnAck) && response.version > self.disk.progress.cursor {
            self.disk.progress.cursor = response.version;
        }
        (settled, ahead_of.is_some())
    }

    /// Sets the cursor back where the server holds something later of a record, has no more to tell of it than the device has pulled already,
    /// and yet never told of it as live.
    fn doubt(&mut self, key: &Key, version: u64) {
        let progress = &mut self.disk.progress;
        if progress.sweep.is_some() || version > progress.cursor {
            return;
        }
        if self.disk.records.get(key).is_some_and(|kept| !kept.held && !kept.copy.is_deleted()) {
            self.disk.progress.cursor = 0;
            self.case("device pulls from 0 because of a record that it was never told of");
        }
    }

    /// Stamps everything that is not on the server again, in order, by the server's clock and after the greatest stamp seen.
    fn restamp(&mut self, server: u64, at: u64) {
        self.case("device stamps its queue again");
        let mut last = self.disk.seen.clone();
        let mut all: Vec<u64> = self.disk.outbox.keys().chain(self.disk.refused.keys()).copied().collect();
        all.sort_unstable();
        for seq in all {
            let (outbox, refused) = (&mut self.disk.outbox, &mut self.disk.refused);
            let Some(queued) = outbox.get_mut(&seq).or_else(|| refused.get_mut(&seq)) else { continue };
            let fresh = device::next_stamp(last.as_deref(), server, &self.disk.id);
            let before = self.disk.records.get(&queued.key).cloned();
            let current = before.as_ref().map_or_else(|| queued.change.clone(), |kept| kept.copy.clone());
            let again = device::restamp(current, queued.change.clone(), &fresh);
            queued.change = again.change;
            queued.restamped = true;
            let key = queued.key.clone();
            if self.defect != Some(Defect::RestampsQueueOnly) {
                self.disk.put(&key, again.record, before);
            }
            last = Some(fresh);
        }
        self.disk.made = last;
        self.disk.set_offset(server, self.clock.reads(at));
    }
}

fn is_ahead(problem: &Problem) -> bool {
    problem.r#type.ends_with("stamp-in-future")
}

/// A change as the server takes it.
pub(crate) fn mutation(id: String, key: &Key, change: &Record) -> Mutation {
    let (kind, record_id) = (key.kind.to_owned(), key.id.clone());
    if change.fields.is_empty() {
        let stamp = change.deleted.clone();
        return Mutation { id, kind, record_id, op: Op::Delete, fields: None, stamps: None, stamp };
    }
    let value = |text: &String| json(text.clone()).unwrap_or_default();
    let fields = change.fields.iter().map(|(name, field)| (name.clone(), value(&field.value))).collect();
    let stamps = change.fields.iter().map(|(name, field)| (name.clone(), field.stamp.clone())).collect();
    Mutation { id, kind, record_id, op: Op::Set, fields: Some(fields), stamps: Some(stamps), stamp: None }
}
