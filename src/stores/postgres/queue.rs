//! Runs that enter the queue.

use super::{
    entries::Entry,
    runs::{Place, Run},
    work::Work,
};
use crate::inbox::StoreError;

impl Work<'_> {
    /// Adds the runs to the queue that are not as they were read.
    pub(super) async fn enter(&mut self, entries: &[&Entry]) -> Result<(), StoreError> {
        let mut rows = Rows::default();
        for entry in entries {
            let is_new = |run: &&Run| !entry.before.contains(run);
            entry.runs.iter().filter(is_new).for_each(|run| rows.add(entry, run));
        }
        self.add(rows).await
    }

    /// Adds runs to the queue.
    async fn add(&mut self, rows: Rows) -> Result<(), StoreError> {
        if rows.deliveries.is_empty() {
            return Ok(());
        }
        self.schema
            .query(ADD)
            .bind(rows.deliveries)
            .bind(rows.handlers)
            .bind(rows.endpoints)
            .bind(rows.kinds)
            .bind(rows.phases)
            .bind(rows.alone)
            .bind(rows.versioned)
            .bind(rows.lets_pass)
            .bind(rows.stops)
            .bind(rows.claims)
            .bind(rows.tried)
            .bind(rows.tokens)
            .bind(rows.started)
            .bind(rows.times)
            .bind(rows.set_at)
            .bind(rows.lines)
            .execute(&mut *self.db)
            .await?;
        Ok(())
    }
}

/// Runs that are to be added to the queue, column by column.
#[derive(Debug, Default)]
struct Rows {
    deliveries: Vec<i64>,
    handlers: Vec<i32>,
    endpoints: Vec<i32>,
    kinds: Vec<i32>,
    phases: Vec<i16>,
    alone: Vec<bool>,
    versioned: Vec<bool>,
    lets_pass: Vec<bool>,
    stops: Vec<bool>,
    claims: Vec<i32>,
    tried: Vec<i32>,
    tokens: Vec<Option<i64>>,
    started: Vec<Option<i64>>,
    times: Vec<Option<i64>>,
    set_at: Vec<Option<i64>>,
    lines: Vec<Option<Vec<u8>>>,
}

impl Rows {
    fn add(&mut self, entry: &Entry, run: &Run) {
        let Some(Place { phase, token, started, time, set_at }) = run.phase.place() else { return };
        self.deliveries.push(entry.id);
        self.handlers.push(run.handler);
        self.endpoints.push(entry.endpoint);
        self.kinds.push(entry.kind);
        self.phases.push(phase);
        self.alone.push(run.alone);
        self.versioned.push(entry.version.is_some());
        self.lets_pass.push(entry.lets_pass);
        self.stops.push(entry.stops);
        self.claims.push(run.claims);
        self.tried.push(run.tried);
        self.tokens.push(token);
        self.started.push(started);
        self.times.push(time);
        self.set_at.push(set_at);
        self.lines.push(entry.line.clone().filter(|_| run.is_ordered));
    }
}

const ADD: &str = "
    INSERT INTO hookport.queue
        (delivery, handler, endpoint, kind, phase, alone, versioned, lets_pass, stops, claims, tried,
         token, started, time, set_at, line)
    SELECT * FROM unnest(
        $1::bigint[], $2::int[], $3::int[], $4::int[], $5::smallint[], $6::bool[], $7::bool[],
        $8::bool[], $9::bool[], $10::int[], $11::int[], $12::bigint[], $13::bigint[], $14::bigint[],
        $15::bigint[], $16::bytea[])";
