//! `GET /sync/events`: Server-Sent Events. A gateway holds them where there is one, else this service does.

use std::collections::VecDeque;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use mirubato_kit::caller::Caller;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, limit, platform};
use mirubato_problem::catalogue;
use mirubato_realtime::{news, session_channel, tell, user_channel};
use serde::Deserialize;

use super::device;
use crate::app::App;
use crate::store::connections;
use crate::{DATABASE, changes};

/// The most bytes of changes in one event.
const MAX_EVENT: usize = 900_000;
/// How often this service itself looks for news.
const LOOK: Duration = Duration::from_secs(2);
/// Looks between two signs of life, and between two looks at whether the session is still open.
const HEARTBEAT: u32 = 7;
const SESSION: u32 = 15;
/// Seconds after which a held stream ends. Its client comes again, and it is looked at anew who that is.
const HELD: u32 = 900;
/// A comment, which clients pass over.
const SIGN_OF_LIFE: &str = ":\n\n";

/// Tells what changes. Begins with `WELCOME`, and with what changed since `Last-Event-ID`.
pub(super) async fn listen(State(app): State<App>, context: Context, caller: Caller, parts: Parts) -> Result<Response> {
    // Never from what was found a moment ago: a session that ended since then would go on hearing.
    if !changes::session_open(&app, &caller.user, &caller.session, &context).await? {
        return Err((&catalogue::SESSION_ENDED).into());
    }
    // A stream lasts, and nobody says when it ends, so it is its beginnings that are counted.
    limit::spend(&app.redis_url, app.handshakes, &caller.user, Some(&context)).await?;
    let device = device(&parts)?;
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let last = text("last-event-id").and_then(|id| id.trim().parse().ok());
    let mut listener = Listener { app: app.clone(), context, caller, device, last, ready: VecDeque::new(), looks: 0 };
    let held = app.is_gateway(&parts.headers);
    listener.welcome().await?;
    let mut response = if held {
        let first: String = listener.ready.drain(..).collect();
        let mut response = Response::new(Body::from(first));
        listener.hold(&mut response);
        response
    } else {
        Response::new(Body::from_stream(futures::stream::unfold(listener, Listener::go_on)))
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
    // A proxy that collects what it passes on would keep it all.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// `GET /sync/events/over`: the gateway asks how a stream goes on that it has held for long enough. It does not.
pub(super) async fn over() -> Response {
    Response::new(Body::empty())
}

/// Somebody who listens.
struct Listener {
    app: App,
    context: Context,
    caller: Caller,
    device: String,
    /// The version up to which they have been told.
    last: Option<u64>,
    ready: VecDeque<String>,
    looks: u32,
}

/// What matters of a page of changes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    version: u64,
    has_more: bool,
}

impl Listener {
    async fn welcome(&mut self) -> Result<()> {
        let now = platform::now();
        let version = changes::status(&self.app, &self.caller.user, &self.context).await?.version;
        let present = connections::present(&DATABASE, &self.caller.user, now).await?;
        // Without an id: it tells of no change.
        self.ready.push_back(news::event(None, &tell::welcome(None, &self.device, version, &present, now)));
        match self.last {
            Some(last) if last < version => self.catch_up(last, version).await,
            Some(_) => {}
            None => self.last = Some(version),
        }
        Ok(())
    }

    /// Tells what changed after `since` on the way to `version`, or, where that is too much for one event, that there is something to pull.
    async fn catch_up(&mut self, since: u64, version: u64) {
        let now = platform::now();
        let page = changes::pull(&self.app, &self.caller.user, &self.device, since, &self.context).await;
        let whole = page.ok().filter(|page| page.get().len() <= MAX_EVENT).and_then(|page| {
            let Page { version, has_more } = serde_json::from_str(page.get()).ok()?;
            (!has_more).then_some((page, version))
        });
        self.ready.push_back(match &whole {
            Some((page, version)) => news::event(Some(*version), &tell::caught_up(None, page.get(), now)),
            // Without an id: until the client has pulled it has not come that far.
            None => news::event(None, &tell::changed(None, version, None, now)),
        });
        self.last = Some(whole.map_or(version, |(_, version)| version));
    }

    /// The next piece, after a look for news where none is ready. The client is gone when nobody asks for another.
    async fn go_on(mut self) -> Option<(Result<Bytes, std::convert::Infallible>, Self)> {
        loop {
            if let Some(text) = self.ready.pop_front() {
                return Some((Ok(Bytes::from(text)), self));
            }
            platform::sleep(LOOK).await;
            self.looks += 1;
            if self.looks.is_multiple_of(SESSION) && !self.is_signed_in().await {
                return None;
            }
            if self.looks.is_multiple_of(HEARTBEAT) {
                self.ready.push_back(SIGN_OF_LIFE.to_owned());
            }
            let status = changes::status(&self.app, &self.caller.user, &self.context).await;
            if let Ok(status) = status {
                match self.last {
                    Some(last) if last < status.version => self.catch_up(last, status.version).await,
                    Some(_) => {}
                    None => self.last = Some(status.version),
                }
            }
        }
    }

    /// A session that cannot be asked about goes on.
    async fn is_signed_in(&self) -> bool {
        let Caller { user, session, .. } = &self.caller;
        changes::session_open(&self.app, user, session, &self.context).await.unwrap_or(true)
    }

    /// Leaves the rest to the gateway.
    fn hold(&self, response: &mut Response) {
        let headers = response.headers_mut();
        let mut add = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.append(HeaderName::from_static(name), value);
            }
        };
        add("grip-hold", "stream".to_owned());
        add("grip-channel", format!("{}; filter=skip-self", user_channel(&self.caller.user)));
        add("grip-channel", session_channel(&self.caller.session));
        add("grip-set-meta", format!("user=\"{}\"", self.device));
        add("grip-keep-alive", ":\\n\\n; format=cstring; timeout=20".to_owned());
        add("grip-link", format!("</sync/events/over>; rel=next; timeout={HELD}"));
    }
}
