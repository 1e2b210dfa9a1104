//! The first bytes of a connection, which tell a client of HTTP/2 from others.

use std::io::{self, ErrorKind};

use tokio::net::TcpStream;

/// Reads as long as the bytes are those with which a client of HTTP/2 begins.
pub(super) async fn read(stream: &TcpStream) -> io::Result<Vec<u8>> {
    let mut ahead = Vec::with_capacity(PREFACE.len());
    while !is_whole(&ahead) && PREFACE.starts_with(&ahead) {
        stream.readable().await?;
        let mut bytes = [0; PREFACE.len()];
        match stream.try_read(&mut bytes[ahead.len()..]) {
            Ok(0) => break,
            Ok(read) => {
                let from = ahead.len();
                ahead.extend_from_slice(&bytes[from..from + read]);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ahead)
}

/// Returns true if a client of HTTP/2 has said so.
pub(super) fn is_whole(ahead: &[u8]) -> bool {
    ahead == PREFACE
}

/// RFC 9113, section 3.4.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
