#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod control;
pub mod event;
pub mod publish;
pub mod signature;

pub use control::Control;
pub use event::Event;

/// The media type of events, in both directions. Exactly this, without parameters.
pub const EVENTS: &str = "application/websocket-events";
/// What an answer carries in `Sec-WebSocket-Extensions` to be understood as GRIP.
pub const EXTENSION: &str = "grip";
/// What a text for the client begins with.
pub const MESSAGE_PREFIX: &str = "m:";
/// What a control message begins with.
pub const CONTROL_PREFIX: &str = "c:";
