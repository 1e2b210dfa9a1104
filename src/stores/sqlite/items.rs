//! Keeping the items of batches. The request of a batch is kept once.

use super::{
    rows::{header_lines, signed},
    work::Work,
};
use crate::{Batch, DeliveryParts, Item, inbox::StoreError};

impl Work<'_> {
    /// Keeps the place of an item, and its request, if that was not kept for another item before.
    pub(super) fn keep_item(
        &self,
        delivery: i64,
        item: &Item,
        parts: &DeliveryParts,
    ) -> Result<(), StoreError> {
        let request = self.keep_request(item.batch(), parts)?;
        let range = item.range();
        self.db.prepare_cached(INSERT_ITEM)?.execute((
            delivery,
            request,
            signed(item.position()),
            range.map(|range| signed(range.start)),
            range.map(|range| signed(range.len())),
            range.is_none().then(|| &item.body()[..]),
        ))?;
        Ok(())
    }

    fn keep_request(&self, batch: &Batch, parts: &DeliveryParts) -> Result<i64, StoreError> {
        if let Some((_, id)) = self.written.borrow().as_ref().filter(|(known, _)| known.is(batch)) {
            return Ok(*id);
        }
        let id = self.db.prepare_cached(INSERT_REQUEST)?.insert((
            parts.method.as_str(),
            parts.uri.to_string(),
            header_lines(&parts.headers),
            &batch.body()[..],
        ))?;
        *self.written.borrow_mut() = Some((batch.clone(), id));
        Ok(id)
    }
}

const INSERT_ITEM: &str = "
    INSERT INTO hookport_items (delivery, request, position, start, length, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

const INSERT_REQUEST: &str =
    "INSERT INTO hookport_requests (method, uri, headers, body) VALUES (?1, ?2, ?3, ?4)";
