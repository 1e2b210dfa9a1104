//! Reading a body: to its end, but neither beyond a size nor beyond a time.

use std::{
    error::Error,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Buf, Bytes};
use http_body::Body;
use http_body_util::LengthLimitError;
use pin_project_lite::pin_project;

use super::{
    ReceiveError, Settings,
    deadline::Deadline,
    room::{GaveWay, Room, Seat},
};
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
        // `None` until the first time that the body has to be waited for, unless a place was taken.
        seat: Option<Seat>,
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
            seat: None,
        }
    }

    /// Takes a place, which is kept for as long as `self`. Returns false if there is none.
    #[cfg(feature = "inbox")]
    pub(crate) fn enter(&mut self, room: &Arc<Room>) -> bool {
        self.seat = room.enter();
        self.seat.is_some()
    }
}

impl<B> ReadBody<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    /// Reads on. A body that has to be waited for takes part in `room`.
    pub(crate) fn poll(
        mut self: Pin<&mut Self>,
        room: &Arc<Room>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Bytes, ReceiveError>> {
        for _ in 0..FRAMES_AT_ONCE {
            let mut this = self.as_mut().project();
            if this.body.is_end_stream() {
                return Poll::Ready(self.whole());
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
                Poll::Ready(None) => return Poll::Ready(self.whole()),
                // hyper reads a body only once it was asked for: what has come is there next time.
                Poll::Pending if !mem::replace(this.asked, true) => {
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Pending => return self.wait(room, cx),
            }
        }
        cx.waker().wake_by_ref();
        self.wait(room, cx)
    }

    /// Waits for the rest, among all the others that do.
    fn wait(
        mut self: Pin<&mut Self>,
        room: &Arc<Room>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Bytes, ReceiveError>> {
        let this = self.as_mut().project();
        this.buffer.keep(this.body.size_hint().lower(), *this.limit);
        let (read, held) = (this.buffer.as_ref().len(), this.buffer.capacity());
        seat(this.seat, room)?.wait(read, held, cx.waker())?;
        this.deadline.poll_passed(cx).map(too_slow)
    }

    fn whole(mut self: Pin<&mut Self>) -> Result<Bytes, ReceiveError> {
        self.as_mut().settle()?;
        Ok(self.project().buffer.take())
    }

    /// Counts the bytes of a whole body while its proof is waited for.
    pub(crate) fn hold(
        self: Pin<&mut Self>,
        bytes: usize,
        room: &Arc<Room>,
        cx: &mut Context<'_>,
    ) -> Result<(), GaveWay> {
        seat(self.project().seat, room)?.wait(bytes, bytes, cx.waker())
    }

    /// Gives back the bytes, and keeps the place.
    pub(crate) fn settle(self: Pin<&mut Self>) -> Result<(), GaveWay> {
        self.project().seat.as_mut().map_or(Ok(()), Seat::settle)
    }
}

/// Returns the place of a reader, which takes one if it has none.
fn seat<'a>(seat: &'a mut Option<Seat>, room: &Arc<Room>) -> Result<&'a mut Seat, GaveWay> {
    if seat.is_none() {
        *seat = room.enter();
    }
    seat.as_mut().ok_or(GaveWay)
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
        if !data.has_remaining() {
            return Ok(());
        }
        *self = match mem::replace(self, Self::Empty) {
            Self::Empty => Self::Frame(data.copy_to_bytes(data.remaining())),
            some => {
                let mut joined = some.joined(len, expected, limit);
                append(&mut joined, data);
                Self::Joined(joined)
            }
        };
        Ok(())
    }

    /// Copies a frame, before the rest of the body is waited for: it is part of the larger buffer
    /// that it was read into, and nobody counts that one.
    fn keep(&mut self, expected: u64, limit: usize) {
        if let Self::Frame(frame) = self {
            let len = frame.len();
            *self = Self::Joined(mem::replace(self, Self::Empty).joined(len, expected, limit));
        }
    }

    /// Returns the bytes with room for `len` in all, if `expected` more are announced after these.
    fn joined(self, len: usize, expected: u64, limit: usize) -> Vec<u8> {
        let mut joined = match self {
            Self::Joined(joined) => joined,
            Self::Empty => Vec::new(),
            Self::Frame(frame) => {
                let mut joined = Vec::with_capacity(capacity(len, expected, limit));
                joined.extend_from_slice(&frame);
                joined
            }
        };
        if len > joined.capacity() {
            let more = capacity(len, expected, limit) - joined.len();
            if expected > 0 { joined.reserve_exact(more) } else { joined.reserve(more) }
        }
        joined
    }

    const fn capacity(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Frame(frame) => frame.len(),
            Self::Joined(joined) => joined.capacity(),
        }
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

impl From<GaveWay> for ReceiveError {
    fn from(_: GaveWay) -> Self {
        Self::GaveWay
    }
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
