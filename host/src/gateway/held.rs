//! Held answers: the backend's answer is passed on and goes on with what is published, as Server-Sent Events do.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Response};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep};
use wasmtime_wasi_http::{Error, WasiBody};

use super::channels::Listener;
use super::outbox::Delivery;

/// How often a keep-alive is sent where nothing is said, as in Pushpin.
const KEEP_ALIVE: Duration = Duration::from_secs(55);

/// How long an answer is held. Its client comes again, and the backend looks again at who it is.
const HELD: Duration = Duration::from_secs(15 * 60);

/// What the headers of an answer say about holding it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Instruct {
    /// The channels and the filters of each.
    pub(crate) channels: Vec<(String, Vec<String>)>,
    /// What filters know of the client.
    pub(crate) meta: Vec<(String, String)>,
    /// What is written after so much silence.
    pub(crate) keep_alive: Option<(Bytes, Duration)>,
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
        Some(Self { channels, meta, keep_alive })
    }
}

fn channel(value: &str) -> Option<(String, Vec<String>)> {
    let mut parts = value.split(';');
    let name = parts.next()?.trim();
    let filters = parts.filter_map(pair).filter(|(name, _)| name == "filter").map(|(_, value)| value);
    (!name.is_empty()).then(|| (name.to_owned(), filters.collect()))
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

/// Holds an answer: it goes on for as long as the client listens, and is published to.
#[must_use]
pub(crate) fn hold(
    response: Response<WasiBody>,
    instruct: Instruct,
    mut listener: Listener,
    place: OwnedSemaphorePermit,
) -> Response<WasiBody> {
    let (mut head, body) = response.into_parts();
    head.headers.remove(CONTENT_LENGTH);
    for (name, value) in &instruct.meta {
        listener.set_meta(name, Some(value));
    }
    for (channel, filters) in instruct.channels {
        listener.subscribe(&channel, filters);
    }
    let keep_alive = instruct.keep_alive.map(|(content, every)| KeepAlive {
        content,
        every,
        sleep: Box::pin(tokio::time::sleep(every)),
    });
    let end = Box::pin(tokio::time::sleep(HELD));
    let held = Held { first: Some(body), listener: Some(listener), keep_alive, end, _place: place };
    Response::from_parts(head, held.boxed_unsync())
}

struct Held {
    /// What the backend wrote itself, until it is written.
    first: Option<WasiBody>,
    /// `None` once it has ended.
    listener: Option<Listener>,
    keep_alive: Option<KeepAlive>,
    end: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

struct KeepAlive {
    content: Bytes,
    every: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl Held {
    fn piece(&mut self, bytes: Bytes) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Some(keep_alive) = &mut self.keep_alive {
            keep_alive.sleep.as_mut().reset(Instant::now() + keep_alive.every);
        }
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

impl Body for Held {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Some(first) = &mut self.first {
            match Pin::new(first).poll_frame(cx) {
                Poll::Ready(None) => self.first = None,
                // A body that goes on must not begin to be trailers.
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        return self.piece(data);
                    }
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Ready(Some(Err(error))) => {
                    self.listener = None;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Pending => return Poll::Pending,
            }
        }
        let Some(listener) = &self.listener else { return Poll::Ready(None) };
        match listener.outbox.poll_next(cx) {
            Poll::Ready(Ok(Delivery::Bytes(bytes))) => return self.piece(bytes),
            Poll::Ready(Ok(Delivery::Last(_) | Delivery::Stop)) => {
                self.listener = None;
                return Poll::Ready(None);
            }
            Poll::Ready(Err(_)) => {
                self.listener = None;
                return Poll::Ready(Some(Err(Error::ConnectionWriteTimeout)));
            }
            Poll::Pending => {}
        }
        if self.end.as_mut().poll(cx).is_ready() {
            self.listener = None;
            return Poll::Ready(None);
        }
        let Some(keep_alive) = &mut self.keep_alive else { return Poll::Pending };
        ready!(keep_alive.sleep.as_mut().poll(cx));
        let content = keep_alive.content.clone();
        self.piece(content)
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
        headers.insert("grip-hold", HeaderValue::from_static("response"));
        assert_eq!(Instruct::read(&headers), None);
    }
}
