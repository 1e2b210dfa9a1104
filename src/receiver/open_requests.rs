//! The requests that are still on their way through the endpoints of one configuration.

use std::convert::Infallible;

use tokio::sync::mpsc;

/// Held by what serves requests.
pub(super) struct Open(#[expect(dead_code, reason = "its drop is seen")] mpsc::Sender<Infallible>);

/// The other side, which sees the end of the last one.
pub(super) struct OpenRequests(mpsc::Receiver<Infallible>);

pub(super) fn open_requests() -> (Open, OpenRequests) {
    let (open, requests) = mpsc::channel(1);
    (Open(open), OpenRequests(requests))
}

impl OpenRequests {
    /// Waits until nothing serves requests any more.
    pub(super) async fn closed(&mut self) {
        // Nothing is ever sent: this is the end.
        let _ = self.0.recv().await;
    }
}
