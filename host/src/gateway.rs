//! The gateway for real time: WebSockets for components, which Spin has not, and held answers, by the protocol of Pushpin (GRIP).
//!
//! It stands before some of the application's paths. A WebSocket there becomes requests to the component, one at a time; what the component
//! answers becomes messages, and subscriptions to channels. What is published to a channel, at a port of its own, goes to everybody
//! who listens.

mod channels;
mod connection;
mod exchange;
mod filters;
mod frame;
mod handshake;
mod held;
mod item;
mod outbox;
mod publish;
mod seen;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use http::header::{HOST, SEC_WEBSOCKET_VERSION};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use mirubato_grip::Event;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use uuid::Uuid;
use wasmtime_wasi_http::WasiBody;

use self::channels::{Channels, Kind};
use self::connection::Connection;
use self::exchange::{About, Backend, Reply, Signer};
use self::held::Instruct;
use self::seen::Seen;
use crate::dispatch::Dispatch;
use crate::options::Gateway as Options;
use crate::stop::Stop;

/// The variable with the key that the gateway shares with the components behind it.
pub(crate) const KEY: &str = "gateway_key";

/// The fewest bytes of that key.
const SHORTEST_KEY: usize = 32;

/// Stands before some paths of the application.
pub(crate) struct Gateway {
    options: Options,
    dispatch: Arc<Dispatch>,
    signer: Arc<Signer>,
    channels: Arc<Channels>,
    /// One permit for each WebSocket and held answer.
    places: Arc<Semaphore>,
}

/// What of the gateway runs by itself.
pub(crate) struct Publishing {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    server: JoinHandle<()>,
}

impl Gateway {
    /// Starts it: its port is open when this returns.
    ///
    /// # Errors
    /// When the key is missing or short, or the port is taken.
    pub(crate) async fn start(
        options: Options,
        key: Option<String>,
        dispatch: Arc<Dispatch>,
        stop: Stop,
    ) -> anyhow::Result<(Arc<Self>, Publishing)> {
        let key = key.filter(|key| key.len() >= SHORTEST_KEY).with_context(|| {
            format!("the gateway needs the variable `{KEY}`, of {SHORTEST_KEY} bytes or more (set SPIN_VARIABLE_GATEWAY_KEY)")
        })?;
        let listener = TcpListener::bind(options.publish).await;
        let listener = listener.with_context(|| format!("the gateway cannot listen on {}", options.publish))?;
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            tracing::warn!(%address, "whoever reaches this port can send anything to everybody");
        }
        let channels: Arc<Channels> = Arc::default();
        let places = Arc::new(Semaphore::new(options.connections));
        let signer = Arc::new(Signer::new(key.into_bytes()));
        let server = tokio::spawn(publish::serve(listener, channels.clone(), Arc::new(Seen::default()), stop));
        tracing::info!(paths = ?options.paths, publish = %address, "the gateway stands");
        Ok((Arc::new(Self { options, dispatch, signer, channels, places }), Publishing { address, server }))
    }

    /// Whether it stands before `path`.
    #[must_use]
    pub(crate) fn takes(&self, path: &str) -> bool {
        self.options.paths.iter().any(|prefix| path.starts_with(prefix.as_str()))
    }

    /// Answers a request to one of its paths.
    pub(crate) async fn answer(&self, mut request: Request<Incoming>, client: SocketAddr) -> Response<WasiBody> {
        let upgrade = hyper::upgrade::on(&mut request);
        let (mut parts, body) = request.into_parts();
        handshake::strip(&mut parts.headers);
        if !handshake::is_wanted(&parts) {
            if !handshake::is_forged(&parts.headers) {
                parts.headers.insert(HeaderName::from_static("grip-sig"), self.signer.sign());
            }
            let host = parts.headers.get(HOST).cloned();
            let answer = self.dispatch.answer(Request::from_parts(parts, body), client).await;
            return self.hold(answer, host, client);
        }
        let accept = match handshake::accept(&parts) {
            Ok(accept) => accept,
            Err(status) => return refused(status),
        };
        let Some(place) = self.place() else { return refused(StatusCode::SERVICE_UNAVAILABLE) };
        let backend = self.backend(parts, client);
        let (reply, meta) = match open(&backend).await {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        let response = handshake::welcome(accept, &reply.headers);
        let mut connection = Connection::new(backend, meta, self.channels.listener(Kind::Socket), place);
        // Before the client hears that it is in: from then on it misses nothing.
        let first = connection.apply(reply);
        tokio::spawn(connection.run(upgrade, first));
        response
    }

    fn backend(&self, parts: Parts, client: SocketAddr) -> Backend {
        let headers = handshake::along(parts.headers, &Uuid::new_v4().to_string());
        let about = Arc::new(About { uri: parts.uri, headers, client });
        Backend { dispatch: self.dispatch.clone(), signer: self.signer.clone(), about }
    }

    fn hold(
        &self,
        mut answer: Response<WasiBody>,
        host: Option<HeaderValue>,
        client: SocketAddr,
    ) -> Response<WasiBody> {
        let instruct = Instruct::read(answer.headers());
        held::strip(answer.headers_mut());
        match instruct {
            Some(instruct) => match self.place() {
                Some(place) => {
                    let (dispatch, signer) = (self.dispatch.clone(), self.signer.clone());
                    let backend = held::Backend { dispatch, signer, host, client };
                    held::hold(answer, instruct, self.channels.listener(Kind::Held), backend, place)
                }
                None => refused(StatusCode::SERVICE_UNAVAILABLE),
            },
            None => answer,
        }
    }

    fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }

    /// Tells everybody that the host stops, and waits until they are gone, but no longer than `patience`.
    pub(crate) async fn stop(&self, patience: Duration) {
        self.channels.stop();
        let all = u32::try_from(self.options.connections).unwrap_or(u32::MAX);
        if timeout(patience, self.places.acquire_many(all)).await.is_err() {
            tracing::warn!("clients of the gateway were cut off");
        }
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Asks the backend until it lets the client in. One that answers nothing, but when it wants to be asked again, has not decided.
async fn open(backend: &Backend) -> Result<(Reply, HeaderMap), Response<WasiBody>> {
    let mut meta = HeaderMap::new();
    let mut reply = backend.exchange(&[Event::Open], &meta).await?;
    while let (true, Some(interval)) = (reply.events.is_empty(), reply.keep_alive) {
        exchange::remember(&mut meta, reply.meta);
        tokio::time::sleep(interval).await;
        reply = backend.exchange(&[], &meta).await?;
    }
    if reply.events.first() != Some(&Event::Open) {
        return Err(exchange::bad_gateway());
    }
    reply.events.remove(0);
    Ok((reply, meta))
}

fn refused(status: StatusCode) -> Response<WasiBody> {
    let mut response = Response::new(Empty::new().map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    if status == StatusCode::UPGRADE_REQUIRED {
        response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    }
    response
}
