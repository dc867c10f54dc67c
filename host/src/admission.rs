//! Who may begin: so many requests of a component at a time, in the order they came.

use std::pin::pin;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a request counts. One that takes longer waits for something rather than computes, and others begin beside it.
const MOMENT: Duration = Duration::from_millis(250);

/// Keeps a crowd from becoming a crowd of instances.
///
/// An instance that computes takes no further request, so a hundred requests at once would start a hundred instances, each with memory of its
/// own, for a few processors; and as many transactions would race for a database's one lock, which SQLite gives to whoever asks at the right
/// moment rather than to whoever waited longest.
pub(crate) struct Admission(Semaphore);

impl Admission {
    /// Lets `at_once` requests begin beside each other.
    pub(crate) fn new(at_once: usize) -> Self {
        Self(Semaphore::new(at_once))
    }

    /// Does `work` when it is its turn.
    pub(crate) async fn admit<T>(&self, work: impl Future<Output = T>) -> T {
        let permit = self.0.acquire().await;
        let mut work = pin!(work);
        if let Ok(done) = timeout(MOMENT, &mut work).await {
            return done;
        }
        drop(permit);
        work.await
    }
}
