//! An inbox on either store, and what is special about these tests.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hookport::{
    Outcome, Receiver,
    extract::FromDelivery,
    inbox::{Day, Store},
    router::RetryPolicy,
    testing::HandClock,
};
use tokio::task::JoinHandle;

#[cfg(all(feature = "postgres", unix))]
use super::database::Schema;
use super::file::File;

/// The store of a test.
#[derive(Debug, Clone, Copy)]
pub(crate) enum On {
    Sqlite,
    #[cfg(all(feature = "postgres", unix))]
    Postgres,
}

impl On {
    /// The number of power cuts to try.
    pub(crate) const fn power_cuts(self) -> u64 {
        match self {
            Self::Sqlite => 20,
            // A server takes a second to start again.
            #[cfg(all(feature = "postgres", unix))]
            Self::Postgres => 1,
        }
    }
}

/// The place of an inbox, and its clock.
pub(crate) struct Site {
    place: Place,
    pub(crate) clock: HandClock,
}

enum Place {
    File(File),
    #[cfg(all(feature = "postgres", unix))]
    Schema(Schema),
}

impl Site {
    pub(crate) fn new(on: On) -> Self {
        Self::at(match on {
            On::Sqlite => Place::File(File::new()),
            #[cfg(all(feature = "postgres", unix))]
            On::Postgres => Place::Schema(Schema::new()),
        })
    }

    /// One whose machine may lose its power.
    pub(crate) fn that_can_crash(on: On) -> Self {
        Self::at(match on {
            On::Sqlite => Place::File(File::new()),
            #[cfg(all(feature = "postgres", unix))]
            On::Postgres => Place::Schema(Schema::that_can_crash()),
        })
    }

    fn at(place: Place) -> Self {
        Self { place, clock: HandClock::new(1_700_000_000) }
    }

    /// Opens the inbox; each time as another process would.
    pub(crate) async fn store(&self) -> Arc<dyn Store> {
        match &self.place {
            Place::File(file) => file.open().await,
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => schema.open().await,
        }
    }

    /// A receiver on the inbox.
    pub(crate) async fn receiver(&self) -> Receiver {
        self.receiver_on(self.store().await)
    }

    pub(crate) fn receiver_on(&self, store: Arc<dyn Store>) -> Receiver {
        Receiver::new(store).clock(self.clock.clone()).poll_interval(Duration::from_millis(20))
    }

    /// The inbox that a power cut at this moment leaves.
    pub(crate) fn after_power_cut(&self) -> Self {
        Self::at(match &self.place {
            Place::File(file) => Place::File(file.after_power_cut()),
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => Place::Schema(schema.after_power_cut()),
        })
    }

    /// Does what an operator, or a mount, may do to an inbox in use.
    pub(crate) async fn take_away(&self) {
        match &self.place {
            Place::File(file) => file.take_away(),
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => schema.take_away().await,
        }
    }

    pub(crate) async fn bring_back(&self) {
        match &self.place {
            Place::File(file) => file.bring_back(),
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => schema.bring_back().await,
        }
    }

    /// Fails if something is half-written.
    pub(crate) async fn check(&self) {
        match &self.place {
            Place::File(file) => file.check(),
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => schema.check().await,
        }
    }

    /// Makes a table of handled orders beside the inbox, and returns its name.
    pub(crate) async fn make_books(&self) -> String {
        match &self.place {
            Place::File(file) => file.make_books(),
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => schema.make_books().await,
        }
    }

    /// Counts the orders in that table.
    pub(crate) async fn booked(&self) -> i64 {
        match &self.place {
            Place::File(file) => file.booked(),
            #[cfg(all(feature = "postgres", unix))]
            Place::Schema(schema) => schema.booked().await,
        }
    }
}

/// The table of handled orders, in the transaction of a handler.
pub(crate) trait Books: FromDelivery<()> + Send + 'static {
    /// Adds an order. It fails if the bank is closed, after it has written.
    fn add(
        &mut self,
        table: &str,
        order: u64,
        closed: bool,
    ) -> impl Future<Output = Result<(), Outcome>> + Send;
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
