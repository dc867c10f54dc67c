//! Which request ids are taken over from a caller.

/// Whether a caller's `X-Request-ID` is used: 1 to 64 of `[A-Za-z0-9._-]`. Anything else could break a log line.
#[must_use]
pub fn is_acceptable(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::is_acceptable;

    #[test]
    fn a_log_line_cannot_be_forged() {
        assert!(is_acceptable("0190b3c2.A_b-9"));
        for bad in ["", "a b", "a\nlevel=error", "ä", "a\"", &"a".repeat(65)] {
            assert!(!is_acceptable(bad), "{bad:?}");
        }
    }
}
