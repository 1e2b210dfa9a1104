//! A connection of HTTP/2: of a client that knows beforehand that it is spoken, or says so in the handshake
//! of TLS.

use std::{pin::pin, sync::Arc, time::Duration};

use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::sleep,
};

use super::{
    ConnectionLimits, LONGEST_TIMEOUT, activity::Activity, requests::Requests, stream::ClientStream,
};

/// Serves a connection until its client or a limit ends it, or `stopping` and then its open requests
/// do.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: ClientStream<S>,
    requests: Requests,
    limits: ConnectionLimits,
    activity: &Arc<Activity>,
    stopping: impl Future<Output = ()>,
) {
    let mut connection = pin!(
        http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(LONGEST_HEAD)
            .max_pending_accept_reset_streams(RESETS_BEFORE_ACCEPT)
            .max_local_error_reset_streams(RESETS_AFTER_ERRORS)
            .initial_connection_window_size(WINDOW)
            .initial_stream_window_size(WINDOW)
            .max_send_buf_size(SEND_BUFFER)
            .keep_alive_interval(limits.header_timeout.min(LONGEST_TIMEOUT))
            .keep_alive_timeout(limits.write_timeout.min(LONGEST_TIMEOUT))
            .serve_connection(TokioIo::new(stream), requests)
    );
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stopping => {}
        () = activity.is_over() => {}
        () = is_idle_for(activity, limits.header_timeout) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection => {}
        () = is_idle_for(activity, limits.write_timeout) => {}
    }
}

/// Ends when no request has been open for so long: nothing comes, and no answer is taken.
async fn is_idle_for(activity: &Activity, limit: Duration) {
    let begun = tokio::time::Instant::now();
    loop {
        let idle = activity.is_idle_for().unwrap_or_default().min(begun.elapsed());
        match limit.checked_sub(idle) {
            None | Some(Duration::ZERO) => return,
            Some(rest) => sleep(rest).await,
        }
    }
}

/// The most requests at a time. A client that has more opens another connection.
const STREAMS: u32 = 32;

/// In bytes, as the names and values are without compression, and 32 for each field.
const LONGEST_HEAD: u32 = 16 * 1024;

/// A client that opens requests and takes them back at once is cut off after as many.
const RESETS_BEFORE_ACCEPT: usize = 20;

const RESETS_AFTER_ERRORS: usize = 256;

/// The bytes of bodies that a connection may have sent and nobody has read: the least that HTTP/2
/// allows, so that those of 1,024 connections are 64 MiB.
const WINDOW: u32 = 65_535;

/// In bytes, for each request: answers are small.
const SEND_BUFFER: usize = 16 * 1024;
