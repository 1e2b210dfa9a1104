//! A store in one SQLite file: the default, which needs no server.
//!
//! # Beside sqlx, sea-orm and diesel
//!
//! A program links one SQLite, so that all its crates have to agree on a version. This module takes
//! [`rusqlite`] from 0.32 to 0.43, and cargo chooses the newest of them that the others can go with:
//! 0.32 beside sqlx 0.8 and sea-orm 1, 0.39 beside sqlx 0.9 and sea-orm 2, 0.40 beside diesel 2.
//! Write your own SQL by the re-export [`rusqlite`], which is always the right one. What is older
//! than sqlx 0.8 and rusqlite 0.32 cannot be linked beside this module; [the page of the file] says
//! what to do then.
//!
//! [the page of the file]: https://github.com/hookport/hookport/blob/main/docs/sqlite-schema.md#beside-sqlx-sea-orm-and-diesel

mod accept;
#[cfg(feature = "postgres")]
mod alone;
mod backup;
mod change;
mod claim;
mod claims;
mod dead_runs;
mod ended;
mod error;
mod file;
mod guest;
mod items;
mod job;
mod kinds;
mod known_requests;
mod list;
mod look;
mod names;
mod new_file;
mod newest;
mod open;
mod options;
mod order;
mod own_bytes;
mod own_wal;
mod prunable;
mod prune;
mod quarantine;
mod queue;
mod readers;
mod reading;
mod rename;
mod replay;
mod restore;
mod rows;
mod runs;
mod schema;
mod settle;
mod sources;
pub(super) mod store;
#[cfg(test)]
mod tests;
mod tx;
mod work;
mod writer;

#[cfg(feature = "postgres")]
pub(super) use self::alone::open_alone;
use super::{phase, time};

pub use self::{
    backup::BackupError,
    options::SqliteOptions,
    restore::RestoreError,
    tx::{MissingTx, Tx},
};
pub use rusqlite;
