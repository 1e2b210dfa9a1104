//! The bytes of a body that have come so far.

use std::mem;

use bytes::{Buf, Bytes};

/// A body that is being read, in pieces.
///
/// No piece is long, so that memory that is given back fits for the next body. The pieces of an announced
/// body that is not long either are joined when so much has come that its rest may be reserved, all
/// others when the body is whole.
pub(super) enum Buffer {
    Empty,
    /// One frame, which nearly every delivery fits in: it is kept without a copy.
    Frame(Bytes),
    Pieces {
        pieces: Vec<Vec<u8>>,
        len: usize,
    },
}

impl Buffer {
    /// Adds a frame; `expected` more bytes are announced after it.
    pub(super) fn push(&mut self, mut data: impl Buf, expected: u64) {
        if !data.has_remaining() {
            return;
        }
        if let Self::Empty = self {
            *self = Self::Frame(data.copy_to_bytes(data.remaining()));
            return;
        }
        let rest = expected.saturating_add(data.remaining() as u64);
        let (mut pieces, mut len) = mem::replace(self, Self::Empty).into_pieces(rest);
        append(&mut pieces, &mut len, data, expected);
        *self = Self::Pieces { pieces, len };
    }

    /// Copies a frame, before the rest of the body is waited for: it is part of the larger buffer
    /// that it was read into, and nobody counts that one.
    pub(super) fn keep(&mut self, expected: u64) {
        if let Self::Frame(_) = self {
            let (pieces, len) = mem::replace(self, Self::Empty).into_pieces(expected);
            *self = Self::Pieces { pieces, len };
        }
    }

    /// Returns the number of bytes that have come.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Frame(frame) => frame.len(),
            Self::Pieces { len, .. } => *len,
        }
    }

    /// Returns the number of bytes that are reserved.
    pub(super) fn capacity(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Frame(frame) => frame.len(),
            Self::Pieces { pieces, .. } => pieces.iter().map(Vec::capacity).sum(),
        }
    }

    /// Returns the whole body, and leaves nothing.
    pub(super) fn take(&mut self) -> Bytes {
        match mem::replace(self, Self::Empty) {
            Self::Empty => Bytes::new(),
            Self::Frame(frame) => frame,
            Self::Pieces { mut pieces, .. } => match pieces.len() {
                1 => pieces.swap_remove(0).into(),
                _ => pieces.concat().into(),
            },
        }
    }

    fn into_pieces(self, expected: u64) -> (Vec<Vec<u8>>, usize) {
        match self {
            Self::Pieces { pieces, len } => (pieces, len),
            Self::Empty => (Vec::new(), 0),
            Self::Frame(frame) => {
                let (mut pieces, mut len) = (Vec::new(), 0);
                append(&mut pieces, &mut len, frame, expected);
                (pieces, len)
            }
        }
    }
}

fn append(pieces: &mut Vec<Vec<u8>>, len: &mut usize, mut data: impl Buf, expected: u64) {
    while data.has_remaining() {
        let unfilled = pieces.pop_if(|last| last.len() < last.capacity());
        let mut piece = unfilled.unwrap_or_else(|| next(pieces, *len, data.remaining(), expected));
        let chunk = data.chunk();
        let fits = chunk.len().min(piece.capacity() - piece.len());
        piece.extend_from_slice(&chunk[..fits]);
        data.advance(fits);
        *len += fits;
        pieces.push(piece);
    }
}

/// Returns room for the next bytes: for all of them, behind those of the pieces, if it may be so much.
fn next(pieces: &mut Vec<Vec<u8>>, len: usize, came: usize, expected: u64) -> Vec<u8> {
    let received = len.saturating_add(came);
    let rest = usize::try_from(expected).unwrap_or(usize::MAX);
    let whole = received.saturating_add(rest);
    let is_allowed = whole <= LONGEST_JOINED.min(received.saturating_mul(RESERVED));
    if pieces.is_empty() || rest == 0 || !is_allowed {
        return Vec::with_capacity(next_piece(len, came, expected));
    }
    let mut joined = Vec::with_capacity(whole);
    pieces.drain(..).for_each(|piece| joined.extend_from_slice(&piece));
    joined
}

/// Returns the capacity of the next piece. Bounded by the bytes received so far, because a sender can
/// announce a length that it never sends.
fn next_piece(len: usize, came: usize, expected: u64) -> usize {
    let received = len.saturating_add(came);
    let wanted = match usize::try_from(expected) {
        Ok(0) => received,
        Ok(expected) => came.saturating_add(expected).min(received.saturating_mul(RESERVED)),
        Err(_) => received.saturating_mul(RESERVED),
    };
    wanted.clamp(SHORTEST, LONGEST)
}

/// The bytes that are reserved for each byte that has come, at most.
const RESERVED: usize = 8;

const SHORTEST: usize = 64;

const LONGEST: usize = 64 * 1024;

/// The longest body whose rest is reserved in one piece.
const LONGEST_JOINED: usize = 512 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(frames: &[&[u8]], expected: impl Fn(usize) -> u64) -> Buffer {
        let mut buffer = Buffer::Empty;
        let mut len = 0;
        for frame in frames {
            len += frame.len();
            buffer.push(*frame, expected(len));
            assert_eq!(buffer.len(), len);
        }
        buffer
    }

    #[test]
    fn no_more_is_reserved_than_a_multiple_of_what_has_come() {
        let buffer = read(&[b"four", b"more"], |_| u64::MAX);

        assert!(buffer.capacity() <= 2 * SHORTEST, "{}", buffer.capacity());
        let buffer = read(&[&[1; 1000], &[2; 1000]], |_| u64::MAX);
        assert!(buffer.capacity() <= (RESERVED + 1) * 2000, "{}", buffer.capacity());
    }

    #[test]
    fn a_body_of_any_length_and_frames_is_whole_in_the_end() {
        for total in [0, 1, 63, 64, 65, 1000, 65_535, 65_536, 65_537, 200_000] {
            let body: Vec<u8> = (0..total).map(|at| u8::try_from(at % 251).unwrap()).collect();
            for frame in [1, 7, 64, 4096, 70_000, 300_000] {
                let frames: Vec<_> = body.chunks(frame).collect();
                let mut announced = read(&frames, |len| (total - len) as u64);
                let mut chunked = read(&frames, |_| 0);

                assert!(announced.capacity() <= total + LONGEST, "{total} {frame}");
                assert!(chunked.capacity() <= 2 * total + LONGEST, "{total} {frame}");
                assert_eq!(announced.take(), body, "{total} {frame}");
                assert_eq!(chunked.take(), body, "{total} {frame}");
            }
        }
    }

    #[test]
    fn a_short_body_is_not_copied_twice() {
        let mut buffer = read(&[b"four", b"more"], |len| 8 - len as u64);
        let Buffer::Pieces { pieces, .. } = &buffer else { panic!("two frames are joined") };
        let written = pieces[0].as_ptr();

        assert_eq!(buffer.take().as_ptr(), written);
    }
}
