//! A body that comes frame by frame, as hyper hands it over.

use std::{
    convert::Infallible,
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A body in frames of 16 KiB. Nothing is there before it was asked for once: hyper reads a body
/// only then.
#[derive(Debug, Clone)]
pub struct Frames {
    rest: Bytes,
    asked: bool,
}

impl Frames {
    /// The frames of `body`.
    pub const fn new(body: Bytes) -> Self {
        Self { rest: body, asked: false }
    }
}

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if !mem::replace(&mut self.asked, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let len = self.rest.len().min(16 * 1024);
        let frame = (len > 0).then(|| Ok(Frame::data(self.rest.split_to(len))));
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
