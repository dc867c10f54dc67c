#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod access;
pub mod agent;
pub mod email;
pub mod google;
pub mod link;
pub mod opaque;
pub mod password;
pub mod refresh;
pub mod service;

mod jwt;

use std::fmt;

use serde::{Deserialize, Serialize};

/// What somebody may do beyond their own things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Their own things.
    #[default]
    User,
    /// Also publishes to pupils.
    Teacher,
    /// Also curates for everybody.
    Admin,
}

impl Role {
    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Teacher => "teacher",
            Self::Admin => "admin",
        }
    }

    /// Reads what is stored; anything unknown may do least.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "admin" => Self::Admin,
            "teacher" => Self::Teacher,
            _ => Self::User,
        }
    }
}

/// Why a token is not accepted. For logs and tests; a client is told only that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Not a token, or of another kind, algorithm, issuer or audience, or its signature is wrong.
    Invalid,
    /// Signed with a key that the verifier does not have.
    UnknownKey,
    /// It was good once.
    Expired,
    /// Issued in the future, further than clocks differ.
    NotYet,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "not a token of this kind",
            Self::UnknownKey => "signed with an unknown key",
            Self::Expired => "expired",
            Self::NotYet => "issued in the future",
        })
    }
}

impl std::error::Error for TokenError {}

/// A key that cannot be used. Says which, never what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError(pub &'static str);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for KeyError {}
