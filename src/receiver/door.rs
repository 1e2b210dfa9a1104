//! Accepting connections, a bounded number at a time.

use std::{convert::Infallible, io, time::Duration};

use axum::Router;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{builder::Limits, connection};
use crate::log::log;

/// A listener and the connections that it has accepted.
pub(super) struct Door {
    listener: TcpListener,
    app: Router,
    limits: Limits,
    connections: JoinSet<()>,
    stopping: watch::Receiver<bool>,
}

impl Door {
    pub(super) fn new(
        listener: TcpListener,
        app: Router,
        limits: Limits,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self { listener, app, limits, connections: JoinSet::new(), stopping }
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
            while self.connections.try_join_next().is_some() {}
            while self.connections.len() >= self.limits.connections {
                self.connections.join_next().await;
            }
            match self.listener.accept().await {
                Ok((stream, _)) => self.open(stream),
                Err(error) => back_off(&error).await,
            }
        }
    }

    /// Accepts nothing more, and lets open requests come to an end within the limit.
    async fn close(self) {
        let Self { listener, mut connections, limits, .. } = self;
        drop(listener);
        let all_ended = async { while connections.join_next().await.is_some() {} };
        let _ = timeout(limits.drain, all_ended).await;
        connections.shutdown().await;
    }

    fn open(&mut self, stream: TcpStream) {
        let app = self.app.clone();
        let stopping = stopped(self.stopping.clone());
        let header_timeout = self.limits.header_timeout;
        self.connections.spawn(connection::serve(stream, app, header_timeout, stopping));
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
