//! Requests over kept-alive connections, the next one when the last is answered.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::Instant,
};

use crate::delivery::Delivery;

/// A burst of requests; returns how many were answered with 200.
///
/// # Panics
///
/// Panics if one was not.
pub async fn burst(address: SocketAddr, request: &'static [u8], length: Duration) -> u64 {
    let end = Instant::now() + length;
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        connections.spawn_local(one_after_the_other(address, request, end));
    }
    connections.join_all().await.into_iter().sum()
}

async fn one_after_the_other(address: SocketAddr, request: &[u8], end: Instant) -> u64 {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("an open connection");
    let mut answer = [0; 1024];
    let mut count = 0;
    while Instant::now() < end {
        stream.write_all(request).await.expect("an open connection");
        // An answer without a body fits in one segment.
        let read = stream.read(&mut answer).await.expect("an open connection");
        let answer = &answer[..read];
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(answer));
        assert!(answer.ends_with(b"\r\n\r\n"), "an answer without a body");
        count += 1;
    }
    count
}

/// `delivery` as it is written to a connection.
pub fn written_out(delivery: &Delivery) -> Vec<u8> {
    let mut text = format!("POST {} HTTP/1.1\r\n", Delivery::uri()).into_bytes();
    for (name, value) in &delivery.headers {
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b"\r\n");
    text.extend_from_slice(&delivery.body);
    text
}

const CONNECTIONS: usize = 64;
