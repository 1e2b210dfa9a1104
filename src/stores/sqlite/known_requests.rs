//! The requests of batches, which their items share.

use std::{cell::RefCell, collections::VecDeque, sync::Arc};

use http::{HeaderMap, Method, Uri};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{error::unexpected, rows::Payload};
use crate::{Batch, Item, inbox::StoreError};

/// Requests that were read before, the latest first. So the items of a batch share one copy, however few
/// are claimed at a time.
#[derive(Default)]
pub(super) struct KnownRequests(RefCell<VecDeque<Arc<Request>>>);

struct Request {
    id: i64,
    method: Method,
    uri: Uri,
    headers: Arc<HeaderMap>,
    batch: Batch,
}

impl KnownRequests {
    /// Reads the item that a delivery is.
    pub(super) fn item(&self, db: &Connection, delivery: i64) -> Result<Payload, StoreError> {
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

    /// Forgets all, as when the transaction in which some of it was read is undone.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }

    fn request(&self, db: &Connection, id: i64) -> Result<Arc<Request>, StoreError> {
        let known = self.0.borrow().iter().find(|known| known.id == id).cloned();
        let request = match known {
            Some(known) => known,
            None => Arc::new(read_request(db, id)?),
        };
        self.keep(Arc::clone(&request));
        Ok(request)
    }

    /// Puts a request before all others, and forgets the last ones beyond the bounds.
    fn keep(&self, request: Arc<Request>) {
        let mut known = self.0.borrow_mut();
        known.retain(|other| other.id != request.id);
        known.push_front(request);
        let mut bytes = 0;
        let fits = known.iter().take(MOST_REQUESTS).take_while(|request| {
            let is_first = bytes == 0;
            bytes += request.batch.body().len();
            is_first || bytes <= MOST_BYTES
        });
        let fits = fits.count();
        known.truncate(fits);
    }
}

/// The most requests that are known at a time.
const MOST_REQUESTS: usize = 16;

/// The most bytes of their bodies. A longer one is known alone.
const MOST_BYTES: usize = 16 * 1024 * 1024;

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
