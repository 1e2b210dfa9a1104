//! Whose turn it is among the deliveries of one ordering key.

use std::collections::BTreeMap;

use super::work::Work;
use crate::inbox::StoreError;

/// The ordering keys of which something has changed, and the time of the last change.
#[derive(Debug, Default)]
pub(super) struct Turns(BTreeMap<Vec<u8>, i64>);

impl Turns {
    pub(super) fn add(&mut self, line: Option<&[u8]>, at: i64) {
        let Some(line) = line else { return };
        match self.0.get_mut(line) {
            Some(known) => *known = (*known).max(at),
            None => drop(self.0.insert(line.to_vec(), at)),
        }
    }
}

impl Work<'_> {
    /// Finds out whose turn it is in these ordering keys, which are locked.
    pub(super) async fn advance(&mut self, turns: Turns) -> Result<(), StoreError> {
        if turns.0.is_empty() {
            return Ok(());
        }
        let (lines, times): (Vec<_>, Vec<_>) = turns.0.into_iter().unzip();
        let step_back = self.schema.tuple(STEP_BACK).bind(&lines).bind(times);
        let next: Vec<(Vec<u8>, i64)> = step_back.fetch_all(&mut *self.db).await?;
        let (lines, deliveries): (Vec<_>, Vec<_>) = next.into_iter().unzip();
        // A statement of its own, to see what a worker has claimed before the first one held it.
        let step_forward = self.schema.query(STEP_FORWARD).bind(lines).bind(deliveries);
        step_forward.execute(&mut *self.db).await?;
        Ok(())
    }
}

/// Holds what does not run of all deliveries but one: the first one that does not let others pass, or the
/// one that is due first. Tells which one that is.
const STEP_BACK: &str = "
    WITH next AS MATERIALIZED (
        SELECT l.line, coalesce(
            (SELECT q.delivery FROM hookport.queue q
             WHERE q.line = l.line AND q.phase <= 4
                AND (q.phase NOT IN (2, 3) OR q.time IS NULL OR q.time <= l.at
                    OR q.set_at > l.at + 600000 OR NOT q.lets_pass)
             ORDER BY q.delivery LIMIT 1),
            (SELECT q.delivery FROM hookport.queue q
             WHERE q.line = l.line AND q.phase <= 4
             ORDER BY q.time, q.delivery LIMIT 1)) AS delivery
        FROM unnest($1::bytea[], $2::bigint[]) l(line, at)),
    back AS (
        UPDATE hookport.queue q SET phase = 3 FROM next n
        WHERE q.line = n.line AND q.phase <= 2 AND q.phase IN (0, 2) AND q.delivery <> n.delivery)
    SELECT line, delivery FROM next WHERE delivery IS NOT NULL";

/// Gives a delivery its turn, unless something runs of another one. As it is written, Postgres looks into the
/// indexes of ordering keys, and not into that of all that runs or is held.
const STEP_FORWARD: &str = "
    UPDATE hookport.queue q SET phase = CASE WHEN q.time IS NULL THEN 0 ELSE 2 END
    FROM unnest($1::bytea[], $2::bigint[]) n(line, delivery)
    WHERE q.line = n.line AND q.delivery = n.delivery AND q.phase <= 4 AND q.phase + 0 = 3
        AND NOT EXISTS (
            SELECT 1 FROM hookport.queue r
            WHERE r.line = n.line AND r.phase BETWEEN 1 AND 1 AND r.phase <= 2
                AND r.delivery <> n.delivery)";
