//! The stream of one connection, with a deadline for a client that does not read.

use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use super::{activity::Activity, framing::Framing, rest::Rest};
use crate::receive::Deadline;

/// A stream whose writes fail once the client has read nothing for a while.
pub(super) struct ClientStream {
    stream: TcpStream,
    write_timeout: Duration,
    unread: Deadline,
    rest: Rest,
    /// The bytes that were read before.
    ahead: Vec<u8>,
    /// HTTP/2 has frames, whose ends are clear.
    framing: Option<Framing>,
    activity: Arc<Activity>,
}

impl ClientStream {
    /// Takes a stream of which `ahead` was read already.
    pub(super) fn new(
        stream: TcpStream,
        ahead: Vec<u8>,
        write_timeout: Duration,
        activity: Arc<Activity>,
    ) -> Self {
        let (unread, rest) = (Deadline::new(write_timeout), Rest::new());
        let framing = Some(Framing::new());
        Self { stream, write_timeout, unread, rest, ahead, framing, activity }
    }

    #[cfg(feature = "http2")]
    pub(super) fn of_http2(
        stream: TcpStream,
        ahead: Vec<u8>,
        write_timeout: Duration,
        activity: Arc<Activity>,
    ) -> Self {
        Self { framing: None, ..Self::new(stream, ahead, write_timeout, activity) }
    }

    fn poll_bytes(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.ahead.is_empty() {
            return poll_read_some(&mut self.stream, cx, buffer);
        }
        let first = self.ahead.len().min(buffer.remaining());
        buffer.put_slice(&self.ahead[..first]);
        self.ahead.drain(..first);
        Poll::Ready(Ok(()))
    }

    /// Passes on how a write ended, and lets a write that waits wait for so long only.
    fn in_time(
        &mut self,
        written: Poll<io::Result<usize>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_pending() {
            ready!(self.unread.poll_passed(cx));
            return Poll::Ready(Err(ErrorKind::TimedOut.into()));
        }
        self.unread = Deadline::new(self.write_timeout);
        written
    }
}

impl AsyncRead for ClientStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let (this, before) = (self.get_mut(), buffer.filled().len());
        ready!(this.poll_bytes(cx, buffer))?;
        let come = &buffer.filled()[before..];
        if !come.is_empty() {
            let framing = this.framing.as_mut();
            this.activity.read(framing.and_then(|framing| framing.look(come)));
        }
        Poll::Ready(Ok(()))
    }
}

/// Reads a few bytes at a time. Whoever reads into a buffer that was filled makes a longer one the next
/// time, and many connections would have long ones.
fn poll_read_some(
    stream: &mut TcpStream,
    cx: &mut Context<'_>,
    buffer: &mut ReadBuf<'_>,
) -> Poll<io::Result<()>> {
    if buffer.remaining() <= READ_AT_ONCE {
        return Pin::new(stream).poll_read(cx, buffer);
    }
    let mut some = ReadBuf::new(buffer.initialize_unfilled_to(READ_AT_ONCE));
    ready!(Pin::new(stream).poll_read(cx, &mut some))?;
    let read = some.filled().len();
    buffer.advance(read);
    Poll::Ready(Ok(()))
}

const READ_AT_ONCE: usize = 16 * 1024;

impl AsyncWrite for ClientStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.in_time(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.in_time(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// Tells the client that nothing more comes, then waits for the rest of its request.
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        // HTTP/2 ends a request that was answered early, and not its connection.
        if this.framing.is_none() || !this.activity.is_amid_request() {
            return Poll::Ready(Ok(()));
        }
        this.rest.poll_dropped(&mut this.stream, cx).map(Ok)
    }
}
