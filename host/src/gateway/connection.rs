//! A WebSocket and its backend, from the handshake to the end.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use mirubato_grip::{Control, Event};
use tokio::io::{AsyncRead as _, AsyncReadExt as _, AsyncWriteExt as _, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, timeout};

use super::channels::Listener;
use super::exchange::{self, Backend, Reply};
use super::frame::{self, Broken, Reader, code};
use super::outbox::{Delivery, Overflow};

/// The most bytes of events in one request, as in Pushpin. A single larger event goes alone.
const BATCH: usize = 200_000;

/// How many bytes of events wait before the client is no longer read.
const MAX_WAITING: usize = 400_000;

/// How long a client may take to read what it is sent.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a client may take to answer a close.
const FAREWELL: Duration = Duration::from_secs(5);

/// How often a keep-alive with content is sent where nothing is said, as in Pushpin.
const KEEP_ALIVE: Duration = Duration::from_secs(55);

type Exchange = Pin<Box<dyn Future<Output = Option<Reply>> + Send>>;

/// A connection whose client is let in.
pub(crate) struct Connection {
    backend: Backend,
    listener: Listener,
    /// What the backend has put down, in the form it is sent back in.
    meta: HeaderMap,
    /// The prefix of what is for the client, where the backend speaks GRIP.
    prefix: Option<String>,
    interval: Option<Duration>,
    keep_alive: Option<(Bytes, Duration)>,
    /// What the backend has not been told yet, and its size.
    waiting: VecDeque<Event>,
    waiting_bytes: usize,
    exchange: Option<Exchange>,
    reader: Reader,
    state: State,
    /// When the backend last heard or said something, and when something was last sent.
    last: (Instant, Instant),
    alarm: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
}

/// How far it is with ending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    /// The backend hears no more of it than its end.
    detached: bool,
    /// The client has closed.
    client_closed: bool,
    /// The client was sent a close, which must be answered before this.
    closed: Option<Instant>,
}

/// What happens next.
enum Happening {
    Delivered(Delivery),
    Overflowed,
    Answered(Option<Reply>),
    Read(Event),
    Broken(Broken),
    Gone,
    Alarm,
}

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Both sides have closed.
    Closed,
    /// The client is gone, or given up.
    Gone,
    /// The client broke the rules and was told so.
    Refused,
    /// The backend failed.
    Failed,
}

type Step = Result<(), End>;

impl Connection {
    /// A connection that the backend has accepted. What it said is still to be applied.
    #[must_use]
    pub(crate) fn new(backend: Backend, meta: HeaderMap, listener: Listener, place: OwnedSemaphorePermit) -> Self {
        let now = Instant::now();
        Self {
            backend,
            listener,
            meta,
            prefix: None,
            interval: None,
            keep_alive: None,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            exchange: None,
            reader: Reader::default(),
            state: State::default(),
            last: (now, now),
            alarm: None,
            _place: place,
        }
    }

    /// Does what the backend wants, short of writing, and returns what is to be written.
    pub(crate) fn apply(&mut self, reply: Reply) -> Vec<Delivery> {
        exchange::remember(&mut self.meta, reply.meta);
        self.prefix = self.prefix.take().or(reply.grip);
        self.interval = reply.keep_alive.or(self.interval);
        reply.events.into_iter().filter_map(|event| self.follow(event)).collect()
    }

    fn follow(&mut self, event: Event) -> Option<Delivery> {
        let bytes = match event {
            Event::Text(content) => {
                if self.prefix.is_some() && content.starts_with(mirubato_grip::CONTROL_PREFIX.as_bytes()) {
                    self.control(&content);
                    return None;
                }
                frame::text(self.message(&content)?)
            }
            Event::Binary(content) => frame::binary(self.message(&content)?),
            Event::Ping(content) => frame::ping(&content),
            Event::Pong(content) => frame::pong(&content),
            Event::Close(close) => {
                let (code, reason) = close.unwrap_or((code::NORMAL, String::new()));
                return Some(Delivery::Last(frame::closing(Some((code, &reason)))));
            }
            Event::Disconnect => return Some(Delivery::Last(Bytes::new())),
            Event::Open => return None,
        };
        Some(Delivery::Bytes(bytes))
    }

