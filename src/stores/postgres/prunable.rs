//! The number of rows that are old enough to be removed.

use super::{again::again, database::Database, rows::unsigned, store::PostgresStore};
use crate::inbox::{Prunable, Prune, StoreError};

impl PostgresStore {
    /// Counts what a [`Prune`] removes, however many steps that takes, and removes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn prunable(&self, prune: &Prune) -> Result<Prunable, StoreError> {
        let prune = *prune;
        self.run(move |database| Box::pin(async move { again(|| count(&database, &prune)).await }))
            .await
    }
}

async fn count(database: &Database, prune: &Prune) -> Result<Prunable, StoreError> {
    let shift = database.shift();
    let count = database
        .schema
        .query(COUNT)
        .bind(shift.to_database(prune.closed_before))
        .bind(prune.dead_before.map(|before| shift.to_database(before)))
        .bind(shift.to_database(prune.quarantined_before));
    let row = count.fetch_one(&mut *database.hold().await?).await?;
    Ok(Prunable {
        closed: unsigned(&row, 0)?,
        dead: unsigned(&row, 1)?,
        quarantined: unsigned(&row, 2)?,
    })
}

const COUNT: &str = "
    SELECT (SELECT count(*) FROM hookport.ended WHERE NOT dead AND at < $1),
        (SELECT count(*) FROM hookport.ended WHERE dead AND at < $2),
        (SELECT count(*) FROM hookport.quarantine WHERE received_at < $3)";
