//! The quarantine: requests that could not be proved.

use super::{ledger::Ledger, time::whole};
use crate::inbox::{Cursor, NewEntry, Quarantined, StoreError};

impl Ledger {
    /// Keeps a request, unless there are many of its endpoint. Tells how many are kept: one or
    /// none.
    pub(super) fn quarantine(&mut self, mut unproved: Quarantined, at_most: u64) -> u64 {
        let of_endpoint =
            self.unproved.values().filter(|other| other.endpoint == unproved.endpoint);
        if of_endpoint.count() as u64 >= at_most {
            return 0;
        }
        unproved.received_at = whole(unproved.received_at);
        self.last_unproved += 1;
        self.unproved.insert(self.last_unproved, unproved);
        1
    }

    /// Takes a request out, as an entry or for good.
    pub(super) fn release(
        &mut self,
        number: u64,
        entries: Vec<NewEntry>,
    ) -> Result<u64, StoreError> {
        if !self.unproved.contains_key(&number) {
            return Ok(0);
        }
        self.accept_batch(entries)?;
        self.unproved.remove(&number);
        Ok(1)
    }

    /// The requests of an endpoint, the oldest first.
    pub(super) fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> Vec<(u64, Quarantined)> {
        let behind = after.map_or(0, Cursor::number).saturating_add(1);
        let of_endpoint =
            self.unproved.range(behind..).filter(|(_, one)| *one.endpoint == *endpoint);
        of_endpoint.take(first).map(|(number, one)| (*number, one.clone())).collect()
    }
}
