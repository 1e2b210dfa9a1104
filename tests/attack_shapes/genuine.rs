//! The genuine deliveries beside an attack.

use std::{
    collections::BTreeSet,
    fmt, io,
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{interval, timeout},
};

use crate::{
    acme::{paid, signed},
    http1::written_out,
};

/// The answers to the genuine deliveries.
pub(crate) struct Fared(pub(crate) Vec<Answer>);

/// The answer to a genuine delivery.
pub(crate) struct Answer {
    /// The number of the order.
    pub(crate) order: u64,
    /// The status, and the time that it took; `None` if there was no answer within five seconds.
    pub(crate) heard: Option<(u16, Duration)>,
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
    Fared(sending.join_all().await)
}

async fn one(address: SocketAddr) -> Answer {
    static NEXT: AtomicU64 = AtomicU64::new(1);

    let order = NEXT.fetch_add(1, Relaxed);
    let request = written_out(&signed(paid(&format!("genuine-{order}"), order)));
    let start = Instant::now();
    let status = timeout(Duration::from_secs(5), exchange(address, &request)).await;
    let heard = status.ok().and_then(Result::ok).map(|status| (status, start.elapsed()));
    Answer { order, heard }
}

/// Sends a request, and reads the status of its answer.
async fn exchange(address: SocketAddr, request: &[u8]) -> io::Result<u16> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await?;
    let status = str::from_utf8(&answer).ok().and_then(|answer| answer.split(' ').nth(1));
    status.and_then(|status| status.parse().ok()).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

impl Fared {
    /// Returns the numbers of the orders that heard a status.
    pub(crate) fn orders_that_heard(&self, status: u16) -> BTreeSet<u64> {
        let heard = self.0.iter().filter(|answer| answer.heard.is_some_and(|(s, _)| s == status));
        heard.map(|answer| answer.order).collect()
    }

    /// Returns the share that heard 2xx, in percent.
    pub(crate) fn percent_accepted(&self) -> usize {
        self.orders_that_heard(204).len() * 100 / self.0.len()
    }

    /// Asserts that nearly all heard 2xx within the five seconds: a machine that does much else at the
    /// time may delay a few, and an attack that succeeds leaves hardly any.
    pub(crate) fn assert_unharmed(&self) {
        assert!(self.percent_accepted() >= 90, "{self}");
    }

    /// Returns the time below which a share of the answers lies.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let heard = self.0.iter().filter_map(|answer| answer.heard);
        let mut times: Vec<_> = heard.map(|(_, time)| time).collect();
        times.sort_unstable();
        times[(times.len() - 1) * percent / 100]
    }
}

impl fmt::Display for Fared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99, max] = [50, 99, 100].map(|percent| self.percentile(percent).as_millis());
        let (sent, accepted) = (self.0.len(), self.percent_accepted());
        write!(f, "{sent} sent, {accepted} % got 2xx; answers: p50 {p50}, p99 {p99}, max {max} ms")
    }
}
