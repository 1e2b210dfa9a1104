//! The number of rows that are old enough to be removed.

use rusqlite::Connection;

use super::{store::SqliteStore, time::millis};
use crate::inbox::{Prunable, Prune, StoreError};

impl SqliteStore {
    /// Counts what a [`Prune`] removes, however many steps that takes, and removes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::{Duration, SystemTime};
    /// use hookport::{inbox::{Prunable, Prune}, stores::SqliteStore};
    /// # let folder = tempfile::tempdir()?;
    /// # let store = SqliteStore::open(folder.path().join("hookport.db")).await?;
    ///
    /// let old = SystemTime::now() - Duration::from_secs(30 * 24 * 60 * 60);
    /// let prune =
    ///     Prune { closed_before: old, dead_before: None, quarantined_before: old, at_most: 100 };
    /// assert_eq!(store.prunable(&prune).await?, Prunable::default(), "nothing is as old as that");
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn prunable(&self, prune: &Prune) -> Result<Prunable, StoreError> {
        let prune = *prune;
        self.readers.look(move |db| count(db, &prune)).await
    }
}

fn count(db: &Connection, prune: &Prune) -> Result<Prunable, StoreError> {
    let ended = |dead: bool, before| -> rusqlite::Result<i64> {
        db.query_row(ENDED, (dead, millis(before)), |row| row.get(0))
    };
    let unproved: i64 =
        db.query_row(UNPROVED, [millis(prune.quarantined_before)], |row| row.get(0))?;
    Ok(Prunable {
        closed: ended(false, prune.closed_before)?.unsigned_abs(),
        dead: prune.dead_before.map_or(Ok(0), |before| ended(true, before))?.unsigned_abs(),
        quarantined: unproved.unsigned_abs(),
    })
}

const ENDED: &str = "SELECT count(*) FROM hookport_ended WHERE dead = ?1 AND at < ?2";

const UNPROVED: &str = "SELECT count(*) FROM hookport_quarantine WHERE received_at < ?1";
