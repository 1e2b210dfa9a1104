//! A sender that keeps sending what was not answered with 2xx, from several connections.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::Bytes;
use http::StatusCode;
use http_body_util::Full;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpStream,
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::shop;

const CONNECTIONS: usize = 4;

#[derive(Clone)]
pub(crate) struct Load(Arc<Inner>);

struct Inner {
    next: AtomicU64,
    /// The path that an order is sent to.
    path: fn(u64) -> &'static str,
    pause: Duration,
    /// The deliveries that were sent and got no 2xx.
    unanswered: Mutex<Vec<u64>>,
    accepted: Mutex<BTreeSet<u64>>,
    heard: watch::Sender<u64>,
}

/// The connections to one process.
pub(crate) struct Sending(JoinSet<()>);

impl Sending {
    /// Ends the connections.
    pub(crate) fn abort(self) {
        drop(self);
    }

    /// Waits until each connection has found the process gone.
    pub(crate) async fn stop(self) {
        self.0.join_all().await;
    }
}

impl Load {
    pub(crate) fn new() -> Self {
        Self::paced(|_| "/shop", Duration::ZERO)
    }

    /// A load whose orders are sent to several endpoints, with a pause before each.
    pub(crate) fn paced(path: fn(u64) -> &'static str, pause: Duration) -> Self {
        Self(Arc::new(Inner {
            next: AtomicU64::new(1),
            path,
            pause,
            unanswered: Mutex::default(),
            accepted: Mutex::default(),
            heard: watch::Sender::new(0),
        }))
    }

    /// Sends as fast as it is answered, until the process is gone.
    pub(crate) fn start(&self, address: SocketAddr) -> Sending {
        let mut sending = JoinSet::new();
        for _ in 0..CONNECTIONS {
            sending.spawn(self.clone().send(address));
        }
        Sending(sending)
    }

    /// Sends each delivery to both, at one moment, until both are gone.
    pub(crate) fn start_both(&self, addresses: [SocketAddr; 2]) -> Sending {
        let mut sending = JoinSet::new();
        for _ in 0..CONNECTIONS {
            sending.spawn(self.clone().send_both(addresses));
        }
        Sending(sending)
    }

    /// Waits until so many more deliveries have heard 2xx.
    pub(crate) async fn heard(&self, more: u64) {
        let mut heard = self.0.heard.subscribe();
        let enough = *heard.borrow() + more;
        let waited = timeout(Duration::from_secs(60), heard.wait_for(|heard| *heard >= enough));
        assert!(waited.await.is_ok(), "no 2xx for a minute");
    }

    /// The orders whose delivery heard 2xx.
    pub(crate) fn accepted(&self) -> BTreeSet<u64> {
        self.0.accepted.lock().unwrap().clone()
    }

    /// Sends one new delivery. Returns whether it has heard 2xx.
    pub(crate) async fn send_one(&self, connection: &mut Connection) -> bool {
        let order = self.0.next.fetch_add(1, Relaxed);
        let is_accepted = connection.deliver(order).await.expect("it is answered").is_success();
        if is_accepted {
            self.accept(order);
        }
        is_accepted
    }

    async fn send(self, address: SocketAddr) {
        let mut connection = Connection::open(address).await;
        while connection.is_open() {
            sleep(self.0.pause).await;
            let order = self.take();
            match connection.deliver_to((self.0.path)(order), order).await {
                Some(status) if status.is_success() => self.accept(order),
                _ => self.refused(order).await,
            }
        }
    }

    async fn send_both(self, [one, other]: [SocketAddr; 2]) {
        let (mut one, mut other) = (Connection::open(one).await, Connection::open(other).await);
        while one.is_open() || other.is_open() {
            let order = self.take();
            let answers: [Option<StatusCode>; 2] =
                tokio::join!(one.deliver(order), other.deliver(order)).into();
            if answers.into_iter().flatten().any(|status| status.is_success()) {
                self.accept(order);
            } else {
                self.0.unanswered.lock().unwrap().push(order);
            }
        }
    }

    /// Returns an order that got no answer before, half of the time, and else a new one.
    fn take(&self) -> u64 {
        let again = fastrand::bool().then(|| self.0.unanswered.lock().unwrap().pop()).flatten();
        again.unwrap_or_else(|| self.0.next.fetch_add(1, Relaxed))
    }

    async fn refused(&self, order: u64) {
        self.0.unanswered.lock().unwrap().push(order);
        sleep(Duration::from_millis(2)).await;
    }

    fn accept(&self, order: u64) {
        self.0.accepted.lock().unwrap().insert(order);
        self.0.heard.send_modify(|heard| *heard += 1);
    }
}

/// A connection to a receiver, which is opened again as long as something listens.
pub(crate) struct Connection {
    address: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let mut connection = Self { address, sender: None };
        connection.reopen().await;
        connection
    }

    const fn is_open(&self) -> bool {
        self.sender.is_some()
    }

    async fn reopen(&mut self) {
        self.sender = None;
        let Ok(stream) = TcpStream::connect(self.address).await else { return };
        let Ok((sender, connection)) = handshake(TokioIo::new(stream)).await else { return };
        tokio::spawn(connection);
        self.sender = Some(sender);
    }

    /// Delivers an order, and returns the status of the answer; `None` if there was none.
    pub(crate) async fn deliver(&mut self, order: u64) -> Option<StatusCode> {
        self.deliver_to("/shop", order).await
    }

    /// Delivers an order to another endpoint.
    pub(crate) async fn deliver_to(
        &mut self,
        path: &'static str,
        order: u64,
    ) -> Option<StatusCode> {
        let answer = send(self.sender.as_mut()?, path, order).await;
        if answer.is_none() {
            self.reopen().await;
        }
        answer
    }
}

async fn send(
    sender: &mut SendRequest<Full<Bytes>>,
    path: &'static str,
    order: u64,
) -> Option<StatusCode> {
    let mut request = shop::delivery(order).map(Full::new);
    let host = http::HeaderValue::from_static("localhost");
    request.headers_mut().insert(http::header::HOST, host);
    *request.uri_mut() = http::Uri::from_static(path);
    sender.ready().await.ok()?;
    Some(sender.send_request(request).await.ok()?.status())
}
