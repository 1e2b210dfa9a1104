//! The connections that there are, and which of them gives way when there are too many.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{
    net::TcpStream,
    sync::watch,
    task::{AbortHandle, Id, JoinError, JoinSet},
    time::timeout,
};

use super::{
    app::App,
    connection::{Activity, Connection, ConnectionLimits, Requests},
};
use crate::telemetry;

/// A bounded number of connections.
pub(super) struct Places {
    at_most: usize,
    connections: JoinSet<()>,
    taken: HashMap<Id, Place>,
    /// True while a connection waits for a place.
    crowded: Arc<AtomicBool>,
}

struct Place {
    activity: Arc<Activity>,
    connection: AbortHandle,
}

impl Places {
    pub(super) fn new(at_most: usize) -> Self {
        Self {
            at_most,
            connections: JoinSet::new(),
            taken: HashMap::new(),
            crowded: Arc::default(),
        }
    }

    /// Waits for a place: at once if there is one.
    ///
    /// If there is none, the connection that has waited longest for its client is closed, unless it
    /// has waited so short that its client may well be about to go on. Meanwhile each connection
    /// ends with its next answer.
    pub(super) async fn free(&mut self) {
        while let Some(ended) = self.connections.try_join_next_with_id() {
            self.forget(ended);
        }
        while self.is_full() {
            let patience = match self.longest_waiting() {
                Some((waits, place)) if waits >= GIVES_WAY_AFTER => {
                    place.connection.abort();
                    telemetry::gave_way();
                    GIVES_WAY_AFTER
                }
                Some((waits, _)) => GIVES_WAY_AFTER.saturating_sub(waits),
                None => GIVES_WAY_AFTER,
            };
            if let Ok(Some(ended)) = timeout(patience, self.connections.join_next_with_id()).await {
                self.forget(ended);
            }
        }
    }

    /// Tells the connections too.
    fn is_full(&self) -> bool {
        let is_full = self.taken.len() >= self.at_most;
        self.crowded.store(is_full, Relaxed);
        is_full
    }

    /// Serves a connection.
    pub(super) fn take(
        &mut self,
        stream: TcpStream,
        peer: IpAddr,
        app: watch::Receiver<App>,
        limits: ConnectionLimits,
        stopping: impl Future<Output = ()> + Send + 'static,
    ) {
        let activity = Arc::new(Activity::new(Arc::clone(&self.crowded)));
        let requests = Requests::new(app, peer, limits.requests, Arc::clone(&activity));
        let connection = Connection { requests, limits, activity: Arc::clone(&activity) };
        let serving = connection.serve(stream, stopping);
        let connection = self.connections.spawn(serving);
        self.taken.insert(connection.id(), Place { activity, connection });
    }

    /// Waits until all have ended, and cuts off what has not by then.
    pub(super) async fn close(mut self, within: Duration) {
        let all_ended = async { while self.connections.join_next().await.is_some() {} };
        let _ = timeout(within, all_ended).await;
        self.connections.shutdown().await;
    }

    fn longest_waiting(&self) -> Option<(Duration, &Place)> {
        let waiting = self.taken.values();
        waiting
            .filter_map(|place| Some((place.activity.waits_for_client()?, place)))
            .max_by_key(|(waits, _)| *waits)
    }

    fn forget(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
        self.taken.remove(&id);
    }
}

/// A client on the other side of the world needs a quarter of a second for its next packet.
const GIVES_WAY_AFTER: Duration = Duration::from_millis(250);
