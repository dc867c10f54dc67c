//! A connection: what it may do, and until when.
//!
//! Whoever serves it keeps nothing of it. What has to be remembered travels with each of its requests, sealed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A minute in milliseconds.
const MINUTE: u64 = 60_000;
/// Messages in a minute of which each is answered.
pub const MESSAGES: u32 = 100;
/// Messages in a minute after which the connection is closed.
pub const TOO_MANY: u32 = 200;
/// What cannot be read in a minute, after which the connection is closed.
pub const FAULTS: u32 = 5;
/// Milliseconds of silence after which a connection is taken for dead. Devices ping every 25 seconds.
pub const IDLE: u64 = MINUTE;
/// Milliseconds that a device has for signing in.
pub const SIGN_IN: u64 = 10_000;
/// Milliseconds between an expired token and the end.
pub const GRACE: u64 = MINUTE;
/// Milliseconds between two looks at whether the session is still open; so often is also written down that the device is there.
pub const LOOK: u64 = 30_000;

/// What is remembered of a connection. Times in Unix milliseconds, 0 for never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Who it is; absent until somebody has signed in.
    pub who: Option<Who>,
    /// The device.
    pub device: String,
    /// When it began.
    pub since: u64,
    /// When anything came from it last.
    pub heard: u64,
    /// When its session was last found open.
    pub looked: u64,
    /// When it was told that its token has expired.
    pub warned: u64,
    /// The version it last asked to go on from.
    pub cursor: u64,
    messages: Window,
    faults: Window,
}

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The user.
    pub user: String,
    /// The session.
    pub session: String,
    /// When the token ends.
    pub expires: u64,
}

/// So many since a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Window {
    since: u64,
    count: u32,
}

/// Whether a message is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is.
    Dealt,
    /// It is refused.
    Refused,
    /// The connection is closed.
    Closed,
}

/// How an access token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Good, or nobody has signed in yet.
    Good,
    /// Expired, which the device has to be told now.
    Expired,
    /// Expired, as the device knows.
    Waiting,
    /// Expired for too long.
    Over,
}

impl Window {
    fn add(&mut self, now: u64) -> u32 {
        if now.saturating_sub(self.since) >= MINUTE {
            *self = Self { since: now, count: 0 };
        }
        self.count = self.count.saturating_add(1);
        self.count
    }
}

impl Connection {
    /// A connection that begins.
    #[must_use]
    pub fn new(device: String, now: u64) -> Self {
        let (messages, faults) = (Window::default(), Window::default());
        Self { who: None, device, since: now, heard: now, looked: 0, warned: 0, cursor: 0, messages, faults }
    }

    /// Somebody signs in, or goes on with a new token.
    pub fn sign_in(&mut self, who: Who, now: u64) {
        self.who = Some(who);
        self.looked = now;
        self.warned = 0;
    }

    /// Counts a message.
    pub fn hear(&mut self, now: u64) -> Heard {
        self.heard = now;
        match self.messages.add(now) {
            count if count > TOO_MANY => Heard::Closed,
            count if count > MESSAGES => Heard::Refused,
            _ => Heard::Dealt,
        }
    }

    /// Counts what could not be read. True where it was once too often.
    pub fn fault(&mut self, now: u64) -> bool {
        self.faults.add(now) >= FAULTS
    }

    /// How its token stands, and remembers that the device is told.
    pub fn token(&mut self, now: u64) -> Token {
        match &self.who {
            Some(who) if now >= who.expires => {}
            _ => return Token::Good,
        }
        if self.warned == 0 {
            self.warned = now;
            return Token::Expired;
        }
        if now >= self.warned + GRACE { Token::Over } else { Token::Waiting }
    }

    /// Whether it has been silent for too long.
    #[must_use]
    pub fn is_idle(&self, now: u64) -> bool {
        // The gateway's clock and ours need not agree to the second.
        now + 1_000 >= self.heard + IDLE
    }

    /// Whether somebody should have signed in by now.
    #[must_use]
    pub fn is_nobody_for_too_long(&self, now: u64) -> bool {
        self.who.is_none() && now >= self.since + SIGN_IN
    }

    /// Whether it is time to look whether the session is still open.
    #[must_use]
    pub fn look_is_due(&self, now: u64) -> bool {
        self.who.is_some() && now >= self.looked + LOOK
    }

    /// As text for a header, readable by whoever carries it and good for this connection only.
    #[must_use]
    pub fn seal(&self, key: &[u8], connection: &str) -> String {
        let (user, session, expires) =
            self.who.as_ref().map_or(("", "", 0), |who| (who.user.as_str(), who.session.as_str(), who.expires));
        let Self { device, since, heard, looked, warned, cursor, messages, faults, .. } = self;
        let text = format!(
            "1.{user}.{session}.{expires}.{device}.{since}.{heard}.{looked}.{warned}.{cursor}.{}.{}.{}.{}",
            messages.since, messages.count, faults.since, faults.count
        );
        let tag = mac(key, connection, &text).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
        format!("{text}.{}", tag.unwrap_or_default())
    }

    /// Reads what [`Connection::seal`] made. `None` for anything else, or what was made for another connection.
    #[must_use]
    pub fn unseal(sealed: &str, key: &[u8], connection: &str) -> Option<Self> {
        let (text, tag) = sealed.rsplit_once('.')?;
        mac(key, connection, text)?.verify_slice(&URL_SAFE_NO_PAD.decode(tag).ok()?).ok()?;
        let mut parts = text.split('.');
        let mut next = || parts.next();
        if next()? != "1" {
            return None;
        }
        let (user, session, expires) = (next()?.to_owned(), next()?.to_owned(), next()?.parse().ok()?);
        let who = (!user.is_empty()).then_some(Who { user, session, expires });
        let device = next()?.to_owned();
        let mut number = || next()?.parse::<u64>().ok();
        let (since, heard, looked, warned, cursor) = (number()?, number()?, number()?, number()?, number()?);
        let mut window = || Some(Window { since: number()?, count: u32::try_from(number()?).ok()? });
        let (messages, faults) = (window()?, window()?);
        Some(Self { who, device, since, heard, looked, warned, cursor, messages, faults })
    }
}

fn mac(key: &[u8], connection: &str, text: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in ["connection", connection, text] {
        mac.update(part.as_bytes());
        mac.update(b"\0");
    }
    Some(mac)
}
