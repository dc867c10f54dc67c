//! A round of sync: `frontend/src/sync/round.ts`, cut where it waits and where it may be cut short.

use std::collections::VecDeque;

use super::{Device, Progress, Queued};
use crate::network::{Answer, Request};
use crate::schedule::Fate;

/// A round under way.
#[derive(Debug)]
pub(crate) struct Round {
    /// The request it waits for an answer to.
    pub(crate) waits_for: u64,
    /// The connection that request went over.
    pub(crate) line: Option<u64>,
    pub(super) state: State,
    /// How often it has stamped the queue again.
    pub(super) restamps: u32,
    fates: VecDeque<Fate>,
    crash: Option<u8>,
}

#[derive(Clone, Debug)]
pub(super) enum State {
    Begun,
    /// It has sent these.
    Pushing(Vec<(u64, Queued)>),
    /// It has asked for what follows this place.
    Pulling(Progress),
}

/// What a round comes to next.
#[derive(Debug)]
pub(crate) enum Step {
    /// It has a request to send.
    Send(Request, Fate),
    /// It is at its end.
    Done,
    /// It gives up. Everything is kept for the next.
    Failed,
}

/// The device loses its memory.
#[derive(Debug)]
pub(crate) struct Crash;

pub(super) type Stepped = Result<Step, Crash>;

impl Round {
    /// One that is about to begin.
    pub(crate) fn new(fates: &[Fate], crash: Option<u8>) -> Self {
        let fates = fates.iter().copied().collect();
        Self { waits_for: 0, line: None, state: State::Begun, restamps: 0, fates, crash }
    }

    /// Something is stored or about to be sent: a place where the device may lose its memory.
    pub(super) fn tick(&mut self) -> Result<(), Crash> {
        match &mut self.crash {
            Some(0) => return Err(Crash),
            Some(left) => *left -= 1,
            None => {}
        }
        Ok(())
    }

    pub(super) fn send(&mut self, request: Request, state: State) -> Stepped {
        self.state = state;
        self.tick()?;
        Ok(Step::Send(request, self.fates.pop_front().unwrap_or(Fate::GOOD)))
    }
}

impl Device {
    /// Goes on with a round: from its beginning, or with an answer, which is `None` where the device stopped waiting.
    ///
    /// # Errors
    /// [`Crash`]: then nothing of the round is left.
    pub(crate) fn advance(&mut self, round: &mut Round, answer: Option<Answer>, at: u64) -> Stepped {
        match (std::mem::replace(&mut round.state, State::Begun), answer) {
            (State::Begun, _) => self.push(round),
            (State::Pushing(batch), Some(Answer::Pushed(response))) => self.pushed(round, &batch, &response, at),
            (State::Pulling(asked), Some(Answer::Pulled(page))) => self.pulled(round, &asked, &page, at),
            (State::Pulling(asked), Some(Answer::Failed(410))) if asked.sweep.is_none() => {
                self.case("device pulls from 0 after an expired cursor");
                self.begin_sweep();
                round.tick()?;
                self.pull(round)
            }
            // No answer, or one that the app has no use for but to try again later.
            _ => Ok(Step::Failed),
        }
    }
}
