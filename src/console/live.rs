//! Server-sent events: what a page that is open shows now.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderName, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use http_body::Frame;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::Instant,
};

use super::access::Viewer;

/// The open streams: a bounded number.
#[derive(Clone)]
pub(super) struct Streams(Arc<Semaphore>);

/// An event for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// The name that the script listens to.
    pub(super) name: &'static str,
    /// JSON in one line.
    pub(super) data: String,
}

/// The source of the events of one page.
pub(super) trait Source: Send + 'static {
    /// Returns what the page shows now. What has not changed is not sent again.
    fn now(&mut self) -> impl Future<Output = Vec<Event>> + Send;
}

/// The body of an answer that goes on.
struct Stream(mpsc::Receiver<Bytes>);

impl Streams {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(MOST)))
    }

    /// Answers with a stream; with 503 if there are too many.
    ///
    /// It ends with the session, and after some seconds in any case: the browser opens the next one by
    /// itself, and a receiver that is stopped need not wait for it.
    pub(super) fn open(&self, viewer: Viewer, source: impl Source) -> Response {
        let Ok(place) = Arc::clone(&self.0).try_acquire_owned() else {
            return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "30")]).into_response();
        };
        let (events, stream) = mpsc::channel(1);
        tokio::spawn(send(events, viewer, source, place));
        // Some proxies hold an answer back until it is whole.
        let unbuffered = HeaderName::from_static("x-accel-buffering");
        let headers = [(CONTENT_TYPE, "text/event-stream"), (unbuffered, "no")];
        (headers, Body::new(Stream(stream))).into_response()
    }
}

async fn send(
    events: mpsc::Sender<Bytes>,
    viewer: Viewer,
    mut source: impl Source,
    _place: OwnedSemaphorePermit,
) {
    let end = Instant::now() + LIFETIME;
    let mut last: Vec<Event> = Vec::new();
    let mut ended = std::pin::pin!(viewer.ended());
    if events.send(Bytes::from_static(b"retry: 1000\n\n")).await.is_err() {
        return;
    }
    while Instant::now() < end && viewer.is_open() {
        let began = Instant::now();
        let now = source.now().await;
        for event in now.iter().filter(|event| !last.contains(event)) {
            if events.send(event.bytes()).await.is_err() {
                return;
            }
        }
        last = now;
        // A question that takes long is asked seldom.
        let pause = PAUSE.max(began.elapsed() * SHARE);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = events.closed() => return,
            () = &mut ended => break,
        }
    }
    if !viewer.is_open() {
        let _ = events.send(Bytes::from_static(b"event: end\ndata: {}\n\n")).await;
    }
}

impl Event {
    fn bytes(&self) -> Bytes {
        format!("event: {}\ndata: {}\n\n", self.name, self.data).into()
    }
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// The highest number of streams.
const MOST: usize = 32;

/// Less than the time that a receiver gives to its requests when it is stopped.
const LIFETIME: Duration = Duration::from_secs(15);

const PAUSE: Duration = Duration::from_secs(1);

/// A question takes at most one in so many parts of the time.
const SHARE: u32 = 40;
