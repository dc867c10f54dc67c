//! Cookies: reading the request's, writing ours.

/// The value of the cookie called `name`, from one or more `Cookie` headers.
#[must_use]
pub fn find<'a>(headers: impl IntoIterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    headers.into_iter().flat_map(|header| header.split(';')).find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name && !value.is_empty()).then_some(value)
    })
}

/// A cookie of the session: not readable by scripts, sent over TLS only, not sent by other sites except when following a link to us.
#[must_use]
pub fn session(name: &str, value: &str, path: &str, max_age_seconds: u64) -> String {
    format!("{name}={value}; Path={path}; Max-Age={max_age_seconds}; HttpOnly; Secure; SameSite=Lax")
}

/// What makes the browser forget it.
#[must_use]
pub fn forget(name: &str, path: &str) -> String {
    session(name, "", path, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_is_found_by_its_whole_name() {
        let headers = ["theme=dark; __Host-access=abc", "other=1"];
        assert_eq!(find(headers, "__Host-access"), Some("abc"));
        assert_eq!(find(headers, "access"), None);
        assert_eq!(find(["__Host-access="], "__Host-access"), None);
    }

    #[test]
    fn ours_are_out_of_reach_of_scripts_and_other_sites() {
        assert_eq!(
            session("__Host-access", "abc", "/", 900),
            "__Host-access=abc; Path=/; Max-Age=900; HttpOnly; Secure; SameSite=Lax"
        );
        assert!(forget("__Host-access", "/").contains("Max-Age=0"));
    }
}
