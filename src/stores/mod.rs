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
//! | [`accept_and_claim`](crate::inbox::Store::accept_and_claim) | the receiver, for a delivery that comes while the worker has nothing to do | accepts, then claims; or accepts | the runs that it returns are claimed |
//! | [`accept_batch`](crate::inbox::Store::accept_batch) | the receiver, for a request that holds many events | accepts each of them, and keeps the request once | as for `accept` |
//! | [`claim`](crate::inbox::Store::claim) | the worker, when woken or when something is due | picks runs, raises their tokens, sets their leases | no run is in two claims |
//! | [`renew`](crate::inbox::Store::renew) | the worker, after each third of a lease | moves the ends of the leases that hold | the lost ones are named, and their handlers are stopped |
//! | [`settle`](crate::inbox::Store::settle) | the worker, at the end of an attempt | checks the token, records the attempt, changes the run, gives the next delivery of its key its turn | `Kept` means done for good |
//! | [`gives`](crate::inbox::Store::gives) | the receiver, at start-up | | a handler that needs something else is refused then |
//! | [`wait`](crate::inbox::Store::wait) | the worker, while it has nothing to do | | what this process has changed wakes it |
//! | [`change`](crate::inbox::Store::change) | operators, retention, `/readyz`, the worker's start | does all of the change | the number of rows |
//! | [`list`](crate::inbox::Store::list), [`read`](crate::inbox::Store::read), [`overview`](crate::inbox::Store::overview), [`dead_runs`](crate::inbox::Store::dead_runs), [`newest`](crate::inbox::Store::newest), [`quarantined`](crate::inbox::Store::quarantined) | operators, health checks | reads one state | nothing in them slows the first four |
//! | [`load`](crate::inbox::Store::load) | metrics, `/readyz` | | the numbers are shown, and nothing depends on them |
//! | [`close`](crate::inbox::Store::close) | the receiver, at the end | | what is open is released |
//!
//! A call that fails has changed nothing. All of them may come at once, from several processes too,
//! and a future may be dropped in the middle: then the call is done as a whole or not at all.
//!
//! What a database needs for that: a transaction over several rows, a unique index over endpoint
//! and key, a number that rises with each entry, and a way to claim a row for one client (`FOR
//! UPDATE SKIP LOCKED`, or one writer). Claims have to find their runs by an index over endpoint,
//! handler, state and time, so that they do not get slower with the log.
//!
//! A run needs these columns: state, the number of claims (which is the token), the number of
//! tries, when it is due or its lease ends, its ordering key, whether it stops that, and when it
//! ended.
//!
//! The page of `hookport::inbox::conformance` (feature `testing`) shows how to test it.
//!
//! [`Store`]: crate::inbox::Store

#[cfg(all(feature = "postgres", feature = "sqlite"))]
pub mod copy;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod header_lines;
mod memory;
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
