//! The stream of one connection, as HTTP reads and writes it.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{activity::Activity, framing::Framing, rest::Rest};

/// A stream whose reads are noted, and that is read to the end of a request when it is closed.
pub(super) struct ClientStream<S> {
    stream: S,
    rest: Rest,
    /// The bytes that were read before.
    ahead: Vec<u8>,
    /// HTTP/2 has frames, whose ends are clear.
    framing: Option<Framing>,
    activity: Arc<Activity>,
}

impl<S: AsyncRead + Unpin> ClientStream<S> {
    /// Takes a stream of which `ahead` was read already.
    pub(super) fn new(stream: S, ahead: Vec<u8>, activity: Arc<Activity>) -> Self {
        Self { stream, rest: Rest::new(), ahead, framing: Some(Framing::new()), activity }
    }

    #[cfg(feature = "http2")]
    pub(super) fn of_http2(stream: S, ahead: Vec<u8>, activity: Arc<Activity>) -> Self {
        Self { framing: None, ..Self::new(stream, ahead, activity) }
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
}

impl<S: AsyncRead + Unpin> AsyncRead for ClientStream<S> {
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
fn poll_read_some<S: AsyncRead + Unpin>(
    stream: &mut S,
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

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for ClientStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
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
