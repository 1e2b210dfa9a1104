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
    ReceiveError,
    buffer::Buffer,
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
        pieces: usize,
        asked: bool,
        // `None` until the first time that the body has to be waited for, unless a place was taken.
        seat: Option<Seat>,
    }
}

impl<B> ReadBody<B> {
    /// Takes a body that may have `limit` bytes, and has to come within `time`.
    pub(crate) const fn new(body: B, limit: usize, time: Duration) -> Self {
        Self {
            body,
            deadline: Deadline::new(time),
            buffer: Buffer::Empty,
            limit,
            pieces: 0,
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
                    *this.pieces += 1;
                    if *this.pieces > most_pieces(this.buffer.len()) {
                        return Poll::Ready(Err(ReceiveError::TooManyPieces));
                    }
                    if let Ok(data) = frame.into_data() {
                        let expected = this.body.size_hint().lower();
                        if this.buffer.len().saturating_add(data.remaining()) > *this.limit {
                            return Poll::Ready(Err(ReceiveError::TooLarge { limit: *this.limit }));
                        }
                        this.buffer.push(data, expected);
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
        this.buffer.keep(this.body.size_hint().lower());
        let (read, held) = (this.buffer.len(), this.buffer.capacity());
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

/// Returns the most pieces that a body of this length may come in. Each costs far more than to hash a
/// byte.
const fn most_pieces(len: usize) -> usize {
    PIECES_OF_ANY_LENGTH + len / SHORT_PIECE
}

/// A sender may write line by line, or nothing at all now and then.
const PIECES_OF_ANY_LENGTH: usize = 4096;

/// To receive a piece costs less than to hash as many bytes, or a few times that.
const SHORT_PIECE: usize = 256;

/// After these, other tasks have their turn: a body may be an endless row of empty frames.
const FRAMES_AT_ONCE: usize = 64;
