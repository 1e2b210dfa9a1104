//! The genuine deliveries beside an attack.

use std::{
    fmt,
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::Request;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{interval, timeout},
};

use crate::acme::{paid, signed};

/// How the genuine deliveries fared: the times of those that heard 2xx, and the number of the others.
pub(crate) struct Fared {
    heard: Vec<Duration>,
    failed: usize,
}

/// Sends twenty deliveries a second, each on a connection of its own, and waits five seconds for each
/// answer.
pub(crate) async fn deliver(address: SocketAddr, lasting: Duration) -> Fared {
    let mut ticks = interval(Duration::from_millis(50));
    let mut sending = JoinSet::new();
    let start = Instant::now();
    while start.elapsed() < lasting {
        ticks.tick().await;
        sending.spawn(one(address));
    }
    let times = sending.join_all().await;
    let mut heard: Vec<_> = times.iter().copied().flatten().collect();
    heard.sort_unstable();
    Fared { failed: times.len() - heard.len(), heard }
}

/// Sends a delivery. Returns the time to its 2xx.
async fn one(address: SocketAddr) -> Option<Duration> {
    static NEXT: AtomicU64 = AtomicU64::new(1);

    let order = NEXT.fetch_add(1, Relaxed);
    let request = written_out(&signed(paid(&format!("genuine-{order}"), order)));
    let start = Instant::now();
    let exchange = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(&request).await?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    let answer = timeout(Duration::from_secs(5), exchange).await.ok()?.ok()?;
    answer.starts_with(b"HTTP/1.1 2").then(|| start.elapsed())
}

impl Fared {
    /// Returns the share that heard 2xx, in percent.
    pub(crate) fn percent_heard(&self) -> usize {
        self.heard.len() * 100 / (self.heard.len() + self.failed)
    }

    /// Returns the time below which a share of the answers lies.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        self.heard[(self.heard.len() - 1) * percent / 100]
    }
}

impl fmt::Display for Fared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99, max] = [50, 99, 100].map(|percent| self.percentile(percent).as_millis());
        let (heard, failed) = (self.heard.len(), self.failed);
        write!(f, "{heard} heard 2xx, {failed} did not; p50 {p50} ms, p99 {p99} ms, max {max} ms")
    }
}

/// A request as it goes over a connection.
pub(crate) fn written_out(request: &Request<Bytes>) -> Vec<u8> {
    let (method, uri) = (request.method(), request.uri());
    let mut text = format!("{method} {uri} HTTP/1.1\r\nhost: a\r\n").into_bytes();
    for (name, value) in request.headers() {
        text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    text.extend(format!("content-length: {}\r\n\r\n", request.body().len()).into_bytes());
    text.extend(request.body());
    text
}
