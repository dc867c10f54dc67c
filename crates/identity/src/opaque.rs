//! Tokens that mean nothing in themselves: whoever holds one is whom it was given to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The random bytes in a token.
pub const BYTES: usize = 32;

/// A token from random bytes, 43 characters that need no quoting in a URL or a cookie.
#[must_use]
pub fn token(random: [u8; BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// What is stored of it. A plain hash is enough: nobody can try out 256 bits.
#[must_use]
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// Whether `text` can be a token at all. Saves asking the store about anything else.
#[must_use]
pub fn is_token(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_stored_as_something_else() {
        let token = token([7; BYTES]);
        assert!(is_token(&token));
        assert_ne!(hash(&token), token);
        assert_eq!(hash(&token), hash(&token));
    }

    #[test]
    fn what_cannot_be_a_token_is_not_looked_up() {
        for text in ["", "a", &"a".repeat(44), &format!("{}%", "a".repeat(42)), &"é".repeat(43)] {
            assert!(!is_token(text), "{text}");
        }
    }
}
