//! The orders that are received, whose money is booked with `Tx` and which are reported without.

use std::{
    error::Error,
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use hookport::{
    Clock, EventRouter, InboxEndpoint, Outcome, Receiver, SystemClock,
    extract::State,
    inbox::Store,
    router::RetryPolicy,
    stores::{SqliteStore, sqlite::Tx},
};

use crate::acme::{Order, Shop, paid, router, signed};

/// The behaviour of the operating system's clock meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clocks {
    Steady,
    Jumping,
    AYearAhead,
    /// Beyond every jump, so that whatever was due or leased is over.
    Ahead,
}

/// A store, with the table that the handlers write to.
pub(crate) async fn store(folder: &Path) -> Arc<SqliteStore> {
    let store = SqliteStore::open(folder.join("inbox.db")).await;
    let store = store.unwrap_or_else(|error| panic!("{error}: {}", error.source().unwrap()));
    let table = "CREATE TABLE IF NOT EXISTS bookings (order_id INTEGER NOT NULL) STRICT";
    // Another process may write without a pause.
    while store.write(move |db| db.execute_batch(table)).await.is_err() {}
    Arc::new(store)
}

pub(crate) fn receiver(store: Arc<SqliteStore>, folder: &Path, clocks: Clocks) -> Receiver {
    receiver_with(store, || router().on(Shop::PAID, book), folder, clocks)
}

/// A router of orders, with the folder that they are booked in.
pub(crate) type Orders = EventRouter<Shop, PathBuf>;

/// A receiver whose orders are booked as the store can do it.
pub(crate) fn receiver_with(
    store: Arc<dyn Store>,
    booking: fn() -> Orders,
    folder: &Path,
    clocks: Clocks,
) -> Receiver {
    let shop = booking().on(Shop::PAID, report).for_inbox(folder.join("reports")).retries(SOON);
    let clock = router().on(Shop::PAID, fail).on(Shop::PAID, hang).for_inbox(folder.join(WRONG));
    let receiver = Receiver::new(store).lease(LEASE).clock(clocks);
    receiver.endpoint("/shop", shop).endpoint("/clock", clock)
}

/// An endpoint whose handler reports, and needs no table.
pub(crate) fn reports(folder: &Path) -> InboxEndpoint {
    router().on(Shop::PAID, report).for_inbox(folder.join("reports"))
}

/// One delivery, as the sender signs it each time that it sends it.
pub(crate) fn delivery(order: u64) -> http::Request<bytes::Bytes> {
    signed(paid(&format!("d{order}"), order))
}

/// Takes longer than a lease in a process that is slow.
pub(crate) async fn take_time() {
    if std::env::var_os(SLOW).is_some() {
        tokio::time::sleep(LEASE.mul_f32(1.5)).await;
    }
}

async fn book(order: Order, tx: Tx) {
    take_time().await;
    tx.defer(move |db| {
        db.execute("INSERT INTO bookings VALUES (?1)", [order.id.cast_signed()]).map(drop)
    });
}

pub(crate) async fn report(order: Order, State(reports): State<PathBuf>) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(reports)?;
    file.write_all(format!("{}\n", order.id).as_bytes())
}

/// The handler of `/clock` that fails, and the one that does not end, while this file is there.
pub(crate) const WRONG: &str = "wrong";

async fn fail(_: Order, State(wrong): State<PathBuf>) -> Result<(), Outcome> {
    if wrong.exists() { Err(Outcome::retry("not now")) } else { Ok(()) }
}

async fn hang(_: Order, State(wrong): State<PathBuf>) {
    if wrong.exists() {
        std::future::pending::<()>().await;
    }
}

impl Clocks {
    const ALL: [Self; 4] = [Self::Steady, Self::Jumping, Self::AYearAhead, Self::Ahead];

    pub(crate) fn name(self) -> String {
        format!("{self:?}")
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|clocks| clocks.name() == name).unwrap()
    }
}

impl Clock for Clocks {
    fn now(&self) -> SystemTime {
        const DAY: u64 = 24 * 60 * 60;
        let now = SystemClock.now();
        match self {
            Self::Steady => now,
            Self::Jumping => {
                now + Duration::from_secs(fastrand::u64(0..2 * DAY)) - Duration::from_secs(DAY)
            }
            Self::AYearAhead => now + Duration::from_secs(365 * DAY),
            Self::Ahead => now + Duration::from_secs(3 * DAY),
        }
    }
}

/// Tries a run that fails, or is killed over and over, again within a second.
pub(crate) const SOON: RetryPolicy =
    RetryPolicy::exponential().up_to(Duration::from_secs(1)).at_most(1000);

/// Makes bookings take longer than a lease, in a process that has it set.
pub(crate) const SLOW: &str = "HOOKPORT_CRASH_SLOW";

pub(crate) const LEASE: Duration = Duration::from_secs(1);
