//! The rest of a request that was answered early.
//!
//! A system that closes a connection on which unread bytes come resets it, and the reset takes the
//! answer away from a client that has not read it yet. So the rest is read and dropped for a while
//! (RFC 9112, section 9.6).

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::io::{AsyncRead, ReadBuf};

use crate::receive::Deadline;

/// A bounded amount of bytes, for a bounded time.
pub(super) struct Rest {
    left: usize,
    deadline: Deadline,
}

impl Rest {
    pub(super) const fn new() -> Self {
        Self { left: LONGEST, deadline: Deadline::new(WITHIN) }
    }

    /// Reads and drops what comes. Ready when the client has closed its half, or at the limits.
    pub(super) fn poll_dropped<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        let mut bytes = [0; 8 * 1024];
        while self.left > 0 {
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut *stream).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    self.left = self.left.saturating_sub(buffer.filled().len());
                }
                Poll::Ready(_) => break,
                Poll::Pending => {
                    ready!(self.deadline.poll_passed(cx));
                    break;
                }
            }
        }
        Poll::Ready(())
    }
}

/// The most bytes that are read: more than the longest body that a built-in provider sends.
const LONGEST: usize = 32 * 1024 * 1024;

const WITHIN: Duration = Duration::from_secs(2);
