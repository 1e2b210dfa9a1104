//! Connections that send the next delivery when the last one is answered.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One kept-alive connection.
pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("an open connection");
        Self(stream)
    }

    /// Sends a request as it is written out, and expects a 200 without a body.
    pub(crate) async fn send(&mut self, request: &[u8]) {
        self.0.write_all(request).await.expect("an open connection");
        let mut answer = [0; 1024];
        let read = self.0.read(&mut answer).await.expect("an open connection");
        let answer = &answer[..read];
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(answer));
        assert!(answer.ends_with(b"\r\n\r\n"), "an answer without a body");
    }
}
