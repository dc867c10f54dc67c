//! Requests in one piece: a small body is received before a component is troubled with it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime_wasi_http::{Error, WasiBody};

use crate::patient::Patient;
use crate::prompt;

/// The largest body that is received first, in bytes. The largest that a component has to keep whole itself, as a push of changes.
const MAX: u64 = 1 << 20;

/// How many bytes of such bodies are kept at a time, by all requests. Others flow.
const ROOM: usize = 64 << 20;

/// Where bodies wait until they are complete.
pub(crate) struct Room(Arc<Semaphore>);

/// A body as a component gets it.
pub(crate) enum Received {
    /// It is all here, or as much as will ever be. The permit is its place in the room.
    Whole(WasiBody, Option<OwnedSemaphorePermit>),
    /// It comes as its sender sends it.
    Flowing(WasiBody),
}

impl Room {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(ROOM)))
    }

    /// Receives `body` if it is small and says how long it is. So a sender who is slow, or stops, holds nothing but a connection.
    pub(crate) async fn receive(&self, body: Incoming, patience: Duration) -> Received {
        // A body that is complete, as most are that have none, needs no clock.
        if body.is_end_stream() {
            return Received::Whole(body.map_err(Error::Hyper).boxed_unsync(), None);
        }
        let size = body.size_hint().exact().filter(|size| *size <= MAX).and_then(|size| u32::try_from(size).ok());
        let mut body = Patient::new(body, patience);
        let Some(place) = size.and_then(|size| self.0.clone().try_acquire_many_owned(size).ok()) else {
            return Received::Flowing(body.boxed_unsync());
        };
        let mut frames = VecDeque::new();
        while let Some(frame) = body.frame().await {
            // An error is handed on in its place: what comes of it is the component's decision.
            let broken = frame.is_err();
            frames.push_back(frame);
            if broken {
                break;
            }
        }
        Received::Whole(prompt::complete(frames), Some(place))
    }
}
