//! Entity tags (RFC 9110, section 8.8.3) and the preconditions that use them.

/// The tag of a record at a version.
#[must_use]
pub fn of_version(version: u64) -> String {
    format!("\"v{version}\"")
}

/// Whether `If-None-Match` names `tag`, so that the answer is 304. The comparison is weak, as the RFC says for this header.
#[must_use]
pub fn none_match(header: &str, tag: &str) -> bool {
    header.trim() == "*" || tags(header).any(|listed| weak(listed) == weak(tag))
}

/// Whether `If-Match` lets a change to what has `tag` through. The comparison is strong.
#[must_use]
pub fn matches(header: &str, tag: &str) -> bool {
    header.trim() == "*" || tags(header).any(|listed| listed == tag && !listed.starts_with("W/"))
}

fn tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(str::trim)
}

fn weak(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cached_copy_is_recognised() {
        assert!(none_match("\"v3\", W/\"v4\"", "\"v4\""));
        assert!(none_match("*", "\"v4\""));
        assert!(!none_match("\"v5\"", "\"v4\""));
    }

    #[test]
    fn a_change_needs_the_very_version() {
        assert!(matches("\"v4\"", "\"v4\""));
        assert!(matches("*", "\"v4\""));
        assert!(!matches("W/\"v4\"", "\"v4\""));
        assert!(!matches("", "\"v4\""));
    }
}
