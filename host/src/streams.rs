//! Streams of many small items to a guest: what is there at once is handed over at once, the rest as it comes.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::mpsc;
use wasmtime::StoreContextMut;
use wasmtime::component::{Destination, StreamProducer, StreamResult, VecBuffer};

/// Items for a guest.
pub(crate) struct Items<T> {
    ready: Vec<T>,
    /// Where more come from, a batch at a time.
    more: Option<mpsc::Receiver<Vec<T>>>,
}

impl<T> Items<T> {
    /// The items in `ready`, then those in the batches of `more`.
    pub(crate) fn new(ready: Vec<T>, more: Option<mpsc::Receiver<Vec<T>>>) -> Self {
        Self { ready, more }
    }
}

impl<T: Unpin + Send + Sync + 'static, D> StreamProducer<D> for Items<T> {
    type Item = T;
    type Buffer = VecBuffer<T>;

    fn poll_produce<'a>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        store: StoreContextMut<'a, D>,
        mut destination: Destination<'a, T, VecBuffer<T>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let this = self.get_mut();
        if this.ready.is_empty()
            && let Some(more) = &mut this.more
        {
            match more.poll_recv(cx) {
                Poll::Ready(Some(batch)) => this.ready = batch,
                Poll::Ready(None) => this.more = None,
                Poll::Pending if finish => return Poll::Ready(Ok(StreamResult::Cancelled)),
                Poll::Pending => return Poll::Pending,
            }
        }
        // A guest that asks for nothing only wants to know whether there is something. What it got now would be lost if it then stopped.
        if destination.remaining(store) == Some(0) && !this.ready.is_empty() {
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        destination.set_buffer(std::mem::take(&mut this.ready).into());
        Poll::Ready(Ok(if this.more.is_some() { StreamResult::Completed } else { StreamResult::Dropped }))
    }
}
