#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod close;
pub mod connection;
pub mod entity;
pub mod frame;
pub mod news;
pub mod tell;

pub use close::Close;
pub use connection::Connection;
pub use frame::Frame;

/// The channel of announcements and of ended sessions.
pub const CHANGES: &str = "mirubato.changes";
/// The channel on which comings and goings of devices are told.
pub const PRESENCE: &str = "mirubato.presence";

/// The gateway's channel of a user's devices.
#[must_use]
pub fn user_channel(user: &str) -> String {
    format!("user:{user}")
}

/// The gateway's channel of a session's connections.
#[must_use]
pub fn session_channel(session: &str) -> String {
    format!("session:{session}")
}
