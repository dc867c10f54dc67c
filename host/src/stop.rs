//! The signal to stop, given once and seen by everyone.

use tokio::sync::watch;

/// Gives the signal.
pub(crate) struct Stopper(watch::Sender<bool>);

/// Waits for the signal.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

/// A signal that has not been given.
#[must_use]
pub(crate) fn signal() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Gives the signal.
    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether it has been given.
    #[must_use]
    pub(crate) fn is_given(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is given, or can no longer be.
    pub(crate) async fn wait(&mut self) {
        _ = self.0.wait_for(|given| *given).await;
    }
}
