//! What waits to be written to one client.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::task::AtomicWaker;

/// The most bytes that wait for one client, and the most deliveries. One that does not read them is cut off.
const MOST: (usize, usize) = (4_000_000, 1_000);

/// Something for a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Bytes as they are written, shared with the others who get them: a frame, or a piece of a held answer.
    Bytes(Bytes),
    /// The last bytes, such as the frame of a close; nothing for a held answer that just ends.
    Last(Bytes),
    /// The host stops.
    Stop,
}

/// A queue without an allocation while it is empty.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: Mutex<Waiting>,
    reader: AtomicWaker,
}

#[derive(Debug, Default)]
struct Waiting {
    deliveries: VecDeque<Delivery>,
    bytes: usize,
    overflowed: bool,
}

impl Outbox {
    /// Adds a delivery, or gives the client up where it has too many already.
    pub(crate) fn push(&self, delivery: Delivery) {
        let mut waiting = self.lock();
        if waiting.overflowed {
            return;
        }
        waiting.bytes += delivery.len();
        waiting.deliveries.push_back(delivery);
        if waiting.bytes > MOST.0 || waiting.deliveries.len() > MOST.1 {
            *waiting = Waiting { overflowed: true, ..Waiting::default() };
        }
        drop(waiting);
        self.reader.wake();
    }

    /// The next delivery; `Err` where the client is given up.
    pub(crate) fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Result<Delivery, Overflow>> {
        self.reader.register(cx.waker());
        let mut waiting = self.lock();
        if waiting.overflowed {
            return Poll::Ready(Err(Overflow));
        }
        let Some(delivery) = waiting.deliveries.pop_front() else {
            waiting.deliveries = VecDeque::new();
            return Poll::Pending;
        };
        waiting.bytes -= delivery.len();
        Poll::Ready(Ok(delivery))
    }

    /// Ready once the client is given up.
    pub(crate) fn poll_overflow(&self, cx: &mut Context<'_>) -> Poll<Overflow> {
        self.reader.register(cx.waker());
        if self.lock().overflowed { Poll::Ready(Overflow) } else { Poll::Pending }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The client did not read what it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Delivery {
    fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) | Self::Last(bytes) => bytes.len(),
            Self::Stop => 0,
        }
    }
}
