//! The numbers of endpoints, handlers and kinds.
//!
//! They are given before the transaction that needs them, in one of their own: so no group waits for
//! another one that has come to the same new name. Names come from the program, never from a sender.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{PgConnection, PgPool, Row};

use super::{held::Held, sql::Schema, text::stored};
use crate::{
    DeliveryParts,
    inbox::{NewEntry, ROUTE, StoreError},
};

/// The numbers that were looked up before.
#[derive(Debug)]
pub(super) struct Dictionary {
    schema: Schema,
    known: Mutex<Known>,
}

/// The handlers by their names.
#[derive(Debug, Default)]
pub(super) struct Handlers {
    /// By endpoint and name: the handler that has the name now.
    present: HashMap<i32, HashMap<Arc<str>, i32>>,
    names: HashMap<i32, Arc<str>>,
}

impl Handlers {
    /// The handler that has a name now.
    pub(super) fn find(&self, endpoint: i32, name: &str) -> Option<i32> {
        self.present.get(&endpoint)?.get(name).copied()
    }

    /// The name of a handler.
    pub(super) fn name(&self, handler: i32) -> Option<&Arc<str>> {
        self.names.get(&handler)
    }
}

/// The handlers as they are named at some number of renamings.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) renamings: i64,
    pub(super) handlers: Arc<Handlers>,
}

#[derive(Debug, Default)]
struct Known {
    endpoints: HashMap<Arc<str>, i32>,
    kinds: HashMap<Box<[u8]>, i32>,
    names: Option<Names>,
}

/// The numbers of a new entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) endpoint: i32,
    pub(super) kind: i32,
}

impl Dictionary {
    pub(super) fn new(schema: Schema) -> Self {
        Self { schema, known: Mutex::default() }
    }

    /// The numbers of new entries, whose handlers have theirs too then.
    pub(super) async fn of_entries(
        &self,
        pool: &PgPool,
        entries: &[&NewEntry],
    ) -> Result<Vec<Numbers>, StoreError> {
        let mut numbers = Vec::with_capacity(entries.len());
        for entry in entries {
            let endpoint = self.endpoint(pool, &entry.endpoint).await?;
            for run in &entry.handlers {
                self.name_handler(pool, endpoint, &run.handler).await?;
            }
            let kind = self.kind(pool, endpoint, entry).await?;
            numbers.push(Numbers { endpoint, kind });
        }
        Ok(numbers)
    }

    /// The number of an endpoint, which is given to it if it has none. It has the handler that routes then.
    pub(super) async fn endpoint(&self, pool: &PgPool, name: &Arc<str>) -> Result<i32, StoreError> {
        if let Some(known) = self.known().endpoints.get(name) {
            return Ok(*known);
        }
        let mut db = Held::of(pool, self.schema).await?;
        self.schema.query(ADD_ENDPOINT).bind(&**name).execute(&mut *db).await?;
        let find = self.schema.scalar(FIND_ENDPOINT).bind(&**name);
        let id: i32 = find.fetch_one(&mut *db).await?;
        db.keep().await?;
        self.name_handler(pool, id, &Arc::from(ROUTE)).await?;
        self.known().endpoints.insert(Arc::clone(name), id);
        Ok(id)
    }

    /// Gives a handler a number, if it has none.
    pub(super) async fn name_handler(
        &self,
        pool: &PgPool,
        endpoint: i32,
        name: &Arc<str>,
    ) -> Result<(), StoreError> {
        if self.known_names().is_some_and(|it| it.handlers.find(endpoint, name).is_some()) {
            return Ok(());
        }
        let add = self.schema.query(ADD_HANDLER).bind(endpoint).bind(&**name);
        let mut db = Held::of(pool, self.schema).await?;
        add.execute(&mut *db).await?;
        db.keep().await?;
        let mut db = Held::of(pool, self.schema).await?;
        // The number of renamings comes first: what is renamed meanwhile is noticed later.
        let renamings = self.renamings(&mut db).await?;
        self.read_handlers(&mut db, renamings).await.map(drop)
    }

    /// The handlers as they were named when they were looked up last.
    pub(super) fn known_names(&self) -> Option<Names> {
        self.known().names.clone()
    }

    /// The handlers as they are named now, in a transaction that excludes renamings.
    pub(super) async fn names(&self, db: &mut PgConnection) -> Result<Names, StoreError> {
        let renamings = self.renamings(db).await?;
        match self.known_names().filter(|known| known.renamings == renamings) {
            Some(known) => Ok(known),
            None => self.read_handlers(db, renamings).await,
        }
    }

