//! Bodies that are ready at once.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http_body::Body;

use super::{MAX_BODY, ReplyError};

/// Reads a body that need not be waited for. Trailers are left out.
pub(super) fn read<B: Body>(body: B) -> Result<Bytes, ReplyError> {
    let mut body = pin!(body);
    let mut cx = Context::from_waker(Waker::noop());
    let mut read = BytesMut::new();
    for _ in 0..MOST_FRAMES {
        let Poll::Ready(frame) = body.as_mut().poll_frame(&mut cx) else {
            return Err(ReplyError::BodyNotReady);
        };
        let Some(frame) = frame else {
            return Ok(read.freeze());
        };
        let frame = frame.map_err(|_| ReplyError::BodyNotReady)?;
        if let Ok(data) = frame.into_data() {
            if read.len() + data.remaining() > MAX_BODY {
                return Err(ReplyError::BodyTooLong { most: MAX_BODY });
            }
            read.put(data);
        }
    }
    Err(ReplyError::BodyNotReady)
}

/// A body may be an endless row of empty frames.
const MOST_FRAMES: usize = 1024;
