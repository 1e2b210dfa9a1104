//! Accepting connections, a bounded number at a time.

use std::{convert::Infallible, io, time::Duration};

use tokio::{net::TcpListener, sync::watch, time::sleep};

use super::{app::App, builder::Limits, places::Places};
use crate::log::log;

/// A listener and the connections that it has accepted.
pub(super) struct Door {
    listener: TcpListener,
    app: watch::Receiver<App>,
    limits: Limits,
    places: Places,
    stopping: watch::Receiver<bool>,
}

impl Door {
    pub(super) fn new(
        listener: TcpListener,
        app: watch::Receiver<App>,
        limits: Limits,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self { listener, app, limits, places: Places::new(limits.connections), stopping }
    }

    /// Serves until it is time to stop.
    pub(super) async fn serve(mut self) {
        tokio::select! {
            () = stopped(self.stopping.clone()) => {}
            never = self.accept_forever() => match never {},
        }
        self.close().await;
    }

    /// Accepts connections. Those that are too many wait in the queue of the system.
    async fn accept_forever(&mut self) -> Infallible {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    self.places.free().await;
                    let stopping = stopped(self.stopping.clone());
                    let app = self.app.clone();
                    self.places.take(stream, peer.ip(), app, self.limits.connection, stopping);
                }
                Err(error) => back_off(&error).await,
            }
        }
    }

    /// Accepts nothing more, and lets open requests come to an end within the limit.
    async fn close(self) {
        let Self { listener, places, limits, .. } = self;
        drop(listener);
        places.close(limits.drain).await;
    }
}

/// Ends when it is time to stop.
pub(super) async fn stopped(mut stopping: watch::Receiver<bool>) {
    // Whoever would tell is gone: that is a stop too.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// A process that has no file descriptor left gets one when a connection closes.
async fn back_off(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};

    if !matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted) {
        log!(ERROR, "cannot accept a connection", error = error.to_string());
        sleep(ACCEPT_AGAIN_AFTER).await;
    }
}

const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(200);
