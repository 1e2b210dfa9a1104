//! From values to columns and back.

use std::{borrow::Cow, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use rusqlite::{Row, types::ValueRef};

use super::{
    error::unexpected,
    time::{millis, time},
};
use crate::{
    DeliveryParts, Item, Trust,
    inbox::{EntryId, EntryState, StoreError, Summary},
    stores::header_lines::parsed_headers,
    trace::TraceContext,
};

pub(super) use crate::stores::{
    columns::{SUMMARY_COLUMNS, parts_columns, summary_columns},
    header_lines::header_lines,
};

/// A request as it came, and what of it is one delivery.
pub(super) struct Payload {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: Arc<HeaderMap>,
    pub(super) body: Bytes,
    pub(super) item: Option<Item>,
}

impl Payload {
    /// Reads a request from this column on; `None` if all of it is missing.
    pub(super) fn read(row: &Row<'_>, from: usize) -> Result<Option<Self>, StoreError> {
        if row.get_ref(from)? == ValueRef::Null {
            return Ok(None);
        }
        Ok(Some(Self {
            method: method(row, from)?,
            uri: uri(row, from + 1)?,
            headers: Arc::new(headers(row, from + 2)?),
            body: body(row, from + 3)?,
            item: None,
        }))
    }
}

/// Reads all that is known of a delivery, from this column on. `item` reads what it is of a batch, if
/// it has no request of its own.
pub(super) fn parts(
    row: &Row<'_>,
    from: usize,
    item: impl FnOnce() -> Result<Payload, StoreError>,
) -> Result<DeliveryParts, StoreError> {
    let payload = match Payload::read(row, from + 12)? {
        Some(payload) => payload,
        None => item()?,
    };
    Ok(DeliveryParts {
        provider: Cow::Owned(row.get(from)?),
        event_name: row.get::<_, Option<String>>(from + 1)?.map(Cow::Owned),
        event_name_is_signed: row.get(from + 2)?,
        id: row.get(from + 3)?,
        id_is_signed: row.get(from + 4)?,
        tenant: row.get(from + 9)?,
        tenant_is_signed: row.get(from + 10)?,
        trace: row.get::<_, Option<[u8; 25]>>(from + 11)?.and_then(TraceContext::from_bytes),
        trust: trust(row, from + 5)?,
        secret_index: key(row, from + 6)?,
        sent_at: row.get::<_, Option<i64>>(from + 7)?.map(time),
        received_at: time(row.get(from + 8)?),
        method: payload.method,
        uri: payload.uri,
        headers: payload.headers,
        body: payload.body,
        item: payload.item,
    })
}

/// Reads an entry in one line, from the first column on, but for its state.
pub(super) fn summary(row: &Row<'_>, state: EntryState) -> Result<Summary, StoreError> {
    Ok(Summary {
        id: EntryId::new(unsigned(row, 0)?),
        endpoint: Arc::from(row.get::<_, String>(1)?),
        state,
        provider: row.get(2)?,
        event: row.get(3)?,
        sender_id: row.get(4)?,
        tenant: row.get(8)?,
        trust: trust(row, 5)?,
        received_at: time(row.get(6)?),
        size: usize::try_from(unsigned(row, 7)?).map_err(|_| unexpected("size"))?,
    })
}

/// Reads one of our words.
pub(super) fn word<T>(
    row: &Row<'_>,
    column: usize,
    from_word: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let text = row.get_ref(column)?.as_str().map_err(|_| unexpected("word"))?;
    from_word(text).ok_or_else(|| unexpected("word"))
}

/// The error of a number that stands for no word.
pub(super) fn unexpected_word() -> StoreError {
    unexpected("word")
}

/// Reads a number that is never below zero.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> Result<u64, StoreError> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| unexpected("number"))
}

/// Reads a number that is never below zero, and small.
pub(super) fn small(row: &Row<'_>, column: usize) -> Result<u32, StoreError> {
    u32::try_from(row.get::<_, i64>(column)?).map_err(|_| unexpected("number"))
}

pub(super) fn method(row: &Row<'_>, column: usize) -> Result<Method, StoreError> {
    let text = row.get_ref(column)?.as_str().map_err(|_| unexpected("method"))?;
    Method::from_bytes(text.as_bytes()).map_err(|_| unexpected("method"))
}

pub(super) fn uri(row: &Row<'_>, column: usize) -> Result<Uri, StoreError> {
    let text = row.get_ref(column)?.as_str().map_err(|_| unexpected("uri"))?;
    Uri::try_from(text).map_err(|_| unexpected("uri"))
}

pub(super) fn body(row: &Row<'_>, column: usize) -> Result<Bytes, StoreError> {
    Ok(Bytes::from(row.get::<_, Vec<u8>>(column)?))
}

/// Reads headers that [`header_lines`] wrote.
pub(super) fn headers(row: &Row<'_>, column: usize) -> Result<HeaderMap, StoreError> {
    let ValueRef::Blob(lines) = row.get_ref(column)? else { return Err(unexpected("headers")) };
    parsed_headers(lines).ok_or_else(|| unexpected("headers"))
}

/// A time that may be missing, as it is written.
pub(super) fn optional_millis(time: Option<SystemTime>) -> Option<i64> {
    time.map(millis)
}

/// A count or a length, as it is written.
pub(super) fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number of an entry, as it is written. No entry has one that is too high for that.
pub(super) fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

fn trust(row: &Row<'_>, column: usize) -> Result<Trust, StoreError> {
    word(row, column, Trust::from_word)
}

fn key(row: &Row<'_>, column: usize) -> Result<Option<usize>, StoreError> {
    let key: Option<i64> = row.get(column)?;
    key.map(|key| usize::try_from(key).map_err(|_| unexpected("secret"))).transpose()
}
