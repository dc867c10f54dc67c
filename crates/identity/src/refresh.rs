//! Refresh tokens: each is used once and gives the next (RFC 9700, section 4.14).
//!
//! The next token is made from the one before with a secret, so the same token, sent twice within the grace, gets the same answer: two tabs
//! that refresh at once, or an answer lost on the way, log nobody out. A token used later than that has been copied, and the session ends.
//!
//! The first 20 characters of a token, 120 random bits, are those of its family and stay the same for the whole session. By them a token is
//! recognised however long ago it was used: a thief cannot push it out of memory by refreshing twice. The rest is different every time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::opaque;

/// How long a session lasts without being used, in seconds: 30 days.
pub const IDLE: u64 = 30 * 86_400;
/// How long it lasts at all, in seconds: 90 days.
pub const ABSOLUTE: u64 = 90 * 86_400;
/// How long after its use a token still gets the same successor, in milliseconds.
pub const GRACE_MILLIS: u64 = 20_000;

/// The characters of a token that stay the same for the whole session.
const FAMILY: usize = 20;

/// What the store knows about a session and the token that was presented. Times in Unix milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Presented {
    /// When the session began.
    pub began: u64,
    /// When it was last refreshed.
    pub last_used: u64,
    /// Whether it was ended, by its user or by a stolen token.
    pub ended: bool,
    /// Which of the session's tokens it is.
    pub token: Which,
}

/// Which token of a session was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one to be used next.
    Current,
    /// The one before it, and when that was used.
    Previous(u64),
    /// One from before that.
    Older,
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
    let Presented { began, last_used, ended, token } = presented;
    if ended || now >= began + ABSOLUTE * 1_000 || now >= last_used + IDLE * 1_000 {
        return Verdict::Over;
    }
    match token {
        Which::Current => Verdict::Rotate,
        Which::Previous(at) if now < at + GRACE_MILLIS => Verdict::Repeat,
        Which::Previous(_) | Which::Older => Verdict::Revoke,
    }
}

/// What the tokens of one session have in common; `None` for what is no token.
#[must_use]
pub fn family(token: &str) -> Option<&str> {
    if opaque::is_token(token) { token.get(..FAMILY) } else { None }
}

/// The token that follows `token`, in the same family. As hard to guess as the secret, and the same every time. `None` for what is no token.
#[must_use]
pub fn successor(secret: &[u8], token: &str) -> Option<String> {
    let family = family(token)?;
    // An HMAC takes a key of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(b"mirubato refresh token\0");
    mac.update(token.as_bytes());
    let own = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    Some(format!("{family}{}", own.get(..own.len() - FAMILY)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000_000;
    const FRESH: Presented =
        Presented { began: NOW - 1_000, last_used: NOW - 1_000, ended: false, token: Which::Current };

    #[test]
    fn the_current_token_is_followed_by_the_next() {
        assert_eq!(judge(FRESH, NOW), Verdict::Rotate);
    }

    #[test]
    fn two_tabs_at_once_get_the_same_token() {
        let used = Presented { token: Which::Previous(NOW), ..FRESH };
        assert_eq!(judge(used, NOW + GRACE_MILLIS - 1), Verdict::Repeat);
        let (first, next) =
            (opaque::token([1; opaque::BYTES]), successor(b"secret", &opaque::token([1; opaque::BYTES])));
        assert_eq!(next, successor(b"secret", &first));
        assert_ne!(next, successor(b"other", &first));
    }

    #[test]
    fn a_copied_token_ends_the_session_however_old_it_is() {
        let used = Presented { token: Which::Previous(NOW), ..FRESH };
        assert_eq!(judge(used, NOW + GRACE_MILLIS), Verdict::Revoke);
        assert_eq!(judge(Presented { token: Which::Older, ..FRESH }, NOW), Verdict::Revoke);
    }

    #[test]
    fn the_tokens_of_a_session_have_their_beginning_in_common_and_no_more() {
        let mut tokens = vec![opaque::token([1; opaque::BYTES])];
        for _ in 0..10 {
            let next = successor(b"secret", tokens.last().unwrap()).unwrap();
            assert!(opaque::is_token(&next));
            assert_eq!(family(&next), family(&tokens[0]));
            assert!(!tokens.contains(&next));
            tokens.push(next);
        }
        assert_ne!(family(&opaque::token([2; opaque::BYTES])), family(&tokens[0]));
        assert_eq!(family("short"), None);
        assert_eq!(successor(b"secret", &"é".repeat(43)), None);
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
