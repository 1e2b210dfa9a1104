//! Keeping the items of batches. The request of a batch is kept once.

use super::{header_lines::header_lines, rows::signed, work::Work};
use crate::{Batch, DeliveryParts, Item, inbox::StoreError};

impl Work<'_> {
    /// Keeps the places of new entries in their batches, and each batch once.
    pub(super) async fn keep_items(
        &mut self,
        items: &[(&DeliveryParts, i64)],
    ) -> Result<(), StoreError> {
        let mut written: Option<(Batch, i64)> = None;
        for (parts, delivery) in items {
            let Some(item) = &parts.item else { continue };
            let request = match written.take().filter(|(batch, _)| batch.is(item.batch())) {
                Some((_, request)) => request,
                None => self.keep_request(item.batch(), parts).await?,
            };
            written = Some((item.batch().clone(), request));
            self.keep_item(*delivery, request, item).await?;
        }
        Ok(())
    }

    async fn keep_request(
        &mut self,
        batch: &Batch,
        parts: &DeliveryParts,
    ) -> Result<i64, StoreError> {
        let insert = self
            .schema
            .scalar(INSERT_REQUEST)
            .bind(parts.method.as_str())
            .bind(parts.uri.to_string())
            .bind(header_lines(&parts.headers))
            .bind(&batch.body()[..]);
        Ok(insert.fetch_one(&mut *self.db).await?)
    }

    async fn keep_item(
        &mut self,
        delivery: i64,
        request: i64,
        item: &Item,
    ) -> Result<(), StoreError> {
        let range = item.range();
        self.schema
            .query(INSERT_ITEM)
            .bind(delivery)
            .bind(request)
            .bind(signed(item.position()))
            .bind(range.map(|range| signed(range.start)))
            .bind(range.map(|range| signed(range.len())))
            .bind(range.is_none().then(|| &item.body()[..]))
            .execute(&mut *self.db)
            .await?;
        Ok(())
    }
}

const INSERT_REQUEST: &str = "
    INSERT INTO hookport.requests (method, uri, headers, body) VALUES ($1, $2, $3, $4) RETURNING id";

const INSERT_ITEM: &str = "
    INSERT INTO hookport.items (delivery, request, position, start, length, body)
    VALUES ($1, $2, $3, $4, $5, $6)";