    /// A message without its prefix; what has none is not for the client.
    fn message<'a>(&self, content: &'a [u8]) -> Option<&'a [u8]> {
        match &self.prefix {
            Some(prefix) => content.strip_prefix(prefix.as_bytes()),
            None => Some(content),
        }
    }

    fn control(&mut self, text: &[u8]) {
        match Control::decode(text) {
            Some(Control::Subscribe { channel, filters }) => self.listener.subscribe(&channel, filters),
            Some(Control::Unsubscribe { channel }) => self.listener.unsubscribe(&channel),
            Some(Control::Detach) => self.state.detached = true,
            Some(Control::SetMeta { name, value }) => self.listener.set_meta(&name, value.as_deref()),
            Some(Control::KeepAlive { content, timeout }) => {
                self.keep_alive = content.map(|content| {
                    let every =
                        timeout.filter(|seconds| *seconds > 0).map(|seconds| Duration::from_secs(seconds.into()));
                    (frame::text(content.as_bytes()), every.unwrap_or(KEEP_ALIVE))
                });
            }
            None => tracing::debug!(text = %String::from_utf8_lossy(text), "a control message is not understood"),
        }
    }

    /// Runs it to its end.
    pub(crate) async fn run(mut self, upgrade: OnUpgrade, first: Vec<Delivery>) {
        let Ok(upgraded) = upgrade.await else {
            return self.farewell().await;
        };
        let mut stream = TokioIo::new(upgraded);
        let end = self.serve(&mut stream, first).await;
        self.listener.leave();
        if end == End::Refused {
            // Closed while the client still sends, it would never read why.
            _ = timeout(FAREWELL, hear_out(&mut stream)).await;
        }
        drop(stream);
        match end {
            End::Closed => self.tell_rest().await,
            End::Gone | End::Refused => self.farewell().await,
            End::Failed => {}
        }
    }

    /// Tells the backend that the client is gone.
    async fn farewell(mut self) {
        self.waiting.push_back(Event::Disconnect);
        self.tell_rest().await;
    }

    /// Tells the backend what it has not heard yet.
    async fn tell_rest(mut self) {
        while let Some(exchange) = self.exchange.take().or_else(|| self.next_exchange()) {
            match exchange.await {
                Some(reply) => _ = self.apply(reply),
                None => return,
            }
        }
    }

    async fn serve(&mut self, stream: &mut TokioIo<Upgraded>, first: Vec<Delivery>) -> End {
        for delivery in first {
            if let Err(end) = self.deliver(stream, delivery).await {
                return end;
            }
        }
        loop {
            if let Err(end) = self.step(stream).await {
                return end;
            }
        }
    }

    async fn step(&mut self, stream: &mut TokioIo<Upgraded>) -> Step {
        if self.exchange.is_none() {
            self.exchange = self.next_exchange();
        }
        if self.exchange.is_none() && self.state.client_closed {
            // The backend has heard of it and has not closed by itself.
            self.write(stream, &frame::closing(None)).await?;
            return Err(End::Closed);
        }
        self.set_alarm();
        match poll_fn(|cx| self.poll(stream, cx)).await {
            Happening::Delivered(delivery) => self.deliver(stream, delivery).await,
            Happening::Answered(Some(reply)) => {
                self.last.0 = Instant::now();
                for delivery in self.apply(reply) {
                    self.deliver(stream, delivery).await?;
                }
                Ok(())
            }
            Happening::Answered(None) => {
                // Pushpin ends the connection without a word. A browser tells its program this code at least.
                self.write(stream, &frame::closing(Some((code::FAILED, "")))).await?;
                Err(End::Failed)
            }
            Happening::Read(event) => self.heard(event),
            Happening::Broken(Broken(code, reason)) => {
                self.write(stream, &frame::closing(Some((code, reason)))).await?;
                Err(End::Refused)
            }
            Happening::Alarm => self.ring(stream).await,
            Happening::Overflowed | Happening::Gone => Err(End::Gone),
        }
    }

    fn poll(&mut self, stream: &mut TokioIo<Upgraded>, cx: &mut Context<'_>) -> Poll<Happening> {
        if self.state.closed.is_none()
            && let Poll::Ready(delivery) = self.listener.outbox.poll_next(cx)
        {
            return Poll::Ready(delivery.map_or_else(|Overflow| Happening::Overflowed, Happening::Delivered));
        }
        if let Some(exchange) = &mut self.exchange
            && let Poll::Ready(reply) = exchange.as_mut().poll(cx)
        {
            self.exchange = None;
            return Poll::Ready(Happening::Answered(reply));
        }
        if let Some(alarm) = &mut self.alarm
            && alarm.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Happening::Alarm);
        }
        if self.state.client_closed || self.waiting_bytes > MAX_WAITING {
            return Poll::Pending;
        }
        self.poll_read(stream, cx)
    }

    fn poll_read(&mut self, stream: &mut TokioIo<Upgraded>, cx: &mut Context<'_>) -> Poll<Happening> {
        // On the stack, so that a connection that waits has no buffer.
        let mut buffer = [0; 4096];
        loop {
            match self.reader.next() {
                Ok(Some(event)) => return Poll::Ready(Happening::Read(event)),
                Ok(None) => {}
                Err(broken) => return Poll::Ready(Happening::Broken(broken)),
            }
            let mut read = ReadBuf::new(&mut buffer);
            match ready!(Pin::new(&mut *stream).poll_read(cx, &mut read)) {
                Ok(()) if !read.filled().is_empty() => self.reader.add(read.filled()),
                Ok(()) | Err(_) => return Poll::Ready(Happening::Gone),
            }
        }
    }

    /// What the client said.
    fn heard(&mut self, event: Event) -> Step {
        let closes = matches!(event, Event::Close(_));
        if closes || !(self.state.detached || self.state.closed.is_some()) {
            self.waiting_bytes += size(&event);
            self.waiting.push_back(event);
        }
        if closes && self.state.closed.is_some() {
            return Err(End::Closed);
        }
        self.state.client_closed |= closes;
        Ok(())
    }

    /// The request with what the backend has not been told yet.
    fn next_exchange(&mut self) -> Option<Exchange> {
        let mut events = Vec::new();
        let mut bytes = 0;
        while let Some(event) = self.waiting.front()
            && (events.is_empty() || bytes + size(event) <= BATCH)
        {
            bytes += size(event);
            events.extend(self.waiting.pop_front());
        }
        self.waiting_bytes = self.waiting_bytes.saturating_sub(bytes);
        if self.waiting.is_empty() {
            self.waiting = VecDeque::new();
        }
        (!events.is_empty()).then(|| self.send(events))
    }

    fn send(&mut self, events: Vec<Event>) -> Exchange {
        self.last.0 = Instant::now();
        let (backend, meta) = (self.backend.clone(), self.meta.clone());
        // By itself: while this connection waits for its client to read, the exchange must go on, or others wait for its turn to end.
        let exchange = tokio::spawn(async move { backend.exchange(&events, &meta).await.ok() });
        Box::pin(async move { exchange.await.ok().flatten() })
    }

    async fn deliver(&mut self, stream: &mut TokioIo<Upgraded>, delivery: Delivery) -> Step {
        if self.state.closed.is_some() {
            return Ok(());
        }
        match delivery {
            Delivery::Bytes(bytes) => self.write(stream, &bytes).await,
            Delivery::Last(bytes) if bytes.is_empty() => Err(End::Closed),
            Delivery::Last(bytes) => self.close(stream, &bytes).await,
            Delivery::Stop => {
                self.write(stream, &frame::closing(Some((code::AWAY, "")))).await?;
                Err(End::Gone)
            }
        }
    }

    async fn close(&mut self, stream: &mut TokioIo<Upgraded>, bytes: &Bytes) -> Step {
        self.write(stream, bytes).await?;
        if self.state.client_closed {
            return Err(End::Closed);
        }
        self.state.closed = Some(Instant::now() + FAREWELL);
        Ok(())
    }

    async fn write(&mut self, stream: &mut TokioIo<Upgraded>, bytes: &Bytes) -> Step {
        let outbox = self.listener.outbox.clone();
        let write = async {
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        let written = tokio::select! {
            biased;
            written = timeout(PATIENCE, write) => written,
            Overflow = poll_fn(|cx| outbox.poll_overflow(cx)) => return Err(End::Gone),
        };
        self.last.1 = Instant::now();
        if matches!(written, Ok(Ok(()))) { Ok(()) } else { Err(End::Gone) }
    }

    /// When something is to be done although nothing happens.
    fn set_alarm(&mut self) {
        let ask = self.interval.filter(|_| self.exchange.is_none() && !self.state.detached);
        let times = [
            ask.map(|interval| self.last.0 + interval),
            self.keep_alive.as_ref().filter(|_| self.state.closed.is_none()).map(|(_, every)| self.last.1 + *every),
            self.state.closed,
        ];
        match (times.into_iter().flatten().min(), &mut self.alarm) {
            (None, alarm) => *alarm = None,
            (Some(time), Some(alarm)) if alarm.deadline() == time => {}
            (Some(time), Some(alarm)) => alarm.as_mut().reset(time),
            (Some(time), alarm) => *alarm = Some(Box::pin(tokio::time::sleep_until(time))),
        }
    }

    async fn ring(&mut self, stream: &mut TokioIo<Upgraded>) -> Step {
        let now = Instant::now();
        if self.state.closed.is_some_and(|end| end <= now) {
            return Err(End::Gone);
        }
        if let Some(interval) = self.interval
            && self.exchange.is_none()
            && !self.state.detached
            && self.last.0 + interval <= now
        {
            self.exchange = Some(self.send(Vec::new()));
        }
        match &self.keep_alive {
            Some((frame, every)) if self.last.1 + *every <= now => {
                let frame = frame.clone();
                self.deliver(stream, Delivery::Bytes(frame)).await
            }
            _ => Ok(()),
        }
    }
}

/// Ends what is sent, and reads until the client has ended too.
async fn hear_out(stream: &mut TokioIo<Upgraded>) {
    _ = stream.shutdown().await;
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}

fn size(event: &Event) -> usize {
    match event {
        Event::Text(content) | Event::Binary(content) | Event::Ping(content) | Event::Pong(content) => {
            content.len() + 16
        }
        Event::Open | Event::Close(_) | Event::Disconnect => 16,
    }
}
