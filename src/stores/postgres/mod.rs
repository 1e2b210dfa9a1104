//! A store in a Postgres database: for many receivers and workers.
//!
//! # How it works
//!
//! **Tables.** What is claimed often lies apart from what is read once. `queue` holds the runs that are
//! open, dead or cancelled; a run that is done leaves it, and its last attempt tells its end. Partial
//! indexes of `queue` give the order of claims. `deliveries` and `payloads` are written once.
//!
//! **Groups.** Accepts and settlements wait for one of some few writers, each of which takes all that
//! waits and writes it in one transaction: arrays go into each statement, so that the number of round
//! trips does not grow with the group.
//!
//! **Locks.** A claim takes rows by `FOR UPDATE SKIP LOCKED`, and waits for nobody. Whoever changes the
//! turns of an ordering key, or looks at all runs of a delivery, first locks a row of `locks` that stands
//! for it: in the order of their numbers, so that two groups do not wait for each other. The table has a
//! fixed number of rows, since Postgres has room for some thousand advisory locks only. Renaming a handler
//! excludes all others by one advisory lock, which they share.
//!
//! **Counts.** Usage is added to one of 64 parts of a day's row, so that writers do not wait for each other.
//!
//! **Clocks.** A lease that one machine sets has to hold for another one, whose clock may be wrong by an
//! hour. So all times of an inbox are those of the database's clock: a store compares the clock of its
//! process with that of the database, and shifts the times that it is given, and those that it returns.
//! Clocks that differ by less than a second are taken as equal.

mod accept;
mod change;
mod claim;
mod database;
mod dead_runs;
mod dictionary;
mod entries;
mod error;
mod finish;
mod insert;
mod items;
mod known_requests;
mod leases;
mod list;
mod look;
mod new;
mod newest;
mod news;
mod open;
mod options;
mod order;
mod prune;
mod quarantine;
mod queue;
mod rename;
mod replay;
mod rows;
mod runs;
mod schema;
mod settle;
mod shift;
mod sql;
pub(super) mod store;
mod text;
mod threads;
mod tx;
mod usage;
mod work;
mod writer;

use super::{header_lines, time};

pub use self::{
    options::PostgresOptions,
    tx::{MissingTx, Tx},
};
pub use sqlx;
