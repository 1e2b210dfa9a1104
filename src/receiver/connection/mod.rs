//! One connection: its stream, its requests, and what it waits for.

mod activity;
mod body;
mod framing;
#[cfg(feature = "http2")]
mod http2;
mod in_time;
#[cfg(feature = "http2")]
mod preface;
mod requests;
mod rest;
mod stream;

#[cfg(any(feature = "http2", feature = "tls"))]
use std::io;
use std::{
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(any(feature = "http2", feature = "tls"))]
use tokio::time::timeout;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::sleep,
};
#[cfg(feature = "tls")]
use tokio_rustls::TlsAcceptor;

pub(super) use activity::Activity;
use in_time::InTime;
pub(super) use requests::Requests;
use stream::ClientStream;

#[cfg(all(feature = "http2", feature = "tls"))]
use super::tls::HTTP2;

/// The bounds of one connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConnectionLimits {
    /// The time for the head of the next request.
    pub(super) header_timeout: Duration,
    /// The time in which a client that does not read must read something.
    pub(super) write_timeout: Duration,
    /// The requests after which a connection is closed.
    pub(super) requests: usize,
    /// The time after which a connection is closed.
    pub(super) lifetime: Duration,
}

/// A connection whose client has said nothing yet.
pub(super) struct Connection {
    pub(super) requests: Requests,
    pub(super) limits: ConnectionLimits,
    pub(super) activity: Arc<Activity>,
}

impl Connection {
    /// Serves until the client or a limit ends the connection, or `stopping` and then its open
    /// request do.
    pub(super) async fn serve(self, stream: TcpStream, stopping: impl Future<Output = ()>) {
        // Answers are small: they are not to wait for more.
        let _ = stream.set_nodelay(true);
        let lifetime = sleep(self.limits.lifetime);
        let stopping = pin!(async {
            tokio::select! {
                () = stopping => {}
                () = lifetime => {}
            }
        });
        let stream = InTime::new(stream, self.limits.write_timeout);
        #[cfg(feature = "tls")]
        if let Some(acceptor) = self.requests.tls() {
            return self.serve_tls(&acceptor, stream, stopping).await;
        }
        self.serve_plain(stream, stopping).await;
    }

    #[cfg(feature = "tls")]
    async fn serve_tls(
        mut self,
        acceptor: &TlsAcceptor,
        stream: InTime,
        mut stopping: Pin<&mut impl Future<Output = ()>>,
    ) {
        let handshake = acceptor.accept(stream);
        let Some(stream) = self.in_time(handshake, stopping.as_mut()).await else { return };
        self.requests.come_over_tls();
        #[cfg(feature = "http2")]
        if stream.get_ref().1.alpn_protocol() == Some(HTTP2) {
            return self.speak_http2(stream, Vec::new(), stopping).await;
        }
        self.speak_http1(stream, Vec::new(), stopping).await;
    }

    #[cfg(feature = "http2")]
    async fn serve_plain(self, stream: InTime, mut stopping: Pin<&mut impl Future<Output = ()>>) {
        let preface = preface::read(stream.tcp());
        let Some(ahead) = self.in_time(preface, stopping.as_mut()).await else { return };
        if preface::is_whole(&ahead) {
            return self.speak_http2(stream, ahead, stopping).await;
        }
        self.speak_http1(stream, ahead, stopping).await;
    }

    #[cfg(not(feature = "http2"))]
    async fn serve_plain(self, stream: InTime, stopping: Pin<&mut impl Future<Output = ()>>) {
        self.speak_http1(stream, Vec::new(), stopping).await;
    }

    /// Waits for what a client begins with; `None` if it does not come in time.
    #[cfg(any(feature = "http2", feature = "tls"))]
    async fn in_time<T>(
        &self,
        beginning: impl Future<Output = io::Result<T>>,
        stopping: Pin<&mut impl Future<Output = ()>>,
    ) -> Option<T> {
        tokio::select! {
            begun = timeout(self.limits.header_timeout, beginning) => begun.ok()?.ok(),
            () = stopping => None,
        }
    }

    #[cfg(feature = "http2")]
    async fn speak_http2<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
        self,
        stream: S,
        ahead: Vec<u8>,
        stopping: Pin<&mut impl Future<Output = ()>>,
    ) {
        let Self { requests, limits, activity } = self;
        let stream = ClientStream::of_http2(stream, ahead, Arc::clone(&activity));
        http2::serve(stream, requests, limits, &activity, stopping).await;
    }

    async fn speak_http1<S: AsyncRead + AsyncWrite + Unpin>(
        self,
        stream: S,
        ahead: Vec<u8>,
        stopping: Pin<&mut impl Future<Output = ()>>,
    ) {
        let Self { requests, limits, activity } = self;
        let stream = ClientStream::new(stream, ahead, activity);
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.header_timeout.min(LONGEST_TIMEOUT))
                .half_close(true)
                .max_buf_size(BUFFER)
                .serve_connection(TokioIo::new(stream), requests)
        );
        tokio::select! {
            _ = connection.as_mut() => return,
            () = stopping => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// A longer one is later than an `Instant` can be, and would panic in hyper: thirty years.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The head of a request must fit in here, in bytes.
const BUFFER: usize = 64 * 1024;
