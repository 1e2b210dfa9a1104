//! A store in a Postgres database, for many receivers and workers.
//!
//! # How it works
//!
//! **Tables.** Payloads and deliveries are written once, and lie apart from `queue`, which holds the runs that
//! are open, dead or cancelled. Partial indexes of it have the order in which runs are claimed. A run that is
//! done leaves it: its last attempt, in `attempts`, tells how it ended.
//!
//! **Groups.** Accepts wait for one of four writers, settlements for one of two. Each takes all that waits
//! and writes it in one transaction: arrays go into a statement, so that the number of round trips does not
//! grow with the group. A group of new deliveries takes one, a claim takes three, one of runs that are done and
//! alone in their entries takes three (begin, end, commit). What is rarer (duplicates, several handlers,
//! ordering keys, routing, replays) is read with all runs of its entries, changed in memory, and written.
//!
//! **Claims.** A claim takes rows by `FOR UPDATE SKIP LOCKED`, so that workers wait for nobody. The tokens of its
//! leases are drawn from a sequence before it. So a run whose claim got no answer is found by its token, and
//! released: the connection was lost after the commit, the call was given up, or nobody waited for the answer.
//!
//! **Order.** Whoever changes the turn of an ordering key, or looks at all runs of a delivery, first locks the
//! row of `locks` that its hash leads to: in the order of these rows, so that two groups do not wait for each
//! other. A claim needs no such lock: it takes only what has its turn, and whoever takes a turn away waits for
//! the row. The number of rows is fixed, since Postgres has room for some thousand advisory locks only.
//!
//! **Names.** Handlers are looked up in memory. A renaming is a transaction that is alone, by an advisory lock
//! which all others share, and by a lock on `usage`, which those that are one statement write. It raises a number
//! that they compare.
//!
//! **News.** A process tells others that a run may be claimable by one `NOTIFY` in 20 ms at most, apart from
//! the transactions that write: Postgres commits one transaction with a `NOTIFY` at a time.
//!
//! **Counts.** Usage is added to one of 64 parts of a day's row, so that writers do not wait for each other.
//! Runs are counted when somebody asks. Each process asks once a second; where there are many, it tells what it
//! has counted before for ten times as long as that took.
//!
//! **The log.** Each filter of the log has a source, by which few other rows are read. Numbers go up with time,
//! about: an index by blocks of 4096 numbers leads from a time to its numbers.
//!
//! **Clocks.** A lease that one machine sets has to hold for another one, whose clock may be wrong by an
//! hour. So all that is kept has the time of the database's clock. A process compares its clock with that one
//! every ten seconds, and before it keeps a time if its own clock was set meanwhile. It shifts the times that it
//! is given, and shifts back those that it returns. Clocks that differ by less than a quarter of a second are
//! taken as equal.
//!
//! **Patience.** A database that is stopped, or behind a network that has lost it, gives no answer and no error.
//! Each call is given up after a time, and the connection that it had is closed unless it answers.
//!
//! **Threads.** Calls run on two threads of the store's own: a handler that blocks its thread delays neither
//! accepts nor renewals.

mod accept;
mod accepts;
mod again;
mod change;
mod claim;
mod claims;
mod connect;
mod database;
mod dead_runs;
mod dictionary;
mod entries;
mod error;
#[cfg(feature = "sqlite")]
mod fill;
mod finish;
mod held;
mod insert;
mod items;
mod known_requests;
mod leases;
mod list;
mod load;
mod look;
mod new;
mod newest;
mod news;
mod open;
mod options;
mod order;
mod patience;
mod plain;
mod prunable;
mod prune;
mod quarantine;
mod queue;
mod release;
mod rename;
mod replay;
mod rights;
mod rows;
mod run_counts;
mod runs;
mod schema;
mod secrets;
mod settle;
mod shift;
mod sources;
mod sql;
pub(super) mod store;
mod text;
mod threads;
mod tokens;
mod tx;
mod unheld;
mod url;
mod usage;
mod work;
mod writer;

use super::{header_lines, phase, time};

#[cfg(feature = "sqlite")]
pub(super) use self::{held::Held, sql::Schema, text::stored, work::line};

pub use self::{
    options::PostgresOptions,
    secrets::PostgresSecrets,
    tx::{MissingTx, Tx},
};
pub use sqlx;
