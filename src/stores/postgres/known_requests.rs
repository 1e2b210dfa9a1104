//! The requests of batches, which their items share.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use http::{HeaderMap, Method, Uri};
use sqlx::PgConnection;

use super::{
    error::unexpected,
    rows::{Payload, get},
    sql::Schema,
};
use crate::{Batch, Item, inbox::StoreError};

struct Request {
    method: Method,
    uri: Uri,
    headers: Arc<HeaderMap>,
    batch: Batch,
}

/// Reads the items that deliveries are. Those of one request share one copy of it.
pub(super) async fn items(
    db: &mut PgConnection,
    schema: Schema,
    deliveries: &[i64],
) -> Result<HashMap<i64, Payload>, StoreError> {
    let find = schema.query(ITEMS).bind(deliveries);
    let rows = find.fetch_all(&mut *db).await?;
    let mut requests: HashMap<i64, Request> = HashMap::new();
    let mut items = HashMap::with_capacity(rows.len());
    for row in &rows {
        let id: i64 = get(row, 1)?;
        let request = match requests.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(read_request(&mut *db, schema, id).await?),
        };
        let range = get::<Option<i64>>(row, 3)?.zip(get::<Option<i64>>(row, 4)?);
        let place = Place { position: get(row, 2)?, range, body: get(row, 5)? };
        let item = place.item(&request.batch).ok_or_else(|| unexpected("item"))?;
        let payload = Payload {
            method: request.method.clone(),
            uri: request.uri.clone(),
            headers: Arc::clone(&request.headers),
            body: item.body().clone(),
            item: Some(item),
        };
        items.insert(get(row, 0)?, payload);
    }
    Ok(items)
}

async fn read_request(
    db: &mut PgConnection,
    schema: Schema,
    id: i64,
) -> Result<Request, StoreError> {
    let row = schema.query(REQUEST).bind(id).fetch_one(db).await?;
    let payload = Payload::read(&row, 0)?.ok_or_else(|| unexpected("request"))?;
    let Payload { method, uri, headers, body, .. } = payload;
    Ok(Request { method, uri, headers, batch: Batch::new(body) })
}

/// A row of `items`.
struct Place {
    position: i64,
    range: Option<(i64, i64)>,
    body: Option<Vec<u8>>,
}

impl Place {
    fn item(self, batch: &Batch) -> Option<Item> {
        let size = |number: i64| usize::try_from(number).ok();
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

const ITEMS: &str = "
    SELECT delivery, request, position, start, length, body FROM hookport.items
    WHERE delivery = ANY($1)";

const REQUEST: &str = "SELECT method, uri, headers, body FROM hookport.requests WHERE id = $1";
