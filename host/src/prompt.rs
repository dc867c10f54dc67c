//! Answers in one piece: a body that is there by the time its head is sent goes out with it, and with its length.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt as _, Full};
use wasmtime_wasi_http::{Error, WasiBody};

/// The most bytes that are gathered.
const MAX: usize = 64 * 1024;

/// How often the component gets another chance to go on before the head is sent without its body.
const CHANCES: usize = 2;

/// Gathers what is there of `body`. A body that is complete gets its length, which saves the client's and the host's kernel a packet; of
/// one that is not, the first part waits no longer than it takes the component to be scheduled.
pub(crate) async fn gather(mut body: WasiBody) -> WasiBody {
    let mut first = VecDeque::new();
    let mut bytes = 0;
    let mut chances = CHANCES;
    while bytes < MAX {
        let next = poll_fn(|cx| match Pin::new(&mut body).poll_frame(cx) {
            Poll::Ready(frame) => Poll::Ready(Some(frame)),
            Poll::Pending => Poll::Ready(None),
        });
        match next.await {
            Some(Some(frame)) => {
                let data = frame.as_ref().ok().and_then(Frame::data_ref).map(Bytes::len);
                bytes += data.unwrap_or(MAX);
                first.push_back(frame);
            }
            Some(None) => return complete(first),
            None if chances == 0 => break,
            None => {
                chances -= 1;
                tokio::task::yield_now().await;
            }
        }
    }
    if first.is_empty() { body } else { Begun { first, rest: body }.boxed_unsync() }
}

/// A body of which all `frames` are here.
pub(crate) fn complete(mut frames: VecDeque<Result<Frame<Bytes>, Error>>) -> WasiBody {
    match frames.pop_front() {
        None => Full::new(Bytes::new()).map_err(|never| match never {}).boxed_unsync(),
        Some(Ok(frame)) if frames.is_empty() && frame.is_data() => {
            let data = frame.into_data().unwrap_or_default();
            Full::new(data).map_err(|never| match never {}).boxed_unsync()
        }
        Some(frame) => {
            frames.push_front(frame);
            let rest = http_body_util::Empty::new().map_err(|never| match never {}).boxed_unsync();
            Begun { first: frames, rest }.boxed_unsync()
        }
    }
}

/// A body whose first parts have been gathered.
struct Begun {
    first: VecDeque<Result<Frame<Bytes>, Error>>,
    rest: WasiBody,
}

impl Body for Begun {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match self.first.pop_front() {
            Some(frame) => Poll::Ready(Some(frame)),
            None => Pin::new(&mut self.rest).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.first.is_empty() { self.rest.size_hint() } else { SizeHint::default() }
    }
}
