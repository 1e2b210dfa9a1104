//! The builder's settings of connections. They have no effect on [`Receiver::into_parts`], whose
//! server is the user's own.
//!
//! With the feature `http2` they hold for connections of HTTP/2 too.

use std::time::Duration;

use super::Receiver;

impl Receiver {
    /// Sets how many connections there are at a time. The default is 1024, and 0 is refused at
    /// start-up.
    ///
    /// If there are as many and another one comes, the connection that has waited longest for its
    /// client is closed: for a request, for the rest of one, or for an answer to be read. One whose
    /// whole request is being answered is never closed for this, nor one that has waited for less
    /// than a quarter of a second. While one waits for a place, each answer carries `Connection:
    /// close`. So a stranger keeps no place that a sender needs, whether silent or busy. Others that
    /// wait are in the queue of the system, which refuses what does not fit.
    ///
    /// It has no effect on [`into_parts`](Self::into_parts), whose server is yours.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::Receiver;
    /// use tokio::{io::AsyncReadExt, net::{TcpListener, TcpStream}};
    ///
    /// let listener = TcpListener::bind("127.0.0.1:0").await?;
    /// let address = listener.local_addr()?;
    /// let receiver = Receiver::open("memory:").await?.max_connections(1);
    /// let serving = tokio::spawn(receiver.serve_on(listener, std::future::pending()));
    ///
    /// let mut silent = TcpStream::connect(address).await?;
    /// let _next = TcpStream::connect(address).await?;
    ///
    /// assert_eq!(silent.read(&mut [0]).await?, 0, "it is closed");
    /// # serving.abort();
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_connections(mut self, at_most: usize) -> Self {
        self.limits.connections = at_most;
        self
    }

    /// Speaks TLS, and HTTP/2 too with clients that ask for it in the handshake, if there is the feature
    /// `http2`. By default nothing is encrypted: a proxy may do that.
    ///
    /// TLS 1.2 and 1.3 are spoken, by `ring`; no provider of the process is installed or asked for. A
    /// handshake has as long as the head of a request: [`header_timeout`](Self::header_timeout). Until its end the
    /// connection waits for its client, and may have to [give its place](Self::max_connections) to
    /// another one. It has no effect on [`into_parts`](Self::into_parts), whose server is yours.
    ///
    /// ```no_run
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{Receiver, receiver::Tls};
    ///
    /// let tls = Tls::from_files("/etc/hooks/fullchain.pem", "/etc/hooks/privkey.pem")?;
    /// Receiver::open("sqlite:hooks.db").await?.tls(tls).serve("[::]:443").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: super::Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Sets how long a connection may take to send the head of its next request; it is closed after
    /// that. The default is ten seconds, and zero is refused at start-up.
    ///
    /// So it is also how long an idle connection is kept open. [`Duration::MAX`] sets no limit. The
    /// time for the body is the endpoint's
    /// [`read_timeout`](crate::EventRouter::read_timeout). It has no effect on
    /// [`into_parts`](Self::into_parts), whose server is yours.
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connection.header_timeout = timeout;
        self
    }

    /// Sets how long a client may read nothing of an answer that waits to be sent; the connection
    /// is closed after that. The default is ten seconds, and zero is refused at start-up.
    ///
    /// Each byte that the client takes begins a new term. [`Duration::MAX`] sets no limit. It has
    /// no effect on [`into_parts`](Self::into_parts), whose server is yours.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connection.write_timeout = timeout;
        self
    }

    /// Sets how many requests a connection may make. The answer to the last one carries
    /// `Connection: close`. The default is 10,000, and 0 is refused at start-up.
    ///
    /// It has no effect on [`into_parts`](Self::into_parts), whose server is yours.
    pub fn max_requests_per_connection(mut self, at_most: usize) -> Self {
        self.limits.connection.requests = at_most;
        self
    }

    /// Sets how long a connection may live. The default is one hour, and zero is refused at
    /// start-up.
    ///
    /// After that an idle connection is closed, and an open request is answered first: its answer
    /// carries `Connection: close`. [`Duration::MAX`] sets no limit. It has no effect on
    /// [`into_parts`](Self::into_parts), whose server is yours.
    pub fn connection_lifetime(mut self, lifetime: Duration) -> Self {
        self.limits.connection.lifetime = lifetime;
        self
    }
}
