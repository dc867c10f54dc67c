//! WebSockets, as a gateway posts what happens on them (WebSocket-over-HTTP).

mod answer;
mod frames;
mod handshake;
mod sign_in;

use http::header::HeaderMap;
use mirubato_grip::Event;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_realtime::connection::Heard;
use mirubato_realtime::frame::MAX_BYTES;
use mirubato_realtime::{Close, Connection, tell};

pub use handshake::{Handshake, open};

use crate::app::App;
use crate::presence;

/// The header in which a connection's state travels, without its prefix.
pub const STATE: &str = "state";

/// One request of the gateway: what happened on a connection, and what is to happen.
pub struct Visit<'a> {
    app: &'a App,
    context: &'a Context,
    headers: &'a HeaderMap,
    id: &'a str,
    connection: Connection,
    out: Vec<Event>,
    /// Bytes of `out`.
    size: usize,
    over: bool,
}

impl<'a> Visit<'a> {
    /// On a connection named `id`.
    pub fn new(
        app: &'a App,
        context: &'a Context,
        headers: &'a HeaderMap,
        id: &'a str,
        connection: Connection,
    ) -> Self {
        Self { app, context, headers, id, connection, out: Vec::new(), size: 0, over: false }
    }

    /// Deals with what happened, in its order.
    pub async fn happen(&mut self, events: Vec<Event>) {
        let now = platform::now();
        if events.is_empty() {
            self.check_silence(now);
        }
        if events.iter().all(|event| !matches!(event, Event::Close(_) | Event::Disconnect)) {
            self.look(now).await;
        }
        for event in events {
            if self.over {
                break;
            }
            match event {
                Event::Open => self.connection.heard = now,
                Event::Pong(_) => _ = self.hear(now, None),
                Event::Ping(content) => {
                    if self.hear(now, None) {
                        self.out.push(Event::Pong(content));
                    }
                }
                Event::Text(text) => self.text(&text).await,
                Event::Binary(_) => {
                    if self.hear(now, None) {
                        self.fault(None, Failure::new(&catalogue::MALFORMED_REQUEST).because("Frames are text."), now);
                    }
                }
                Event::Close(with) => {
                    self.out.push(Event::Close(with));
                    self.over = true;
                }
                Event::Disconnect => self.over = true,
            }
        }
        // Whatever they say, or say nothing.
        if !self.over && self.check_token(now) && self.connection.is_nobody_for_too_long(now) {
            self.error(None, (&catalogue::NOT_SIGNED_IN).into());
            self.close(Close::Auth);
        }
        if self.over
            && let Some(who) = &self.connection.who
        {
            presence::leave(self.app, self.id, &who.user).await;
        }
    }

    /// Nothing came for as long as the gateway waits.
    fn check_silence(&mut self, now: u64) {
        if self.connection.who.is_some() && self.connection.is_idle(now) {
            self.close(Close::Idle);
        }
    }

    /// Counts a message. False where it is not dealt with.
    fn hear(&mut self, now: u64, id: Option<&str>) -> bool {
        match self.connection.hear(now) {
            Heard::Dealt => true,
            Heard::Refused => {
                self.error(id, Failure::new(&catalogue::TOO_MANY_REQUESTS));
                false
            }
            Heard::Closed => {
                self.close(Close::Messages);
                false
            }
        }
    }

    /// Something that cannot be read.
    fn fault(&mut self, id: Option<&str>, failure: Failure, now: u64) {
        self.error(id, failure);
        if self.connection.fault(now) {
            self.close(Close::Malformed);
        }
    }

    fn is_too_large(text: &[u8]) -> bool {
        text.len() > MAX_BYTES
    }

    fn say(&mut self, text: &str) {
        self.size += text.len() + 32;
        self.out.push(Event::message(text));
    }

    fn error(&mut self, id: Option<&str>, failure: Failure) {
        let problem = failure.into_problem(Some(self.context.id()));
        self.say(&tell::error(id, &problem, platform::now()));
    }

    fn close(&mut self, why: Close) {
        self.out.push(Event::Close(Some((why.code(), why.reason().to_owned()))));
        self.over = true;
    }
}

/// The state that came with a request, where it is this connection's and ours.
///
/// # Errors
/// `forbidden`: somebody made it up, or it was sealed with a key that is no longer in use. The gateway closes, and the device begins anew.
pub fn state(app: &App, headers: &HeaderMap, id: &str) -> Result<Connection> {
    // The gateway's own comes last, whatever a client may have sent.
    let sealed = headers.get_all("meta-state").iter().next_back().and_then(|value| value.to_str().ok());
    let state = sealed.and_then(|sealed| Connection::unseal(sealed, &app.gateway_key, id));
    state.ok_or_else(|| (&catalogue::FORBIDDEN).into())
}
