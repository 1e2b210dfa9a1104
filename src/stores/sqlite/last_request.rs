//! The requests of batches, which their items share.

use std::sync::Arc;

use http::{HeaderMap, Method, Uri};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{error::unexpected, rows::Payload};
use crate::{Batch, DeliveryParts, Item, inbox::StoreError};

/// The request of the batch that was read or written last. The items of a batch lie side by side, so
/// that all that are claimed at a time share one.
pub(super) struct LastRequest(Option<Request>);

struct Request {
    id: i64,
    method: Method,
    uri: Uri,
    headers: Arc<HeaderMap>,
    batch: Batch,
}

impl LastRequest {
    pub(super) const fn new() -> Self {
        Self(None)
    }

    /// Reads the item that a delivery is.
    pub(super) fn item(&mut self, db: &Connection, delivery: i64) -> Result<Payload, StoreError> {
        let found = db.prepare_cached(ITEM)?.query_row([delivery], Place::read).optional()?;
        let place = found.ok_or_else(|| unexpected("payload"))?;
        let request = self.request(db, place.request)?;
        let item = place.item(&request.batch).ok_or_else(|| unexpected("item"))?;
        Ok(Payload {
            method: request.method.clone(),
            uri: request.uri.clone(),
            headers: Arc::clone(&request.headers),
            body: item.body().clone(),
            item: Some(item),
        })
    }

    /// Returns the number of a request that was read or written last.
    pub(super) fn known(&self, batch: &Batch) -> Option<i64> {
        self.0.as_ref().filter(|known| known.batch.is(batch)).map(|known| known.id)
    }

    /// Notes a request that was written.
    pub(super) fn note(&mut self, id: i64, batch: &Batch, parts: &DeliveryParts) {
        let (method, uri) = (parts.method.clone(), parts.uri.clone());
        let headers = Arc::clone(&parts.headers);
        self.0 = Some(Request { id, method, uri, headers, batch: batch.clone() });
    }

    fn request(&mut self, db: &Connection, id: i64) -> Result<&Request, StoreError> {
        let known = self.0.take().filter(|known| known.id == id);
        let request = match known {
            Some(known) => known,
            None => read_request(db, id)?,
        };
        Ok(self.0.insert(request))
    }
}

fn read_request(db: &Connection, id: i64) -> Result<Request, StoreError> {
    let mut find = db.prepare_cached(REQUEST)?;
    let mut rows = find.query([id])?;
    let row = rows.next()?.ok_or_else(|| unexpected("request"))?;
    let Some(Payload { method, uri, headers, body, .. }) = Payload::read(row, 0)? else {
        return Err(unexpected("request"));
    };
    Ok(Request { id, method, uri, headers, batch: Batch::new(body) })
}

/// A row of `hookport_items`.
struct Place {
    request: i64,
    position: u32,
    range: Option<(u32, u32)>,
    body: Option<Vec<u8>>,
}

impl Place {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let range = row.get::<_, Option<u32>>(2)?.zip(row.get::<_, Option<u32>>(3)?);
        Ok(Self { request: row.get(0)?, position: row.get(1)?, range, body: row.get(4)? })
    }

    fn item(self, batch: &Batch) -> Option<Item> {
        let size = |number: u32| usize::try_from(number).ok();
        let position = size(self.position)?;
        match self.range {
            Some((start, length)) => {
                let range = size(start)?..size(start.checked_add(length)?)?;
                Item::new(batch.clone(), position, range)
            }
            None => Some(Item::decoded(batch.clone(), position, self.body?.into())),
        }
    }
}

pub(super) const ITEM: &str =
    "SELECT request, position, start, length, body FROM hookport_items WHERE delivery = ?1";

pub(super) const REQUEST: &str =
    "SELECT method, uri, headers, body FROM hookport_requests WHERE id = ?1";
