//! The body of a request, which says when it has come whole.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::activity::OpenBody;

/// A body on its way.
pub(super) struct ArrivingBody {
    body: Incoming,
    open: Option<OpenBody>,
}

impl ArrivingBody {
    /// Takes the mark that lies on the connection until the body has come, or is dropped.
    pub(super) fn new(body: Incoming, open: impl FnOnce() -> OpenBody) -> Self {
        let open = (!body.is_end_stream()).then(open);
        Self { body, open }
    }
}

impl Body for ArrivingBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if (frame.is_none() || self.body.is_end_stream())
            && let Some(open) = self.open.take()
        {
            open.came_whole();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
