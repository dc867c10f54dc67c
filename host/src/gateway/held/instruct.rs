//! What the headers of an answer say about holding it (GRIP).

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Uri};

/// How often a keep-alive is sent where nothing is said, as in Pushpin.
const KEEP_ALIVE: Duration = Duration::from_secs(55);

/// After how long it is asked how an answer goes on where nothing is said, as in Pushpin.
const NEXT: Duration = Duration::from_secs(120);

/// What the headers of an answer say about holding it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Instruct {
    /// The channels and the filters of each.
    pub(crate) channels: Vec<(String, Vec<String>)>,
    /// What filters know of the client.
    pub(crate) meta: Vec<(String, String)>,
    /// What is written after so much silence.
    pub(crate) keep_alive: Option<(Bytes, Duration)>,
    /// Where to ask how it goes on, and after how long.
    pub(crate) next: Option<(Uri, Duration)>,
}

impl Instruct {
    /// Reads the headers; `None` where the answer is not to be held.
    #[must_use]
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        if headers.get("grip-hold")? != "stream" {
            return None;
        }
        let all = |name: &str| {
            let values: Vec<_> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
            values.into_iter().flat_map(|value| split(value, ',')).map(|value| value.trim().to_owned())
        };
        let channels = all("grip-channel").filter_map(|value| channel(&value)).collect();
        let meta = all("grip-set-meta").filter_map(|value| pair(&value)).collect();
        let keep_alive = headers.get("grip-keep-alive").and_then(|value| value.to_str().ok()).map(keep_alive);
        let next = all("grip-link").find_map(|value| link(&value));
        Some(Self { channels, meta, keep_alive, next })
    }
}

fn channel(value: &str) -> Option<(String, Vec<String>)> {
    let mut parts = value.split(';');
    let name = parts.next()?.trim();
    let filters = parts.filter_map(pair).filter(|(name, _)| name == "filter").map(|(_, value)| value);
    (!name.is_empty()).then(|| (name.to_owned(), filters.collect()))
}

/// A link to where it goes on. One to somewhere else is not followed.
fn link(value: &str) -> Option<(Uri, Duration)> {
    let (uri, parameters) = value.strip_prefix('<')?.split_once('>')?;
    let parameters: Vec<_> = parameters.split(';').filter_map(pair).collect();
    let parameter = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    if parameter("rel") != Some("next") || !uri.starts_with('/') || uri.starts_with("//") {
        return None;
    }
    let after = match parameter("timeout") {
        Some(seconds) => Duration::from_secs(seconds.parse().ok()?),
        None => NEXT,
    };
    Some((uri.parse().ok()?, after))
}

fn pair(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    Some((name.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
}

/// Splits where `by` is not within quotes.
fn split(text: &str, by: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == by && !quoted
    })
}

fn keep_alive(value: &str) -> (Bytes, Duration) {
    let mut parts = value.split(';');
    let content = parts.next().unwrap_or_default();
    let parameters: Vec<_> = parts.filter_map(pair).collect();
    let parameter = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let content = match parameter("format") {
        Some("cstring") => unescape(content),
        _ => content.to_owned(),
    };
    let seconds = parameter("timeout").and_then(|seconds| seconds.parse().ok()).filter(|seconds| *seconds > 0);
    (content.into(), seconds.map_or(KEEP_ALIVE, Duration::from_secs))
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(other) => other,
                None => break,
            },
            c => c,
        });
    }
    out
}

/// Removes what is for the gateway only.
pub(crate) fn strip(headers: &mut HeaderMap) {
    let ours: Vec<_> = headers.keys().filter(|name| name.as_str().starts_with("grip-")).cloned().collect();
    for name in ours {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_headers_say_how_it_is_held() {
        let mut headers = HeaderMap::new();
        assert_eq!(Instruct::read(&headers), None);
        for (name, value) in [
            ("grip-hold", "stream"),
            ("grip-channel", "a; filter=skip-self, b"),
            ("grip-channel", "c"),
            ("grip-set-meta", "user=\"x,y\""),
            ("grip-keep-alive", "\\n:\\t; format=cstring; timeout=20"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        let instruct = Instruct::read(&headers).unwrap();
        let channels: Vec<_> = instruct.channels.iter().map(|(name, filters)| (name.as_str(), filters.len())).collect();
        assert_eq!(channels, [("a", 1), ("b", 0), ("c", 0)]);
        assert_eq!(instruct.meta, [("user".to_owned(), "x,y".to_owned())]);
        assert_eq!(instruct.keep_alive, Some((Bytes::from_static(b"\n:\t"), Duration::from_secs(20))));
        assert_eq!(instruct.next, None);
        headers.insert("grip-hold", HeaderValue::from_static("response"));
        assert_eq!(Instruct::read(&headers), None);
    }

    #[test]
    fn a_link_says_where_to_ask_how_it_goes_on() {
        let next = |value| link(value).map(|(uri, after)| (uri.to_string(), after.as_secs()));
        assert_eq!(next("</a?b=c>; rel=next; timeout=900"), Some(("/a?b=c".to_owned(), 900)));
        assert_eq!(next("</a>;rel=\"next\""), Some(("/a".to_owned(), 120)));
        for not_ours in [
            "</a>; rel=prev",
            "</a>",
            "/a; rel=next",
            "<http://x/a>; rel=next",
            "<//x/a>; rel=next",
            "</a>; rel=next; timeout=-1",
        ] {
            assert_eq!(next(not_ours), None, "{not_ours}");
        }
    }
}
