//! What a device says, and what it is answered.

use mirubato_kit::{log, metrics, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_realtime::connection::Token;
use mirubato_realtime::frame::{MAX_BYTES, Say};
use mirubato_realtime::{Close, Frame, tell};
use serde_json::value::RawValue;

use super::Visit;
use crate::store::{connections, devices};
use crate::{DATABASE, changes};

/// The most bytes of changes in one message. Pushpin stalls on an answer with a message of more than about 32 kB.
const MAX_CHANGES: usize = 28_000;
/// The most bytes of an answer to the gateway, which takes a million.
const MAX_ANSWER: usize = 900_000;

impl Visit<'_> {
    /// A text message.
    pub(super) async fn text(&mut self, text: &[u8]) {
        let now = platform::now();
        if Self::is_too_large(text) {
            self.error(
                None,
                Failure::new(&catalogue::TOO_LARGE).because(format!("At most {MAX_BYTES} bytes are taken.")),
            );
            self.close(Close::TooLarge);
            return;
        }
        let frame = Frame::read(text);
        let id = frame.as_ref().map_or_else(|unreadable| unreadable.id.clone(), |frame| frame.id.clone());
        let id = id.as_deref();
        if !self.hear(now, id) {
            return;
        }
        match frame {
            Ok(Frame { say: Say::Auth(token), .. }) => self.authenticate(id, &token).await,
            Ok(Frame { say, .. }) => {
                if self.check_token(now) {
                    self.deal(id, say).await;
                }
            }
            Err(unreadable) => self.fault(id, unreadable.failure, now),
        }
    }

    /// False where the token has expired for too long.
    pub(super) fn check_token(&mut self, now: u64) -> bool {
        match self.connection.token(now) {
            Token::Good | Token::Waiting => true,
            Token::Expired => {
                self.error(None, Failure::new(&catalogue::AUTH_EXPIRED));
                true
            }
            Token::Over => {
                self.close(Close::Auth);
                false
            }
        }
    }

    async fn deal(&mut self, id: Option<&str>, say: Say) {
        let Some(user) = self.connection.who.as_ref().map(|who| who.user.clone()) else {
            // A ping needs nobody.
            return match say {
                Say::Ping => self.say(&tell::pong(id, None, platform::now())),
                _ => self.error(id, (&catalogue::NOT_SIGNED_IN).into()),
            };
        };
        match say {
            Say::Ping => {
                let status = changes::status(self.app, &user, self.context).await.ok();
                self.say(&tell::pong(id, status.map(|status| status.version), platform::now()));
            }
            Say::Sync { mutations, since } => {
                if let Some(mutations) = mutations
                    && !self.push(id, &user, &mutations).await
                {
                    return;
                }
                if let Some(since) = since {
                    self.catch_up(id, &user, since).await;
                }
            }
            Say::Auth(_) => {}
        }
    }

    /// Acknowledges changes once they are durable. False where they are not.
    async fn push(&mut self, id: Option<&str>, user: &str, mutations: &RawValue) -> bool {
        let pushed = changes::push(self.app, user, &self.connection.device, mutations, self.context).await;
        metrics::count(
            "frames_pushed",
            if pushed.is_ok() { "outcome=\"acknowledged\"" } else { "outcome=\"failed\"" },
            1,
        );
        match pushed {
            Ok(answer) => self.say(&tell::ack(id, answer.get(), platform::now())),
            Err(error) => {
                self.refuse(id, error);
                return false;
            }
        }
        true
    }

    /// Tells what changed, as far as it fits into the answer.
    async fn catch_up(&mut self, id: Option<&str>, user: &str, since: u64) {
        let page = match changes::pull(self.app, user, &self.connection.device, since, self.context).await {
            Ok(page) => page,
            Err(error) => return self.refuse(id, error),
        };
        self.connection.cursor = since;
        match tell::cut(page.get(), since, MAX_CHANGES.min(MAX_ANSWER.saturating_sub(self.size))) {
            Some(page) => self.say(&tell::caught_up(id, &page, platform::now())),
            None => self.error(id, (&catalogue::UPSTREAM).into()),
        }
    }

    fn refuse(&mut self, id: Option<&str>, error: mirubato_kit::Error) {
        if let Some(cause) = &error.cause {
            let cause = cause.clone().into();
            log::error("a frame was not answered", &[("cause", cause), ("requestId", self.context.id().into())]);
        }
        let ended = error.failure.problem.slug == catalogue::SESSION_ENDED.slug;
        self.error(id, error.failure);
        if ended {
            self.close(Close::Auth);
        }
    }

    /// Now and then: whether the session is still open, and a note that the device is there.
    pub(super) async fn look(&mut self, now: u64) {
        let Some(who) = self.connection.who.clone().filter(|_| !self.over && self.connection.look_is_due(now)) else {
            return;
        };
        match changes::session_open(self.app, &who.user, &who.session, self.context).await {
            Ok(true) => self.connection.looked = now,
            Ok(false) => {
                self.error(None, (&catalogue::SESSION_ENDED).into());
                return self.close(Close::Auth);
            }
            // It is asked again with the next message.
            Err(_) => return,
        }
        let device = self.connection.device.as_str();
        let row = connections::Connection { id: self.id, user: &who.user, device, name: None };
        let noted = async {
            devices::touch(&DATABASE, &who.user, device, self.connection.cursor, now).await?;
            connections::see(&DATABASE, row, self.connection.since, now).await
        };
        match noted.await {
            Ok(true) => {}
            Ok(false) => self.close(Close::Replaced),
            Err(error) => log::warn("not noted that a device is there", &[("cause", error.to_string().into())]),
        }
    }
}
