//! Refresh tokens: each is used once and gives the next (RFC 9700, section 4.14).
//!
//! The next token is made from the one before with a secret, so the same token, sent twice within the grace, gets the same answer: two tabs
//! that refresh at once, or an answer lost on the way, log nobody out. A token used later than that has been copied, and the session ends.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How long a session lasts without being used, in seconds: 30 days.
pub const IDLE: u64 = 30 * 86_400;
/// How long it lasts at all, in seconds: 90 days.
pub const ABSOLUTE: u64 = 90 * 86_400;
/// How long after its use a token still gets the same successor, in milliseconds.
pub const GRACE_MILLIS: u64 = 20_000;

/// What the store knows about a session and the token that was presented. Times in Unix milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Presented {
    /// When the session began.
    pub began: u64,
    /// When it was last refreshed.
    pub last_used: u64,
    /// Whether it was ended, by its user or by a stolen token.
    pub ended: bool,
    /// `None` for the current token; for the one before it, when that was used.
    pub used_at: Option<u64>,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Store the successor and answer with it.
    Rotate,
    /// Answer with the successor again. It is stored already.
    Repeat,
    /// The token was stolen, or its thief came first: end the session.
    Revoke,
    /// Too old, or ended before.
    Over,
}

/// What to do about a token that the store knows.
#[must_use]
pub fn judge(presented: Presented, now: u64) -> Verdict {
    let Presented { began, last_used, ended, used_at } = presented;
    if ended || now >= began + ABSOLUTE * 1_000 || now >= last_used + IDLE * 1_000 {
        return Verdict::Over;
    }
    match used_at {
        None => Verdict::Rotate,
        Some(at) if now < at + GRACE_MILLIS => Verdict::Repeat,
        Some(_) => Verdict::Revoke,
    }
}

/// The token that follows `token`. As hard to guess as the secret, and the same every time.
#[must_use]
pub fn successor(secret: &[u8], token: &str) -> String {
    // An HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return String::new();
    };
    mac.update(b"mirubato refresh token\0");
    mac.update(token.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000_000;
    const FRESH: Presented = Presented { began: NOW - 1_000, last_used: NOW - 1_000, ended: false, used_at: None };

    #[test]
    fn the_current_token_is_followed_by_the_next() {
        assert_eq!(judge(FRESH, NOW), Verdict::Rotate);
    }

    #[test]
    fn two_tabs_at_once_get_the_same_token() {
        let used = Presented { used_at: Some(NOW), ..FRESH };
        assert_eq!(judge(used, NOW + GRACE_MILLIS - 1), Verdict::Repeat);
        assert_eq!(successor(b"secret", "token"), successor(b"secret", "token"));
        assert_ne!(successor(b"secret", "token"), successor(b"other", "token"));
        assert!(crate::opaque::is_token(&successor(b"secret", "token")));
    }

    #[test]
    fn a_copied_token_ends_the_session() {
        let used = Presented { used_at: Some(NOW), ..FRESH };
        assert_eq!(judge(used, NOW + GRACE_MILLIS), Verdict::Revoke);
    }

    #[test]
    fn a_session_ends_after_thirty_days_unused_and_ninety_in_all() {
        assert_eq!(judge(FRESH, FRESH.last_used + IDLE * 1_000), Verdict::Over);
        let kept_alive = Presented { last_used: NOW + ABSOLUTE * 1_000 - 2_000, ..FRESH };
        assert_eq!(judge(kept_alive, FRESH.began + ABSOLUTE * 1_000 - 1), Verdict::Rotate);
        assert_eq!(judge(kept_alive, FRESH.began + ABSOLUTE * 1_000), Verdict::Over);
        assert_eq!(judge(Presented { ended: true, ..FRESH }, NOW), Verdict::Over);
    }
}
