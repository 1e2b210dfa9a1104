//! The contract between the inbox and whatever keeps it.

use std::{
    any::TypeId,
    fmt,
    ops::RangeInclusive,
    pin::Pin,
    time::{Duration, SystemTime},
};

use super::{
    Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, Duty, EntryId, Filter, Lease,
    Listing, MissingRights, NewEntry, Newest, Overview, Page, Quarantined, Record, Settled,
    Settlement, StoreFuture, StoreLoad, Usage,
};

/// Keeps deliveries until they are handled.
///
/// Times are arguments: a store reads no clock. Durations and times count in whole milliseconds;
/// what is finer is cut off.
///
/// [`MemoryStore`](crate::stores::MemoryStore) is the reference and `SqliteStore` the one for
/// production. Implement this trait to keep an inbox in another database.
///
/// [The page of the stores](crate::stores#a-store-of-your-own) says what each method has to do in
/// one transaction, and what its caller relies on; the page of `conformance` how to test yours.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::{Ended, Settlement, Store}, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// store.accept(order_paid("evt_1")).await?; // then its sender gets 2xx
/// for claimed in store.claim(ask(1)).await?.claimed { // the worker calls the handler here
///     store.settle(Settlement::new(claimed.lease, Ended::Done, at(2), claimed.context)).await?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Contract
///
#[doc = include_str!("contract.md")]
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// Keeps a delivery: sentences 1 to 5, and 52.
    ///
    /// The sender gets a 2xx as soon as this returns `Ok`. So the entry, its bytes and its runs are
    /// committed and synced by then. Two calls with one key at one moment have to meet in the
    /// database, as by a unique index: a look before the insert is not enough. The runs get their
    /// places in their ordering keys in the same transaction.
    ///
    /// Senders wait for it: answer [`StoreError::Busy`](super::StoreError::Busy) rather than queue without a bound.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`](super::StoreError::Busy) or [`StoreError::Unavailable`](super::StoreError::Unavailable): nothing was kept.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use hookport::{inbox::{Accepted, Store}, stores::MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// let id = dead_letter(&store, "evt_1").await?;
    ///
    /// // A person presses "resend" at the sender: what is dead is to be run again.
    /// assert_eq!(store.accept(order_paid("evt_1")).await?, Accepted::Duplicate(id));
    /// assert_eq!(store.claim(ask(2)).await?.claimed.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted>;

    /// Keeps the items of a batch: sentences 53 and 54.
    ///
    /// All are of one request, which is to be kept once: the
    /// [`batch`](crate::Item::batch) of their items. The [`range`](crate::Item::range) of an item is
    /// its place in there. An item without a range has bytes of its own.
    ///
    /// # Errors
    ///
    /// As [`accept`](Self::accept): nothing was kept.
    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>>;

    /// Claims runs for a worker: sentences 6 to 13, and 50.
    ///
    /// Each claim of a run gives it a higher token and is one more attempt, with the next number. A
    /// run whose lease has expired is claimed like one that is due; the attempt that was lost goes
    /// on record as [`Lost`](super::AttemptResult::Lost) in the same transaction.
    ///
    /// The worker calls this at least once in a [`poll_interval`](crate::Receiver::poll_interval),
    /// mostly without finding anything. It must read no payload but those that it returns, and no
    /// run that has ended.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable): nothing was claimed.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use hookport::{inbox::Store, stores::MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// store.accept(order_paid("evt_1")).await?;
    /// let lost = store.claim(ask(0)).await?.claimed.remove(0); // this worker dies
    ///
    /// let claimed = store.claim(ask(60)).await?.claimed.remove(0); // its lease has expired
    /// assert_eq!((lost.attempt, claimed.attempt, claimed.tried), (1, 2, 2));
    /// let record = store.read(claimed.lease.entry).await?.expect("the entry is kept");
    /// assert_eq!(record.runs[0].attempts[0].result.as_str(), "lost");
    /// # Ok(())
    /// # }
    /// ```
    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims>;

    /// Keeps a delivery and claims runs, in one step: sentence 51.
    ///
    /// The receiver calls it for a delivery for which its worker has room, and asks for as many runs as the
    /// delivery has. So the delivery is kept, claimed and done by two commits, and not by three. The
    /// claim may find other runs than those of the delivery, as any claim may; it is faster not to look for them.
    ///
    /// The default keeps the delivery and claims nothing. The worker is woken then, and claims.
    ///
    /// # Errors
    ///
    /// As [`accept`](Self::accept): nothing was kept, and nothing was claimed.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use hookport::{inbox::Store, stores::MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// let (accepted, claims) = store.accept_and_claim(order_paid("evt_1"), ask(0)).await?;
    ///
    /// assert_eq!(claims.claimed[0].lease.entry, accepted.id());
    /// assert!(store.claim(ask(1)).await?.claimed.is_empty(), "it is claimed already");
    /// # Ok(())
    /// # }
    /// ```
    fn accept_and_claim(
        &self,
        entry: NewEntry,
        request: ClaimRequest,
    ) -> StoreFuture<'_, (Accepted, Claims)> {
        drop(request);
        Box::pin(async move { Ok((self.accept(entry).await?, Claims::default())) })
    }

    /// Keeps leases for `lease` from `now` on, and tells which of them are lost: sentence 21.
    ///
    /// A lease that was set after `now` does not get shorter: a renewal that was on its way for longer has
    /// come late. One that was set more than [`CLOCK_SLACK`](super::CLOCK_SLACK) after it was set by a clock
    /// that was wrong, and lasts for `lease` from `now` on.
    ///
    /// A lease whose end has passed, but whose run nobody has claimed since, is not lost: it is
    /// renewed. One is lost if the run has a higher token, has been settled, or was cancelled. Its
    /// worker drops the handler then.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable): the leases last as long as before.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use std::time::Duration;
    /// use hookport::{inbox::Store, stores::MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// store.accept(order_paid("evt_1")).await?;
    /// let held = store.claim(ask(0)).await?.claimed.remove(0).lease;
    ///
    /// let minute = Duration::from_secs(60);
    /// let lost = store.renew(vec![held.clone()], at(20), minute).await?;
    /// assert!(lost.is_empty());
    /// assert!(store.claim(ask(79)).await?.claimed.is_empty(), "it lasts until second 80");
    ///
    /// assert_eq!(store.claim(ask(80)).await?.claimed.len(), 1); // by another worker
    /// assert_eq!(store.renew(vec![held.clone()], at(81), minute).await?, [held]);
    /// # Ok(())
    /// # }
    /// ```
    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>>;

    /// Ends a claim: sentences 14 to 20, and 22 to 27 for the next delivery of the ordering key.
    ///
    /// The token decides, not the time: a lease that has expired still settles if nobody has
    /// claimed the run since. In one transaction the run changes its state, the attempt goes on
    /// record and is counted, the state of the entry follows, the version is remembered if the
    /// handler is done, and the next delivery of the ordering key has its turn. If the
    /// [`context`](Settlement::context) holds writes of the handler, they are in it too, and only
    /// with [`Ended::Done`](super::Ended::Done).
    ///
    /// A worker that gets an error settles again, for as long as a lease lasts. If the first one
    /// was kept after all, [`Settled::LeaseLost`] is the right answer to the second.
    ///
    /// # Errors
    ///
    /// [`StoreError::Transaction`](super::StoreError::Transaction) if what the handler did in the store's transaction failed;
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable). The claim goes on in both cases.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use hookport::inbox::{Ended, Settled, Settlement, Store};
    /// use hookport::stores::MemoryStore;
    ///
    /// let store = MemoryStore::new();
    /// store.accept(order_paid("evt_1")).await?;
    /// let claimed = store.claim(ask(0)).await?.claimed.remove(0); // until second 60
    ///
    /// let done = Settlement::new(claimed.lease, Ended::Done, at(90), claimed.context);
    /// assert_eq!(store.settle(done.clone()).await?, Settled::Kept, "late, but nobody was faster");
    /// assert_eq!(store.settle(done).await?, Settled::LeaseLost, "a claim is settled once");
    /// # Ok(())
    /// # }
    /// ```
    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled>;

    /// Returns `false` if [`Claimed::context`](super::Claimed::context) never has a value of this
    /// type. A handler that [needs](crate::extract::Needs) one is refused at start-up then.
    ///
    /// The default is `true`, so that a store that wraps another one need not ask it. A store that
    /// puts nothing into the context returns `false` for all types; then a handler with a `Tx`
    /// stops the start-up, and not the first delivery.
    fn gives(&self, _: TypeId) -> bool {
        true
    }

    /// Waits until there may be something new to claim: sentence 28.
    ///
    /// The call itself is the start, not the first poll: a worker takes the future, claims, and
    /// then waits for it, so that what comes in between is not missed. What other processes change
    /// may go unnoticed: the worker polls for that.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use hookport::{inbox::Store, stores::MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// let news = store.wait();
    /// store.accept(order_paid("evt_1")).await?; // before anybody has polled `news`
    ///
    /// news.await; // ends at once
    /// assert_eq!(store.claim(ask(1)).await?.claimed.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// Changes many rows at once, and tells how many: runs that were replayed, made due or cancelled,
    /// endpoints that were paused or resumed, rows that were pruned, requests that were put into
    /// the quarantine or taken out of it. A count and a probe are 0.
    ///
    /// Sentences 29 to 36, 41 to 45, 48, 57 and 58 say what each [`Change`] does. All of a change is one step,
    /// also if it names 500 entries, as a page of [`Inbox::replay`](super::Inbox::replay) does.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable): nothing was changed.
    fn change(&self, change: Change) -> StoreFuture<'_, u64>;

    /// Lists entries, the newest first: sentences 37 and 38.
    ///
    /// A page has to come soon, however long the log is: look through a bounded number of rows, and
    /// return what was found with the [`next`](Listing::next) place to look.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing>;

    /// Reads one entry; `None` if there is none of this number. Sentence 39 says what is in it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable); [`StoreError::Unexpected`](super::StoreError::Unexpected) if it cannot be made sense of.
    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>>;

    /// Tells how the inbox stands, and what happened on these days, by day, endpoint and event:
    /// sentences 34 and 40.
    ///
    /// A store leaves [`Overview::orphaned`] empty. Days on which nothing happened are left out.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)>;

    /// Lists the unproved requests of an endpoint with their numbers, the oldest first, behind a
    /// cursor.
    ///
    /// A number is never given twice, so that an operator who discards one does not hit another.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>>;

    /// Lists the dead runs of the newest entries, each with its last error: sentence 55.
    ///
    /// It has to come soon, however many there are: read no more than `at_most`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>>;

    /// Finds the newest entry of each endpoint and event: sentence 56.
    ///
    /// It has to come soon, however long the log is: by an index over endpoint and event, or by what
    /// an accept writes down.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn newest(&self) -> StoreFuture<'_, Vec<Newest>>;

    /// Reads what the store uses of its server, for metrics and the health page.
    ///
    /// The default tells nothing, for a store that has no server. A store that wraps another one passes the
    /// call on.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn load(&self) -> StoreFuture<'_, StoreLoad> {
        Box::pin(std::future::ready(Ok(StoreLoad::default())))
    }

    /// Finds the rights that this process lacks for its part of the work: it does not start without them, and
    /// is not ready.
    ///
    /// The default finds none, for a store that has no roles. A store that wraps another one passes the call on.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`](super::StoreError::Unavailable).
    fn missing_rights(&self, _: &[Duty]) -> StoreFuture<'_, Option<MissingRights>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Ends the store at the shutdown of the program: sentence 46.
    ///
    /// [`Receiver::serve`](crate::Receiver::serve) calls it last, when the worker has ended. A
    /// program that uses [`ReceiverParts`](crate::receiver::ReceiverParts) calls it itself. It
    /// releases what the store has open, for all its clones: files, connections, threads.
    ///
    /// The default does nothing, for a store that has nothing open. A store that wraps another one
    /// passes the call on.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hookport::inbox::StoreError> {
    /// use hookport::{inbox::Store, stores::MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// let id = store.accept(order_paid("evt_1")).await?.id();
    ///
    /// store.close().await; // it has nothing open, and goes on
    /// assert!(store.read(id).await?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }
}
