//! The values that many deliveries have in common, kept once.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::{rows::signed, work::Work};
use crate::{
    DeliveryParts,
    inbox::{NewEntry, StoreError},
};

impl Work<'_> {
    /// The number of the kind of a delivery, which is given to it if it has none.
    pub(super) fn kind(&self, endpoint: i64, new: &NewEntry) -> Result<i64, StoreError> {
        let parts = new.delivery.parts();
        let description = description(endpoint, parts, &new.counted_as);
        if let Some(known) = self.names.find_kind(&description) {
            return Ok(known);
        }
        // Names of events that are counted are of a bounded set, and only they.
        let event = parts.event_name.as_deref().filter(|event| **event == *new.counted_as);
        let values = rusqlite::params![
            endpoint,
            new.counted_as,
            parts.provider,
            event,
            parts.event_name_is_signed,
            parts.id_is_signed,
            parts.tenant_is_signed,
            parts.trust.as_str(),
            parts.secret_index.map(signed),
        ];
        let mut find = self.db.prepare_cached(FIND)?;
        let kind = match find.query_row(values, |row| row.get(0)).optional()? {
            Some(kind) => kind,
            None => self.db.prepare_cached(INSERT)?.insert(values)?,
        };
        self.names.learn_kind(&description, kind);
        Ok(kind)
    }

    /// The event that deliveries of a kind are counted as.
    pub(super) fn counted_as(&self, kind: i64) -> Result<Arc<str>, StoreError> {
        if let Some(known) = self.names.counted_as(kind) {
            return Ok(known);
        }
        let sql = "SELECT counted_as FROM hookport_kinds WHERE id = ?1";
        let event = self.db.prepare_cached(sql)?.query_row([kind], |row| row.get(0))?;
        self.names.learn_counted_as(kind, &event);
        Ok(event)
    }
}

/// All that a kind says, as bytes that no other kind has.
fn description(endpoint: i64, parts: &DeliveryParts, counted_as: &str) -> Vec<u8> {
    let event = parts.event_name.as_deref().filter(|event| *event == counted_as);
    let secret = parts.secret_index.map_or(-1, signed);
    let are_signed = [parts.event_name_is_signed, parts.id_is_signed, parts.tenant_is_signed];
    let mut bytes = Vec::with_capacity(96);
    bytes.extend_from_slice(&endpoint.to_be_bytes());
    bytes.extend_from_slice(&secret.to_be_bytes());
    bytes.push(u8::from(event.is_some()));
    bytes.extend_from_slice(&are_signed.map(u8::from));
    // No text holds this byte.
    for text in [parts.trust.as_str(), &parts.provider, counted_as] {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0xff);
    }
    bytes
}

pub(super) const FIND: &str = "
    SELECT id FROM hookport_kinds
    WHERE endpoint = ?1 AND counted_as = ?2 AND provider = ?3 AND event IS ?4
        AND event_is_signed = ?5 AND sender_id_is_signed = ?6 AND tenant_is_signed = ?7
        AND trust = ?8 AND secret IS ?9";

const INSERT: &str = "
    INSERT INTO hookport_kinds
        (endpoint, counted_as, provider, event, event_is_signed, sender_id_is_signed,
         tenant_is_signed, trust, secret)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
