//! A server of keys on loopback, which counts.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use hookport::KeySource;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::{OwnedRwLockWriteGuard, RwLock},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

/// A server with a certificate for `acme.example`, or for `other.example`.
pub(super) struct KeyServer {
    pub(super) address: SocketAddr,
    state: Arc<State>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
    answer: Mutex<String>,
    /// Each answer takes a turn.
    turns: Arc<RwLock<()>>,
}

impl KeyServer {
    pub(super) async fn start() -> Self {
        Self::with(include_bytes!("tls/acme.der"), include_bytes!("tls/acme.key")).await
    }

    /// Starts a server whose certificate is for another host.
    pub(super) async fn of_another_host() -> Self {
        Self::with(include_bytes!("tls/other.der"), include_bytes!("tls/other.key")).await
    }

    async fn with(certificate: &[u8], key: &[u8]) -> Self {
        let chain = vec![CertificateDer::from(certificate.to_vec())];
        let key = PrivateKeyDer::try_from(key.to_vec()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let serving = tokio::spawn(serve(listener, acceptor, Arc::clone(&state)));
        Self { address, state, serving }
    }

    /// Sets the answer to all requests.
    pub(super) fn answers(&self, status: &str, headers: &str, body: &str) {
        let length = body.len();
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n");
        *self.state.answer.lock().unwrap() = head + body;
    }

    /// Returns the first lines of all requests.
    pub(super) fn requests(&self) -> Vec<String> {
        self.state.requests.lock().unwrap().clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Waits for a request.
    pub(super) async fn is_asked(&self) {
        while self.requests().is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// Lets all requests wait until the guard is dropped.
    pub(super) async fn hold(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.state.turns).write_owned().await
    }

    /// Stops the server: nothing listens at its address any more.
    pub(super) async fn stop(self) {
        self.serving.abort();
        let _ = self.serving.await;
    }

    /// Returns a key source that finds `acme.example` here.
    pub(super) fn source(&self) -> KeySource {
        let root = include_bytes!("tls/root.der").to_vec();
        let trusting = KeySource::builder().trusting(root).unwrap();
        trusting.connecting("acme.example", self.address).build()
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        state.connections.fetch_add(1, Ordering::SeqCst);
        let (acceptor, state) = (acceptor.clone(), Arc::clone(&state));
        tokio::spawn(async move {
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { return };
                head.push(byte);
            }
            let head = String::from_utf8(head).unwrap();
            state.requests.lock().unwrap().push(head.lines().next().unwrap().to_owned());
            let _turn = state.turns.read().await;
            let answer = state.answer.lock().unwrap().clone();
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        });
    }
}
