//! Reading a body: to its end, but neither beyond a size nor beyond a time.

use std::{
    error::Error,
    mem,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Buf, Bytes};
use http_body::Body;
use http_body_util::LengthLimitError;
use pin_project_lite::pin_project;

use super::{ReceiveError, Settings, deadline::Deadline};
use crate::BoxError;

pin_project! {
    /// Reads a body to its end. Trailers are passed over.
    pub(crate) struct ReadBody<B> {
        #[pin]
        body: B,
        deadline: Deadline,
        buffer: Buffer,
        limit: usize,
        asked: bool,
    }
}

impl<B> ReadBody<B> {
    pub(crate) fn new(body: B, settings: &Settings) -> Self {
        Self {
            body,
            deadline: Deadline::new(settings.read_timeout),
            buffer: Buffer::Empty,
            limit: settings.body_limit,
            asked: false,
        }
    }
}

impl<B> Future for ReadBody<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    type Output = Result<Bytes, ReceiveError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        for _ in 0..FRAMES_AT_ONCE {
            if this.body.is_end_stream() {
                return Poll::Ready(Ok(this.buffer.take()));
            }
            match this.body.as_mut().poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        let expected = this.body.size_hint().lower();
                        this.buffer.push(data, expected, *this.limit)?;
                    }
                }
                Poll::Ready(Some(Err(cause))) => {
                    return Poll::Ready(Err(broken_off(cause.into(), *this.limit)));
                }
                Poll::Ready(None) => return Poll::Ready(Ok(this.buffer.take())),
                // hyper reads a body only once it was asked for: what has come is there next time.
                Poll::Pending if !mem::replace(this.asked, true) => {
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Pending => return this.deadline.poll_passed(cx).map(too_slow),
            }
        }
        cx.waker().wake_by_ref();
        this.deadline.poll_passed(cx).map(too_slow)
    }
}

/// The bytes received so far.
enum Buffer {
    Empty,
    /// One frame, which nearly every delivery fits in: it is kept without a copy.
    Frame(Bytes),
    Joined(Vec<u8>),
}

impl Buffer {
    /// Adds a frame, unless it goes beyond `limit`; `expected` more bytes are announced after it.
    fn push(
        &mut self,
        mut data: impl Buf,
        expected: u64,
        limit: usize,
    ) -> Result<(), ReceiveError> {
        let len = self.as_ref().len().saturating_add(data.remaining());
        if len > limit {
            return Err(ReceiveError::TooLarge { limit });
        }
        match self {
            _ if !data.has_remaining() => {}
            Self::Empty => *self = Self::Frame(data.copy_to_bytes(data.remaining())),
            Self::Frame(first) => {
                let mut joined = Vec::with_capacity(capacity(len, expected, limit));
                joined.extend_from_slice(first);
                append(&mut joined, data);
                *self = Self::Joined(joined);
            }
            Self::Joined(joined) => append(joined, data),
        }
        Ok(())
    }

    fn take(&mut self) -> Bytes {
        match mem::replace(self, Self::Empty) {
            Self::Empty => Bytes::new(),
            Self::Frame(frame) => frame,
            Self::Joined(joined) => joined.into(),
        }
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Empty => &[],
            Self::Frame(frame) => frame,
            Self::Joined(joined) => joined,
        }
    }
}

fn append(joined: &mut Vec<u8>, mut data: impl Buf) {
    while data.has_remaining() {
        let chunk = data.chunk();
        joined.extend_from_slice(chunk);
        let len = chunk.len();
        data.advance(len);
    }
}

/// Returns the capacity to reserve. Bounded by the bytes received so far, because a sender can
/// announce a length that it never sends.
fn capacity(len: usize, expected: u64, limit: usize) -> usize {
    let expected = usize::try_from(expected).unwrap_or(usize::MAX);
    let announced = len.saturating_add(expected).min(limit);
    announced.min(len.saturating_mul(RESERVED_PER_BYTE_RECEIVED))
}

/// An outer layer may have its own limit, and reports it through the body.
fn broken_off(cause: BoxError, limit: usize) -> ReceiveError {
    let mut next: Option<&(dyn Error + 'static)> = Some(&*cause);
    while let Some(error) = next {
        if error.is::<LengthLimitError>() {
            return ReceiveError::TooLarge { limit };
        }
        next = error.source();
    }
    ReceiveError::BrokenOff { cause }
}

fn too_slow(allowed: Duration) -> Result<Bytes, ReceiveError> {
    Err(ReceiveError::TooSlow { allowed })
}

/// After these, other tasks have their turn: a body may be an endless row of empty frames.
const FRAMES_AT_ONCE: usize = 64;

const RESERVED_PER_BYTE_RECEIVED: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_reserved_than_a_multiple_of_what_has_come() {
        let mut buffer = Buffer::Empty;
        for frame in ["four", "more"] {
            buffer.push(frame.as_bytes(), u64::MAX, 2 << 20).unwrap();
        }

        let Buffer::Joined(joined) = &buffer else { panic!("two frames are joined") };
        assert_eq!(joined, b"fourmore");
        assert!(joined.capacity() <= 8 * RESERVED_PER_BYTE_RECEIVED, "{}", joined.capacity());
    }
}
