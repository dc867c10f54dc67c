//! The dictionary as one file, as the build makes it and the service loads it.

use serde::{Deserialize, Serialize};

use crate::Term;

/// Every term of `terms/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    /// Says whether two are the same: SHA-256 of the terms, in hexadecimal.
    pub hash: String,
    /// By slug. `updatedAt` is empty and `version` 0: both are the database's.
    pub terms: Vec<Term>,
}

impl Content {
    /// Reads what the build wrote.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(bytes)
    }

    /// The hash alone, without reading the terms.
    #[must_use]
    pub fn hash(bytes: &[u8]) -> Option<&str> {
        let rest = bytes.strip_prefix(b"{\"hash\":\"")?;
        std::str::from_utf8(rest.get(..64)?).ok()
    }
}
