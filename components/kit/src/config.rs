//! Variables of the application (`spin.toml`, `[variables]`).

use std::fmt;

/// A variable that is missing or makes no sense. Names it, never shows it: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "configuration: {}", self.0)
    }
}

impl std::error::Error for ConfigError {}

/// The value of a variable; empty counts as absent.
pub async fn variable(name: &str) -> Option<String> {
    side::variable(name).await.filter(|value| !value.is_empty())
}

/// The value of a variable that must be there.
///
/// # Errors
/// Where it is absent or empty.
pub async fn required(name: &str) -> Result<String, ConfigError> {
    variable(name).await.ok_or_else(|| ConfigError(format!("the variable {name} is not set")))
}

/// A number in a variable, or `default` where it is absent.
///
/// # Errors
/// Where it is something else.
pub async fn number(name: &str, default: u32) -> Result<u32, ConfigError> {
    match variable(name).await {
        None => Ok(default),
        Some(text) => {
            text.trim().parse().map_err(|_| ConfigError(format!("the variable {name} is not a whole number")))
        }
    }
}

#[cfg(target_family = "wasm")]
mod side {
    pub(super) async fn variable(name: &str) -> Option<String> {
        spin_sdk::variables::get(name).await.ok()
    }
}

#[cfg(not(target_family = "wasm"))]
mod side {
    /// As Spin's own provider does, from the environment.
    #[expect(clippy::unused_async, reason = "the other side waits here")]
    pub(super) async fn variable(name: &str) -> Option<String> {
        std::env::var(format!("SPIN_VARIABLE_{}", name.to_uppercase())).ok()
    }
}
