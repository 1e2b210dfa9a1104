//! One connection: its stream, its requests, and what it waits for.

mod activity;
mod body;
mod framing;
#[cfg(feature = "http2")]
mod http2;
#[cfg(feature = "http2")]
mod preface;
mod requests;
mod rest;
mod stream;

use std::{pin::pin, sync::Arc, time::Duration};

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(feature = "http2")]
use tokio::time::timeout;
use tokio::{net::TcpStream, time::sleep};

pub(super) use activity::Activity;
pub(super) use requests::Requests;
use stream::ClientStream;

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

/// Serves a connection until its client or a limit ends it, or `stopping` and then its open request
/// do.
pub(super) async fn serve(
    stream: TcpStream,
    requests: Requests,
    limits: ConnectionLimits,
    activity: Arc<Activity>,
    stopping: impl Future<Output = ()>,
) {
    // Answers are small: they are not to wait for more.
    let _ = stream.set_nodelay(true);
    let stopping = pin!(async {
        tokio::select! {
            () = stopping => {}
            () = sleep(limits.lifetime) => {}
        }
    });
    #[cfg(feature = "http2")]
    let mut stopping = stopping;
    #[cfg(feature = "http2")]
    let ahead = {
        let ahead = tokio::select! {
            ahead = timeout(limits.header_timeout, preface::read(&stream)) => ahead,
            () = stopping.as_mut() => return,
        };
        let Ok(Ok(ahead)) = ahead else { return };
        if preface::is_whole(&ahead) {
            let stream =
                ClientStream::of_http2(stream, ahead, limits.write_timeout, Arc::clone(&activity));
            return http2::serve(stream, requests, limits, &activity, stopping).await;
        }
        ahead
    };
    #[cfg(not(feature = "http2"))]
    let ahead = Vec::new();
    let stream = ClientStream::new(stream, ahead, limits.write_timeout, activity);
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

/// A longer one is later than an `Instant` can be, and would panic in hyper: thirty years.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The head of a request must fit in here, in bytes.
const BUFFER: usize = 64 * 1024;
