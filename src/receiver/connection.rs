//! One connection.

use std::{pin::pin, time::Duration};

use axum::Router;
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tower_service::Service;

/// Serves a connection until its client or a time limit ends it, or `stopping` and then its open
/// request do.
pub(super) async fn serve(
    stream: TcpStream,
    app: Router,
    header_timeout: Duration,
    stopping: impl Future<Output = ()>,
) {
    // Answers are small: they are not to wait for more.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| app.clone().call(request));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(header_timeout.min(LONGEST_TIMEOUT))
            .half_close(true)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(stream), service)
    );
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stopping => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// A longer one is later than an `Instant` can be, and would panic in hyper: thirty years.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The head of a request must fit in here, in bytes.
const BUFFER: usize = 64 * 1024;
