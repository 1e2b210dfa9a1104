//! From values to columns and back.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use sqlx::{Decode, Postgres, Row, Type, postgres::PgRow};

use super::{error::unexpected, header_lines::parsed_headers, shift::Shift, text, time::time};
use crate::{
    DeliveryParts, Item, Trust,
    inbox::{EntryId, EntryState, StoreError, Summary},
    trace::TraceContext,
};

pub(super) use crate::stores::columns::{SUMMARY_COLUMNS, parts_columns, summary_columns};

/// The state of the entry `d`.
macro_rules! state_column {
    () => {
        "(SELECT CASE
            WHEN bool_or(q.phase IN (4, 5)) THEN 'dead'
            WHEN bool_or(q.phase = 2) THEN 'retry'
            WHEN bool_or(q.phase IN (0, 1, 3)) THEN 'open'
            WHEN bool_or(q.phase = 6) THEN 'cancelled'
            WHEN EXISTS (SELECT 1 FROM hookport.attempts a WHERE a.delivery = d.id) THEN 'done'
            ELSE 'unhandled' END
        FROM hookport.queue q WHERE q.delivery = d.id)"
    };
}
pub(super) use state_column;

/// The state of the run `q` as a word.
macro_rules! run_state_column {
    () => {
        "(ARRAY['received', 'running', 'retry', 'held', 'dead', 'dead', 'cancelled'])[q.phase + 1]"
    };
}
pub(super) use run_state_column;

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
    pub(super) fn read(row: &PgRow, from: usize) -> Result<Option<Self>, StoreError> {
        if get::<Option<&str>>(row, from)?.is_none() {
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

/// Reads all that is known of a delivery, from this column on, with what it is of a batch if it has no
/// request of its own.
pub(super) fn parts(
    row: &PgRow,
    from: usize,
    item: Option<Payload>,
    shift: Shift,
) -> Result<DeliveryParts, StoreError> {
    let payload = Payload::read(row, from + 12)?.or(item).ok_or_else(|| unexpected("payload"))?;
    let trace: Option<&[u8]> = get(row, from + 11)?;
    Ok(DeliveryParts {
        provider: Cow::Owned(text(row, from)?),
        event_name: optional_text(row, from + 1)?.map(Cow::Owned),
        event_name_is_signed: get(row, from + 2)?,
        id: optional_text(row, from + 3)?,
        id_is_signed: get(row, from + 4)?,
        tenant: optional_text(row, from + 9)?,
        tenant_is_signed: get(row, from + 10)?,
        trace: trace.and_then(|bytes| TraceContext::from_bytes(bytes.try_into().ok()?)),
        trust: trust(row, from + 5)?,
        secret_index: secret(row, from + 6)?,
        sent_at: get::<Option<i64>>(row, from + 7)?.map(time),
        received_at: shift.to_here(get(row, from + 8)?),
        method: payload.method,
        uri: payload.uri,
        headers: payload.headers,
        body: payload.body,
        item: payload.item,
    })
}

/// Reads an entry in one line, from the first column on, but for its state.
pub(super) fn summary(row: &PgRow, state: EntryState, shift: Shift) -> Result<Summary, StoreError> {
    Ok(Summary {
        id: EntryId::new(unsigned(row, 0)?),
        endpoint: name(row, 1)?,
        state,
        provider: text(row, 2)?,
        event: optional_text(row, 3)?,
        sender_id: optional_text(row, 4)?,
        tenant: optional_text(row, 8)?,
        trust: trust(row, 5)?,
        received_at: shift.to_here(get(row, 6)?),
        size: usize::try_from(unsigned(row, 7)?).map_err(|_| unexpected("size"))?,
    })
}

pub(super) fn get<'r, T>(row: &'r PgRow, column: usize) -> Result<T, StoreError>
where
    T: Decode<'r, Postgres> + Type<Postgres>,
{
    Ok(row.try_get(column)?)
}

pub(super) fn text(row: &PgRow, column: usize) -> Result<String, StoreError> {
    Ok(text::read(get(row, column)?))
}

pub(super) fn optional_text(row: &PgRow, column: usize) -> Result<Option<String>, StoreError> {
    Ok(get::<Option<String>>(row, column)?.map(text::read))
}

pub(super) fn name(row: &PgRow, column: usize) -> Result<Arc<str>, StoreError> {
    text(row, column).map(Arc::from)
}

/// Reads one of our words.
pub(super) fn word<T>(
    row: &PgRow,
    column: usize,
    from_word: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    from_word(get(row, column)?).ok_or_else(|| unexpected("word"))
}

/// Reads a number that is never below zero.
pub(super) fn unsigned(row: &PgRow, column: usize) -> Result<u64, StoreError> {
    u64::try_from(get::<i64>(row, column)?).map_err(|_| unexpected("number"))
}

pub(super) fn method(row: &PgRow, column: usize) -> Result<Method, StoreError> {
    Method::from_bytes(get::<&str>(row, column)?.as_bytes()).map_err(|_| unexpected("method"))
}

pub(super) fn uri(row: &PgRow, column: usize) -> Result<Uri, StoreError> {
    Uri::try_from(get::<&str>(row, column)?).map_err(|_| unexpected("uri"))
}

pub(super) fn body(row: &PgRow, column: usize) -> Result<Bytes, StoreError> {
    Ok(Bytes::from(get::<Vec<u8>>(row, column)?))
}

pub(super) fn headers(row: &PgRow, column: usize) -> Result<HeaderMap, StoreError> {
    parsed_headers(get(row, column)?).ok_or_else(|| unexpected("headers"))
}

pub(super) fn trust(row: &PgRow, column: usize) -> Result<Trust, StoreError> {
    word(row, column, Trust::from_word)
}

fn secret(row: &PgRow, column: usize) -> Result<Option<usize>, StoreError> {
    let index: Option<i64> = get(row, column)?;
    index.map(|index| usize::try_from(index).map_err(|_| unexpected("secret"))).transpose()
}

/// A count or a length, as it is written.
pub(super) fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number of an entry, as it is written. No entry has one that is too high for that.
pub(super) fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

/// The number of an entry, as it is written.
pub(super) fn row_of(id: EntryId) -> i64 {
    number(id.get())
}