    /// Reads all handlers anew.
    async fn read_handlers(
        &self,
        db: &mut PgConnection,
        renamings: i64,
    ) -> Result<Names, StoreError> {
        let rows = self.schema.query(HANDLERS).fetch_all(db).await?;
        let mut handlers = Handlers::default();
        for row in rows {
            let name: Arc<str> = Arc::from(row.try_get::<String, _>(1)?);
            let of_endpoint = handlers.present.entry(row.try_get(0)?).or_default();
            of_endpoint.insert(Arc::clone(&name), row.try_get(2)?);
            handlers.names.insert(row.try_get(3)?, name);
        }
        let names = Names { renamings, handlers: Arc::new(handlers) };
        let mut known = self.known();
        // Handlers are added, and never removed: of two readings, the longer one is the later.
        let age = |names: &Names| (names.renamings, names.handlers.names.len());
        if known.names.as_ref().is_none_or(|known| age(known) <= age(&names)) {
            known.names = Some(names.clone());
        }
        Ok(names)
    }

    async fn renamings(&self, db: &mut PgConnection) -> Result<i64, StoreError> {
        Ok(self.schema.scalar(RENAMINGS).fetch_one(db).await?)
    }

    /// The number of the kind of a delivery, which is given to it if it has none.
    async fn kind(&self, pool: &PgPool, endpoint: i32, new: &NewEntry) -> Result<i32, StoreError> {
        let parts = new.delivery.parts();
        let description = description(endpoint, parts, &new.counted_as);
        if let Some(known) = self.known().kinds.get(&description) {
            return Ok(*known);
        }
        // Names of events that are counted are of a bounded set, and only they.
        let event = parts.event_name.as_deref().filter(|event| **event == *new.counted_as);
        let mut db = Held::of(pool, self.schema).await?;
        for sql in [ADD_KIND, FIND_KIND] {
            let found: Option<i32> = self
                .schema
                .scalar(sql)
                .bind(endpoint)
                .bind(stored(&new.counted_as))
                .bind(stored(&parts.provider))
                .bind(event.map(stored))
                .bind(parts.event_name_is_signed)
                .bind(parts.id_is_signed)
                .bind(parts.tenant_is_signed)
                .bind(parts.trust.as_str())
                .bind(parts.secret_index.and_then(|index| i64::try_from(index).ok()))
                .fetch_optional(&mut *db)
                .await?;
            if let Some(kind) = found {
                db.keep().await?;
                self.known().kinds.insert(description, kind);
                return Ok(kind);
            }
        }
        Err(sqlx::Error::RowNotFound.into())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All that a kind says, as bytes that no other kind has.
fn description(endpoint: i32, parts: &DeliveryParts, counted_as: &str) -> Box<[u8]> {
    let event = parts.event_name.as_deref().filter(|event| *event == counted_as);
    let secret = parts.secret_index.map_or(u64::MAX, |index| index as u64);
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
    bytes.into_boxed_slice()
}

// It is looked for first, so that no number is spent on one that is there.
const ADD_ENDPOINT: &str = "
    INSERT INTO hookport.endpoints (name)
    SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM hookport.endpoints WHERE name = $1)
    ON CONFLICT DO NOTHING";

const FIND_ENDPOINT: &str = "SELECT id FROM hookport.endpoints WHERE name = $1";

const ADD_HANDLER: &str = "
    INSERT INTO hookport.handlers (endpoint, name)
    SELECT $1, $2 WHERE NOT EXISTS
        (SELECT 1 FROM hookport.handlers WHERE endpoint = $1 AND name = $2)
    ON CONFLICT DO NOTHING";

const HANDLERS: &str = "SELECT endpoint, name, coalesce(same_as, id), id FROM hookport.handlers";

const RENAMINGS: &str = "SELECT number FROM hookport.renamings";

/// Nothing comes back if it is there.
const ADD_KIND: &str = "
    INSERT INTO hookport.kinds
        (endpoint, counted_as, provider, event, event_is_signed, sender_id_is_signed,
         tenant_is_signed, trust, secret)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE NOT EXISTS (
        SELECT 1 FROM hookport.kinds
        WHERE endpoint = $1 AND counted_as = $2 AND provider = $3
            AND event IS NOT DISTINCT FROM $4 AND event_is_signed = $5
            AND sender_id_is_signed = $6 AND tenant_is_signed = $7 AND trust = $8
            AND secret IS NOT DISTINCT FROM $9)
    ON CONFLICT DO NOTHING RETURNING id";

const FIND_KIND: &str = "
    SELECT id FROM hookport.kinds
    WHERE endpoint = $1 AND counted_as = $2 AND provider = $3 AND event IS NOT DISTINCT FROM $4
        AND event_is_signed = $5 AND sender_id_is_signed = $6 AND tenant_is_signed = $7
        AND trust = $8 AND secret IS NOT DISTINCT FROM $9";
