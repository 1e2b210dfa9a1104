//! A folder with an inbox, and what is special about these tests.

use std::{path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use hookport::{
    Receiver,
    inbox::{Day, Store},
    router::RetryPolicy,
    stores::SqliteStore,
    testing::HandClock,
};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The store of an inbox, and its clock.
pub(crate) struct Site {
    folder: TempDir,
    pub(crate) clock: HandClock,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), clock: HandClock::new(1_700_000_000) }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    /// Opens the file; each time as another process would.
    pub(crate) async fn store(&self) -> Arc<SqliteStore> {
        Arc::new(SqliteStore::open(self.file()).await.unwrap())
    }

    /// A receiver on the file.
    pub(crate) async fn receiver(&self) -> Receiver {
        self.receiver_on(self.store().await)
    }

    pub(crate) fn receiver_on(&self, store: Arc<dyn Store>) -> Receiver {
        Receiver::new(store).clock(self.clock.clone()).poll_interval(Duration::from_millis(20))
    }
}

/// Tries so often, and waits next to nothing in between.
pub(crate) const fn tries(attempts: u32) -> RetryPolicy {
    RetryPolicy::exponential().starting_at(Duration::from_millis(1)).at_most(attempts)
}

/// Every day there is.
pub(crate) fn all_days() -> std::ops::RangeInclusive<Day> {
    Day::from_number(0)..=Day::from_number(100_000)
}

/// A request whose body does not come, in the middle of being answered; the end is its status.
pub(crate) fn never_ending(app: &axum::Router) -> JoinHandle<http::StatusCode> {
    let request = crate::kit::signed("{}").map(|_| axum::body::Body::new(Stalled));
    let app = app.clone();
    tokio::spawn(async move { tower::ServiceExt::oneshot(app, request).await.unwrap().status() })
}

struct Stalled;

impl http_body::Body for Stalled {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}
