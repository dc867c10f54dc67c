//! Bodies from elsewhere, whose sender may have stopped sending.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, timeout};
use wasmtime_wasi_http::Error;

/// How much of a body that nobody wants is read all the same.
const UNWANTED: usize = 8_000_000;
/// For how long it is.
const UNWANTED_PATIENCE: Duration = Duration::from_secs(5);

/// A body whose next part must come in time.
pub(crate) struct Patient {
    body: Option<Incoming>,
    patience: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    /// Waits so long for each part, counted only while somebody asks for it.
    #[must_use]
    pub(crate) fn new(body: Incoming, patience: Duration) -> Self {
        Self { body: Some(body), patience, deadline: None }
    }
}

impl Body for Patient {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(cx) {
            this.deadline = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Error::Hyper)));
        }
        let deadline = this.deadline.get_or_insert_with(|| {
            // A wait without an end that the clock could name is one of a century.
            let end = Instant::now().checked_add(this.patience);
            Box::pin(tokio::time::sleep_until(
                end.unwrap_or_else(|| Instant::now() + Duration::from_secs(3_000_000_000)),
            ))
        });
        ready!(deadline.as_mut().poll(cx));
        // Closes the connection now, not when the guest lets go of the body.
        this.body = None;
        Poll::Ready(Some(Err(Error::ConnectionReadTimeout)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Patient {
    /// A client that is still sending when it is answered would find the connection closed, and many then never read the answer: it would
    /// not learn that its body is too large, or that it is not signed in. So what is left is heard out, within bounds.
    fn drop(&mut self) {
        let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(timeout(UNWANTED_PATIENCE, hear_out(body)));
        }
    }
}

async fn hear_out(mut body: Incoming) {
    let mut left = UNWANTED;
    while let Some(Ok(frame)) = body.frame().await {
        match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
