//! The server that is forwarded to.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{body::Bytes, extract::State, http::StatusCode, routing::post};
use tokio::{net::TcpListener, sync::Notify};

/// A server that counts what it gets.
pub(crate) struct Upstream {
    address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    count: AtomicUsize,
    changed: Notify,
}

impl Upstream {
    pub(crate) async fn start() -> Self {
        let seen = Arc::<Seen>::default();
        let app = axum::Router::new().route("/hooks", post(count)).with_state(Arc::clone(&seen));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }

    pub(crate) fn count(&self) -> usize {
        self.seen.count.load(Ordering::SeqCst)
    }

    /// Waits until so many deliveries have come.
    pub(crate) async fn has(&self, count: usize) {
        loop {
            let changed = self.seen.changed.notified();
            if self.count() >= count {
                return;
            }
            changed.await;
        }
    }
}

async fn count(State(seen): State<Arc<Seen>>, _: Bytes) -> StatusCode {
    seen.count.fetch_add(1, Ordering::SeqCst);
    seen.changed.notify_waiters();
    StatusCode::NO_CONTENT
}
