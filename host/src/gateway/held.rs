//! Held answers: the backend's answer is passed on and goes on with what is published, as Server-Sent Events do.

mod instruct;

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use http_body::{Body, Frame};
use http_body_util::{BodyExt as _, Empty};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, sleep};
use wasmtime_wasi_http::{Error, WasiBody};

pub(crate) use self::instruct::{Instruct, strip};
use super::channels::Listener;
use super::exchange::Signer;
use super::outbox::Delivery;
use crate::dispatch::Dispatch;

/// Who is asked how a held answer goes on.
pub(crate) struct Backend {
    /// What answers.
    pub(crate) dispatch: Arc<Dispatch>,
    /// Who signs.
    pub(crate) signer: Arc<Signer>,
    /// The host that the client named.
    pub(crate) host: Option<HeaderValue>,
    /// The client.
    pub(crate) client: SocketAddr,
}

impl Backend {
    /// Asks. None of what the client sent goes along, as in Pushpin: the question is the gateway's own.
    fn ask(&self, uri: Uri) -> Asking {
        let mut request = Request::new(Empty::new().map_err(|never| match never {}).boxed_unsync());
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(HeaderName::from_static("grip-sig"), self.signer.sign());
        headers.extend(self.host.clone().map(|host| (HOST, host)));
        let (dispatch, client) = (self.dispatch.clone(), self.client);
        Box::pin(async move { dispatch.pass(request, client).await })
    }
}

/// Holds an answer: it goes on for as long as the client listens, and is published to.
#[must_use]
pub(crate) fn hold(
    response: Response<WasiBody>,
    instruct: Instruct,
    listener: Listener,
    backend: Backend,
    place: OwnedSemaphorePermit,
) -> Response<WasiBody> {
    let (mut head, body) = response.into_parts();
    head.headers.remove(CONTENT_LENGTH);
    let mut held = Held {
        backend,
        written: Some(body),
        listener: Some(listener),
        keep_alive: None,
        next: None,
        asking: None,
        _place: place,
    };
    held.follow(instruct);
    Response::from_parts(head, held.boxed_unsync())
}

struct Held {
    backend: Backend,
    /// What the backend wrote itself, until it is written.
    written: Option<WasiBody>,
    /// `None` once it has ended.
    listener: Option<Listener>,
    keep_alive: Option<KeepAlive>,
    /// Where it is asked how it goes on, and when.
    next: Option<(Uri, Pin<Box<Sleep>>)>,
    asking: Option<Asking>,
    _place: OwnedSemaphorePermit,
}

type Asking = Pin<Box<dyn Future<Output = Response<WasiBody>> + Send>>;

struct KeepAlive {
    content: Bytes,
    every: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl Held {
    fn follow(&mut self, instruct: Instruct) {
        if let Some(listener) = &mut self.listener {
            for (name, value) in &instruct.meta {
                listener.set_meta(name, Some(value));
            }
            listener.listen_only(instruct.channels);
        }
        let keep_alive = |(content, every)| KeepAlive { content, every, sleep: Box::pin(sleep(every)) };
        self.keep_alive = instruct.keep_alive.map(keep_alive);
        self.next = instruct.next.map(|(uri, after)| (uri, Box::pin(sleep(after))));
    }

    /// Goes on as the backend says now; one that says nothing about it, or fails, ends it.
    fn go_on(&mut self, answer: Response<WasiBody>) {
        let (head, body) = answer.into_parts();
        let instruct = head.status.is_success().then(|| Instruct::read(&head.headers));
        if instruct.is_some() {
            self.written = Some(body);
        }
        match instruct.flatten() {
            Some(instruct) => self.follow(instruct),
            None => self.listener = None,
        }
    }

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
        if let Some(asking) = &mut self.asking {
            let answer = ready!(asking.as_mut().poll(cx));
            self.asking = None;
            self.go_on(answer);
        }
        if let Some(written) = &mut self.written {
            match ready!(Pin::new(written).poll_frame(cx)) {
                None => self.written = None,
                // A body that goes on must not begin to be trailers.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return self.piece(data);
                    }
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Err(error)) => {
                    self.written = None;
                    self.listener = None;
                    return Poll::Ready(Some(Err(error)));
                }
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
        if let Some((uri, when)) = &mut self.next
            && when.as_mut().poll(cx).is_ready()
        {
            let uri = std::mem::take(uri);
            self.next = None;
            self.asking = Some(self.backend.ask(uri));
            return self.poll_frame(cx);
        }
        let Some(keep_alive) = &mut self.keep_alive else { return Poll::Pending };
        ready!(keep_alive.sleep.as_mut().poll(cx));
        let content = keep_alive.content.clone();
        self.piece(content)
    }
}
