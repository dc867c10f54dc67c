//! Whether a request came from the app itself. Guards what a cookie would otherwise let any site do in the user's name.

/// What the browser says about where a request comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Provenance<'a> {
    /// `Sec-Fetch-Site`.
    pub fetch_site: Option<&'a str>,
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// `Host`, or the authority of the URL.
    pub host: Option<&'a str>,
}

/// Whether an unsafe request that carries a cookie may pass: it says that it is same-origin, or its `Origin` is ours or in `allowed`.
///
/// A request that says nothing of its origin is refused: every browser that sends our cookies sends one of the two headers.
#[must_use]
pub fn is_own(provenance: Provenance<'_>, allowed: &[String]) -> bool {
    if let Some(origin) = provenance.origin {
        let host = origin.split_once("://").map(|(_, host)| host);
        return allowed.iter().any(|one| one == origin) || (host.is_some() && host == provenance.host);
    }
    provenance.fetch_site == Some("same-origin")
}

/// Whether a method may change something (RFC 9110, section 9.2.1).
#[must_use]
pub fn is_unsafe(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(fetch_site: Option<&'static str>, origin: Option<&'static str>) -> Provenance<'static> {
        Provenance { fetch_site, origin, host: Some("journal.example:3000") }
    }

    #[test]
    fn the_app_itself_passes() {
        assert!(is_own(from(Some("same-origin"), Some("https://journal.example:3000")), &[]));
        assert!(is_own(from(None, Some("http://journal.example:3000")), &[]));
        assert!(is_own(from(Some("same-origin"), None), &[]));
    }

    #[test]
    fn another_site_does_not() {
        assert!(!is_own(from(Some("cross-site"), Some("https://evil.example")), &[]));
        assert!(!is_own(from(Some("same-site"), Some("https://evil.journal.example")), &[]));
        assert!(!is_own(from(Some("same-origin"), Some("null")), &[]));
        assert!(!is_own(from(Some("none"), None), &[]));
        assert!(!is_own(from(None, None), &[]));
        assert!(!is_own(from(None, Some("https://journal.example:3000.evil.example")), &[]));
        assert!(!is_own(Provenance { origin: Some("https://"), host: None, fetch_site: None }, &[]));
    }

    #[test]
    fn an_app_on_another_host_passes_when_it_is_listed() {
        let allowed = ["https://app.example".to_owned()];
        assert!(is_own(from(Some("cross-site"), Some("https://app.example")), &allowed));
        assert!(!is_own(from(Some("cross-site"), Some("https://app.example.evil")), &allowed));
    }
}
