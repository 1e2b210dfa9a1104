//! Keeping requests: that of each delivery, and once that of a batch.

use super::{accept::New, header_lines::header_lines, rows::signed, work::Work};
use crate::{Batch, DeliveryParts, Item, inbox::StoreError};

impl Work {
    /// Keeps the requests of new entries.
    pub(super) async fn keep_payloads(
        &mut self,
        kept: &[(New<'_>, i64)],
    ) -> Result<(), StoreError> {
        let (items, whole): (Vec<_>, Vec<_>) = kept
            .iter()
            .map(|(new, id)| (new.parts(), *id))
            .partition(|(parts, _)| parts.item.is_some());
        if !whole.is_empty() {
            sqlx::query(self.schema.sql(INSERT_PAYLOADS))
                .bind(whole.iter().map(|(_, id)| *id).collect::<Vec<_>>())
                .bind(whole.iter().map(|(parts, _)| parts.method.as_str()).collect::<Vec<_>>())
                .bind(whole.iter().map(|(parts, _)| parts.uri.to_string()).collect::<Vec<_>>())
                .bind(
                    whole.iter().map(|(parts, _)| header_lines(&parts.headers)).collect::<Vec<_>>(),
                )
                .bind(whole.iter().map(|(parts, _)| &parts.body[..]).collect::<Vec<_>>())
                .execute(&mut *self.db)
                .await?;
        }
        self.keep_items(&items).await
    }

    async fn keep_items(&mut self, items: &[(&DeliveryParts, i64)]) -> Result<(), StoreError> {
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
        let insert = sqlx::query_scalar(self.schema.sql(INSERT_REQUEST))
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
        sqlx::query(self.schema.sql(INSERT_ITEM))
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

const INSERT_PAYLOADS: &str = "
    INSERT INTO hookport.payloads (delivery, method, uri, headers, body)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])";

const INSERT_REQUEST: &str = "
    INSERT INTO hookport.requests (method, uri, headers, body) VALUES ($1, $2, $3, $4) RETURNING id";

const INSERT_ITEM: &str = "
    INSERT INTO hookport.items (delivery, request, position, start, length, body)
    VALUES ($1, $2, $3, $4, $5, $6)";
