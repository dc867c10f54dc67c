//! The headers a component gets in addition to the client's, and those it must not get.

use std::net::SocketAddr;

use http::header::{CONNECTION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::allowed_hosts::service_of;
use crate::routes::Match;

/// Removes what a client may not send inside: the host name of a component, and what concerns its connection only.
pub(crate) fn strip(headers: &mut HeaderMap) {
    let inside = headers.get(HOST).and_then(|host| host.to_str().ok()).is_some_and(|host| service_of(host).is_some());
    if inside {
        headers.remove(HOST);
    }
    headers.remove(CONNECTION);
}

/// Whether every value is text. Spin answers 500 where one is not.
#[must_use]
pub(crate) fn are_text(headers: &HeaderMap) -> bool {
    headers.values().all(|value| std::str::from_utf8(value.as_bytes()).is_ok())
}

/// Adds Spin's own headers. Like Spin it appends, so a client's header of the same name stays and comes first.
///
/// `uri` must be absolute.
pub(crate) fn add(headers: &mut HeaderMap, uri: &Uri, found: &Match<'_>, client: SocketAddr) {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = uri.scheme_str().unwrap_or("http");
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let full_url = format!("{scheme}://{host}{path}");
    let mut append = |name: &'static str, value: Option<HeaderValue>| {
        if let Some(value) = value {
            headers.append(HeaderName::from_static(name), value);
        }
    };
    append("spin-path-info", value(found.rest.clone()));
    append("spin-full-url", value(full_url));
    append("spin-matched-route", Some(found.route.matched.clone()));
    append("spin-base-path", Some(HeaderValue::from_static("/")));
    append("spin-raw-component-route", Some(found.route.raw.clone()));
    append("spin-component-route", Some(found.route.prefix.clone()));
    append("spin-client-addr", value(client.to_string()));
    for (name, text) in &found.captures {
        let name = format!("spin-path-match-{}", name.to_ascii_lowercase().replace('_', "-"));
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), value((*text).to_owned())) {
            headers.append(name, value);
        }
    }
}

fn value(text: String) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(bytes::Bytes::from(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{HttpTrigger, Route, Target};
    use crate::routes::Router;

    fn told(route: &str, uri: &str, client: &[(&'static str, &'static str)]) -> HeaderMap {
        let trigger = HttpTrigger { route: Route::Path(route.to_owned()), target: Target::Component("c".to_owned()) };
        let (router, _) = Router::new(&[trigger]).unwrap();
        let uri: Uri = uri.parse().unwrap();
        let mut headers: HeaderMap = client
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        add(&mut headers, &uri, &router.find(uri.path()).unwrap(), "127.0.0.1:99".parse().unwrap());
        headers
    }

    #[test]
    fn a_component_learns_how_it_was_reached() {
        let headers = told("/a/:user_id/...", "http://x.example:80/a/7/b?c=d", &[("host", "x.example:80")]);
        for (name, value) in [
            ("spin-full-url", "http://x.example:80/a/7/b?c=d"),
            ("spin-path-info", "/b"),
            ("spin-matched-route", "/a/:user_id/..."),
            ("spin-raw-component-route", "/a/:user_id/..."),
            ("spin-component-route", "/a/:user_id"),
            ("spin-base-path", "/"),
            ("spin-client-addr", "127.0.0.1:99"),
            ("spin-path-match-user-id", "7"),
        ] {
            assert_eq!(headers[name], value, "{name}");
        }
    }

    #[test]
    fn what_a_client_claims_stays_but_is_not_alone() {
        let headers = told("/...", "http://x/", &[("host", "x"), ("spin-client-addr", "6.6.6.6:6")]);
        let values: Vec<_> = headers.get_all("spin-client-addr").iter().collect();
        assert_eq!(values, ["6.6.6.6:6", "127.0.0.1:99"]);
    }

    #[test]
    fn the_inside_cannot_be_named_from_outside() {
        for (host, kept) in [("api.spin.internal", false), ("api.spin.internal:80", false), ("example.com", true)] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            headers.insert(CONNECTION, HeaderValue::from_static("keep-alive"));
            strip(&mut headers);
            assert_eq!(headers.contains_key(HOST), kept, "{host}");
            assert!(!headers.contains_key(CONNECTION));
        }
    }

    #[test]
    fn values_that_are_no_text_are_found() {
        let mut headers = HeaderMap::new();
        headers.insert("x", HeaderValue::from_bytes(b"\xff").unwrap());
        assert!(!are_text(&headers));
        headers.insert("x", HeaderValue::from_bytes("ä".as_bytes()).unwrap());
        assert!(are_text(&headers));
    }
}
