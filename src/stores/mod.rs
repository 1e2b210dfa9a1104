//! The stores: implementations of [`inbox::Store`](crate::inbox::Store).
//!
//! | store | keeps an inbox | for |
//! |---|---|---|
//! | `PostgresStore` (feature `postgres`) | in a Postgres database, synced before each 2xx | many receivers and workers |
//! | `SqliteStore` (feature `sqlite`) | in one file, synced before each 2xx | production on one machine |
//! | [`MemoryStore`] | until the process ends | tests, and trying things out |
//!
//! [`Receiver::open`](crate::Receiver::open) makes one of a URL,
//! [`Receiver::new`](crate::Receiver::new) takes one that you have made.
//!
//! # A store of your own
//!
//! Implement [`Store`] to keep an inbox in another database. Its
//! [contract](crate::inbox::Store#contract) is in numbered sentences; this is the same by method:
//!
//! | method | called by | one transaction that | the caller relies on |
//! |---|---|---|---|
//! | [`accept`](crate::inbox::Store::accept) | the receiver, for each delivery | looks for the key, adds the entry and its runs, counts it | after `Ok` a 2xx is sent: it must be on disk |
//! | [`accept_and_claim`](crate::inbox::Store::accept_and_claim) | the receiver, for a delivery for which the worker has room | accepts, and claims the runs of the delivery; or accepts | the runs that it returns are claimed |
//! | [`accept_batch`](crate::inbox::Store::accept_batch) | the receiver, for a request that holds many events | accepts each of them, and keeps the request once | as for `accept` |
//! | [`claim`](crate::inbox::Store::claim) | the worker, when woken or when something is due | picks runs, raises their tokens, sets their leases | no run is in two claims |
//! | [`renew`](crate::inbox::Store::renew) | the worker, after each third of a lease | moves the ends of the leases that hold | the lost ones are named, and their handlers are stopped |
//! | [`settle`](crate::inbox::Store::settle) | the worker, at the end of an attempt | checks the token, records the attempt, changes the run, gives the next delivery of its key its turn | `Kept` means done for good |
//! | [`gives`](crate::inbox::Store::gives) | the receiver, at start-up | | a handler that needs something else is refused then |
//! | [`wait`](crate::inbox::Store::wait) | the worker, while it has nothing to do | | what this process has changed wakes it |
//! | [`change`](crate::inbox::Store::change) | operators, retention, `/readyz`, the worker's start | does all of the change | the number of rows |
//! | [`list`](crate::inbox::Store::list), [`read`](crate::inbox::Store::read), [`overview`](crate::inbox::Store::overview), [`dead_runs`](crate::inbox::Store::dead_runs), [`newest`](crate::inbox::Store::newest), [`quarantined`](crate::inbox::Store::quarantined) | operators, health checks | reads one state | nothing in them slows the first four |
//! | [`load`](crate::inbox::Store::load) | metrics, `/readyz` | | the numbers are shown, and nothing depends on them |
//! | [`missing_rights`](crate::inbox::Store::missing_rights) | the receiver, at the start, and `/readyz` | | without them it does not start, and is not ready |
//! | [`close`](crate::inbox::Store::close) | the receiver, at the end | | what is open is released |
//!
//! A call that fails has changed nothing. All of them may come at once, from several processes too,
//! and a future may be dropped in the middle: then the call is done as a whole or not at all.
//!
//! # What each sentence needs
//!
//! The contract and this table are all that a store is written from; the two stores in this crate are examples of
//! it, and nothing else of them is relied on. What the numbers say is on the page of the
//! [contract](crate::inbox::Store#contract).
//!
//! | sentences | need | in SQLite | in Postgres |
//! |---|---|---|---|
//! | 1, 46 | a commit that is on disk before it answers | the WAL, synced once a group | `synchronous_commit` |
//! | 2, 3, 5, 52 | a unique index over endpoint and key, and an insert that says if the key is there | one writer looks first | `ON CONFLICT` |
//! | 4, 8, 38 | a number that rises with each entry, and is never given twice | `AUTOINCREMENT` | a sequence |
//! | 6, 9, 10, 13 | a way to take a row for one client; an index over handler, state and time, of what is open only | one writer | `FOR UPDATE SKIP LOCKED` |
//! | 7, 12 | the limits of a claim, and pauses, read in the claim itself | | |
//! | 14, 21, 32 | a token in the row of a run, higher with each claim; a settlement or renewal names it, and changes nothing if it is another | the number of the claim | a sequence |
//! | 11, 16 to 18, 39 | a row for each attempt that has ended, and two counts in the run: its claims, and those that count | | |
//! | 15, 17, 19, 20, 29 to 31, 45, 57 | a change of all runs of one entry that is alone | one writer | a lock for the entry |
//! | 22 to 26, 43, 47 to 49 | a change of all runs of one ordering key that is alone, and an index over the key | one writer | a lock for the key, taken in one order |
//! | 27 | a row for each handler and key with the highest version | | |
//! | 28 | a call in the process that ends after a commit; other processes are found by the poll interval | | `NOTIFY` too |
//! | 33, 35, 36 | indexes over the end of an entry, and the time of a request in quarantine | | |
//! | 34 | a row for each day, endpoint and event, in the transaction of what it counts | | 64 parts of a row |
//! | 37, 40, 55, 56 | indexes for what is asked often; none of these may read the whole log | | |
//! | 41, 42, 44 | a name that leads to another one, and a renaming that no other change overlaps | one writer | an advisory lock |
//! | 50 | the time at which each lease and due time was set, beside it | | |
//! | 51, 53, 54 | several entries, or an entry and its runs as they are claimed, in one transaction | | of deliveries with one handler and no order |
//!
//! A run needs these columns: state, the number of claims, the number of tries, its token, when it is due or its
//! lease ends, when that was set, its ordering key, whether it stops that, and when it ended.
//!
//! The page of `hookport::inbox::conformance` (feature `testing`) shows how to test it.
//!
//! [`Store`]: crate::inbox::Store

#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod columns;
#[cfg(all(feature = "postgres", feature = "sqlite"))]
pub mod copy;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod first_claim;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod header_lines;
mod memory;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod phase;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod time;

pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use postgres::store::PostgresStore;
#[cfg(feature = "sqlite")]
pub use sqlite::store::SqliteStore;
