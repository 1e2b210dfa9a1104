//! The contract between the inbox and whatever keeps it.

use std::{
    any::TypeId,
    fmt,
    ops::RangeInclusive,
    pin::Pin,
    time::{Duration, SystemTime},
};

use super::{
    Accepted, Change, ClaimRequest, Claims, Cursor, Day, EntryId, Filter, Lease, Listing, NewEntry,
    Overview, Page, Quarantined, Record, Settled, Settlement, StoreFuture, Usage,
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
/// The conformance suite (`hookport::inbox::conformance`, feature `testing`) has a test of each
/// sentence, for your own store too.
///
/// **Keeping**
///
/// 1. *What was accepted stays.* After `Ok`, the entry, its headers and its bytes are there, and
///    are the same, whatever happens to the process; a store that is not durable says so.
/// 2. *One key, one entry.* Of several deliveries with one key at one endpoint, however they come
///    together, one is [`Accepted::New`]; the others are [`Accepted::Duplicate`] with its id.
/// 3. *A key belongs to its endpoint.* The same key at another endpoint is another entry.
/// 4. *Later entries have higher ids.*
/// 5. *A duplicate revives what is dead*: the dead runs of its entry are received again, as by a
///    replay of what failed. What is done is not run again.
///
/// **Claiming**
///
/// 6. *A claim is exclusive* until its lease runs out: no run is in two claims.
/// 7. *No more than was asked for* is claimed: in all, of each endpoint, of each handler; and
///    nothing of handlers that were not named.
/// 8. *First come, first claimed*: a handler's received runs are claimed in the order of their ids.
///    Before them goes what has waited for its time: leases that ran out, then retries, each by
///    that time and then by id.
/// 9. *A retry is not claimed before it is due.*
/// 10. *A lease that ran out is taken over*: the run can be claimed again, with a higher token; the
///     attempt that was lost is on record, and counts as tried. A lease has run out at its end.
/// 11. *A claim carries the delivery* as it was accepted, and counts its attempts: each claim is
///     one, with the next number.
/// 12. *What is paused is not claimed.*
/// 13. *`next_due` is the next time to look*: no later than when the next run of the handlers asked
///     for becomes claimable by time alone. It is the earliest end of a lease or due time of a
///     retry, among the handlers asked for whose endpoint is not paused.
///
/// **Settling**
///
/// 14. *An old lease settles nothing*: neither after a takeover, nor twice, nor after a
///     cancellation. One that ran out, but was not taken over, still settles.
/// 15. *Done is final*: nothing but a replay brings it back.
/// 16. *A failed attempt is on record*, with its error, its start and its end.
/// 17. *Dead is final*: nothing but a replay or a duplicate brings it back.
/// 18. *What is released can be claimed at once*, and did not count as tried. It is not on
///     record; its number is used up.
/// 19. *Handlers settle alone*: what happens to one run leaves the other runs of its entry as they
///     are.
/// 20. *Routing is one step*: [`Ended::Routed`](super::Ended::Routed) ends the run and adds those
///     of the handlers named that the entry has none of, or none of it.
/// 21. *A renewed lease lasts to the new time*; one that is lost is reported, and stays lost.
///
/// **Order**
///
/// 22. *One delivery at a time*: of the deliveries to an endpoint with one ordering key, one has its
///     turn. Runs of the others are held, of whichever handler; its own are received together, and
///     do not wait for each other.
/// 23. *In the order received*: the turn belongs to the delivery with the lowest id that has open
///     runs. So no run begins while an earlier delivery of its key has open ones. If an earlier one
///     gets some, as by a replay, a duplicate or a routing, what does not run is held again, and what
///     runs comes to its end, by a takeover too, before the turn passes.
/// 24. *A failing delivery holds its followers back* until each of its runs is done or dead,
/// 25. *or lets them pass*, where its [`Order`](super::Order) says so, while all of its open runs
///     wait for a retry that is not due. Of those that do not let others pass, the one with the
///     lowest id has its turn; if there is none, the one of which a run is due first. That is found
///     out when something of the key changes, at the time of that change.
/// 26. *Other keys go on*: deliveries with another ordering key, or none, or to another endpoint do
///     not wait.
/// 27. *An older version is stale*: a claim says so if the same handler is done with a higher
///     version of the same ordering key.
///
/// **Waking**
///
/// 28. *`wait` wakes*: it ends after each accept, settlement and change that may have made a run
///     claimable and came after the call, even before the first poll. It may end without reason,
///     but not for a claim, so that a worker that finds nothing is at rest.
///
/// **Changing**
///
/// 29. *Replay of what failed* makes dead and cancelled runs received (or held), as if never tried;
///     their records stay. What is done stays done.
/// 30. *Replay of all* does so with every run that has ended.
/// 31. *An entry without runs is routed again* by a replay: it gets a run of
///     [`ROUTE`](super::ROUTE).
/// 32. *Cancelling ends runs*: open runs of the entries are cancelled, those that are running
///     lose their lease, and that attempt is not on record. What is dead stays so, unless it stops
///     its ordering key.
/// 33. *Pruning is bounded* and takes only what it names: closed entries, and dead ones if that is
///     asked for, of which the last run ended before the time (or which came before it, if they
///     have none); never what is open, or stops its ordering key.
/// 34. *Usage outlives entries*: it counts each delivery, duplicate, end of an attempt and
///     [`Change::Count`] on its day, and pruning leaves it alone. Deliveries and duplicates have
///     the day on which they came.
/// 35. *The quarantine is apart and bounded*: what is in it is in no listing, and no more is kept
///     of an endpoint than was said; the number changed is 0 if it was not kept.
/// 36. *A release is one step*: the request leaves the quarantine and its entries are accepted, or
///     none of it. One that is not in the quarantine any more changes nothing.
///
/// **Looking**
///
/// 37. *A listing is filtered*: it holds the entries for which everything in the filter is true,
///     newest first.
/// 38. *Pages are stable*: what comes in between shifts nothing, repeats nothing and leaves nothing
///     out.
/// 39. *A record is whole*: the delivery as it came, each run, each attempt that has ended.
/// 40. *The overview counts* open and dead runs, paused endpoints, stopped ordering keys and
///     unproved requests, and names each former name of a handler.
///
/// **Naming**
///
/// 41. *A renamed handler is one handler*: after [`Change::NameHandlers`], what is open under a
///     former name is the handler's, also what comes under that name later. It can be claimed,
///     renewed and settled by each of the names, is in one order, and has one record of versions.
/// 42. *It is run once for an entry*: where an entry has a run of the handler already, and that was
///     not cancelled, an open one of a former name is cancelled. What has ended under a former name
///     keeps that name; a replay or a duplicate that revives it gives it the new one. Routing adds
///     no second run.
/// 43. *A renaming changes no turn*: runs keep their places, and what runs goes on. The higher of
///     the versions that both names were done with is remembered.
/// 44. *A name can be given anew*: two names that are said to be those of two handlers are two.
/// 45. *A replay routes again* what has ended, or waits, for a handler that is not among those that
///     are served: it becomes a run of [`ROUTE`](super::ROUTE). Of several of one entry one does;
///     the others are cancelled. One that is running is left alone.
///
/// **Closing**
///
/// 46. *Closing loses nothing*: what was answered with `Ok` is there when the storage is opened
///     again. The store may be closed twice, and by a clone. A call that comes later does not hang:
///     it fails with [`StoreError::Unavailable`](super::StoreError::Unavailable), or is answered as before.
///
/// **Stopping at a dead letter**
///
/// 47. *A dead run stops its ordering key*, where the [`Order`](super::Order) of its delivery says
///     so: later deliveries are held as if it were open. Other runs of its delivery go on, and so do
///     earlier deliveries. A replay or a duplicate runs it again; if it is dead again, it stops again.
/// 48. *A stopped key goes on when a person says so*: [`Change::ResumeKeys`] leaves the run dead, and
///     [`Change::Cancel`] cancels it. Nothing else lets it go on.
/// 49. *A run can be out of the order*, as its [`NewRun`](super::NewRun) says: it is never held, and
///     neither holds back nor stops anything.
///
/// **Clocks**
///
/// 50. *What a wrong clock has set is over*: a lease that was claimed or renewed, or a due time that
///     was settled, at a time that lies more than [`CLOCK_SLACK`](super::CLOCK_SLACK) after now, has
///     come to its end, as if that had been now. [`next_due`](super::Claims::next_due) says so too.
///
/// **Both in one**
///
/// 51. *An accept and a claim can be one step*: [`accept_and_claim`](Self::accept_and_claim) keeps the
///     delivery, as by [`accept`](Self::accept), and then claims as [`claim`](Self::claim) does, or
///     claims nothing. If it fails, neither was done.
///
/// **Keys for a time**
///
/// 52. *A key is free again*: an entry that was received more than
///     [`duplicate_within`](NewEntry::duplicate_within) before a delivery of its key loses the key to it.
///
/// **Batches**
///
/// 53. *A batch is one step*: [`accept_batch`](Self::accept_batch) keeps each entry, as by
///     [`accept`](Self::accept) and in their order, or none of them. Of two with one key the second is
///     the duplicate.
/// 54. *Items go their own ways*: each is claimed, settled, replayed and pruned alone, and carries its
///     [`Item`](crate::Item) with the whole request, as long as it is kept.
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

    /// Keeps a delivery and then claims runs, in one step: sentence 51.
    ///
    /// A worker with nothing to do lets the next accept claim for it. So what comes to a receiver at
    /// rest is kept, claimed and done by two commits, and not by three. The claim may find other
    /// runs than those of the delivery, as any claim may.
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

    /// Changes many rows at once, and tells how many: runs that were replayed or cancelled,
    /// endpoints that were paused or resumed, rows that were pruned, requests that were put into
    /// the quarantine or taken out of it. A count and a probe are 0.
    ///
    /// Sentences 29 to 36, 41 to 45 and 48 say what each [`Change`] does. All of a change is one step,
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
