//! Why a connection is closed.

/// A reason with its code on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// Too much that cannot be read.
    Malformed,
    /// Nobody signed in, or no longer.
    Auth,
    /// Silent for too long.
    Idle,
    /// The user has too many connections.
    Connections,
    /// Its device has made another.
    Replaced,
    /// It says too much.
    Messages,
    /// A message is too large.
    TooLarge,
}

impl Close {
    /// The code.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Malformed => 4_400,
            Self::Auth => 4_401,
            Self::Idle => 4_408,
            Self::Connections | Self::Replaced => 4_409,
            Self::Messages => 4_429,
            Self::TooLarge => 1_009,
        }
    }

    /// A word for people who read logs.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Auth => "auth",
            Self::Idle => "idle",
            Self::Connections => "too many connections",
            Self::Replaced => "replaced",
            Self::Messages => "too many messages",
            Self::TooLarge => "too large",
        }
    }
}
