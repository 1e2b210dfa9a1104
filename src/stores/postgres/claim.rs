//! Claiming runs.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use http::Extensions;
use sqlx::{PgConnection, postgres::PgRow};

use super::{
    known_requests::items,
    rows::{Payload, get, number, parts, parts_columns},
    time::lease_end,
    work::Place,
};
use crate::inbox::{
    CLOCK_SLACK, ClaimRequest, Claimed, Ended, EntryId, Lease, Quota, Settlement, StoreError,
};

/// The runs that could be claimed, and the next time to look.
pub(super) struct Look {
    /// By the place of the handler among those that were asked for.
    handlers: HashMap<i64, Waiting>,
    pub(super) next_due: Option<i64>,
}

/// The runs that wait for one handler, by the source that they come from.
struct Waiting {
    handler: i32,
    sources: [bool; 4],
}

impl Look {
    pub(super) fn finds_nothing(&self) -> bool {
        self.handlers.values().all(|waiting| waiting.sources == [false; 4])
    }

    /// Returns true if nothing has waited for its time: then the next time to look is told by this, and by
    /// the leases that are given now.
    pub(super) fn finds_new_only(&self) -> bool {
        self.handlers.values().all(|waiting| matches!(waiting.sources, [false, false, false, _]))
    }
}

/// Looks for what can be claimed, without a lock.
pub(super) async fn look(
    db: &mut PgConnection,
    Place { schema, shift }: Place,
    request: &ClaimRequest,
) -> Result<Look, StoreError> {
    let now = shift.to_database(request.now);
    let asked = request.quotas.iter();
    let asked =
        asked.flat_map(|quota| quota.handlers.iter().map(|(name, _)| (&*quota.endpoint, &**name)));
    let (endpoints, handlers): (Vec<_>, Vec<_>) = asked.unzip();
    let rows = schema.query(LOOK).bind(endpoints).bind(handlers).bind(now);
    let mut found = Look { handlers: HashMap::new(), next_due: None };
    for row in rows.fetch_all(db).await? {
        let sources = [get(&row, 2)?, get(&row, 3)?, get(&row, 4)?, get(&row, 5)?];
        let times: [Option<i64>; 2] = [get(&row, 6)?, get(&row, 7)?];
        let [lost, _, ahead, _] = sources;
        let is_over = (lost || ahead).then_some(now);
        let times = times.into_iter().flatten().chain(is_over);
        found.next_due = found.next_due.into_iter().chain(times).min();
        found.handlers.insert(get(&row, 0)?, Waiting { handler: get(&row, 1)?, sources });
    }
    Ok(found)
}

/// Runs that were claimed.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) claimed: Vec<Claimed>,
    /// The ends of those that cannot be read: they are dead, so that they do not stop the others.
    pub(super) unreadable: Vec<Settlement>,
    /// True if all statements were answered.
    is_complete: bool,
}

impl Taken {
    fn count(&self) -> usize {
        self.claimed.len() + self.unreadable.len()
    }

    /// Returns those of the tokens of which it is known whether a run was claimed with them.
    pub(super) fn known(&self, tokens: &[i64]) -> HashSet<i64> {
        if self.is_complete {
            return tokens.iter().copied().collect();
        }
        let claimed = self.claimed.iter().map(|run| &run.lease);
        let leases = claimed.chain(self.unreadable.iter().map(|end| &end.lease));
        leases.map(|lease| number(lease.token)).collect()
    }
}

/// Claims what was found, by a statement for each handler and source: as many runs as there are tokens.
pub(super) async fn claim(
    db: &mut PgConnection,
    place: Place,
    request: &ClaimRequest,
    found: &Look,
    tokens: &[i64],
) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    match claim_into(&mut taken, db, place, request, (found, tokens)).await {
        // What one statement has claimed stays so if the next one fails.
        Err(error) if taken.count() == 0 || place.schema.is_shared() => Err(error),
        ended => {
            taken.is_complete = ended.is_ok();
            Ok(taken)
        }
    }
}

async fn claim_into(
    taken: &mut Taken,
    db: &mut PgConnection,
    place: Place,
    request: &ClaimRequest,
    (found, tokens): (&Look, &[i64]),
) -> Result<(), StoreError> {
    let (mut handler, mut left) = (0, request.at_most);
    for quota in &request.quotas {
        let mut room = quota.at_most.min(left);
        for (name, at_most) in &quota.handlers {
            handler += 1;
            let Some(waiting) = found.handlers.get(&handler) else { continue };
            let before = room.min(*at_most);
            let mut claim = Claim { request, quota, name, waiting, place, tokens, room: before };
            claim.take_all(&mut *db, taken).await?;
            room -= before - claim.room;
            left -= before - claim.room;
        }
    }
    Ok(())
}

/// The claims of one handler.
struct Claim<'a> {
    request: &'a ClaimRequest,
    quota: &'a Quota,
    name: &'a Arc<str>,
    waiting: &'a Waiting,
    place: Place,
    /// The tokens of all claims.
    tokens: &'a [i64],
    /// So many more can be claimed.
    room: usize,
}

impl Claim<'_> {
    async fn take_all(
        &mut self,
        db: &mut PgConnection,
        taken: &mut Taken,
    ) -> Result<(), StoreError> {
        for (sql, is_there) in [LOST, DUE, AHEAD, RECEIVED].into_iter().zip(self.waiting.sources) {
            if is_there && self.room > 0 {
                self.take(&mut *db, sql, taken).await?;
            }
        }
        Ok(())
    }

    /// Claims what one statement finds, in the order in which it is.
    async fn take(
        &mut self,
        db: &mut PgConnection,
        sql: &'static str,
        taken: &mut Taken,
    ) -> Result<(), StoreError> {
        let now = self.place.shift.to_database(self.request.now);
        let tokens = self.tokens.iter().skip(taken.count()).take(self.room);
        let rows = self
            .place
            .schema
            .query(sql)
            .bind(self.waiting.handler)
            .bind(now)
            .bind(tokens.copied().collect::<Vec<_>>())
            .bind(lease_end(now, self.request.lease))
            .fetch_all(&mut *db)
            .await?;
        self.room -= rows.len();
        let mut items = self.items(db, &rows).await?;
        for row in &rows {
            let item = items.remove(&get(row, 0)?);
            match self.claimed(row, item) {
                Ok(run) => taken.claimed.push(run),
                Err(StoreError::Unexpected(error)) => {
                    taken.unreadable.push(self.buried(row, error.to_string())?);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn items(
        &self,
        db: &mut PgConnection,
        rows: &[PgRow],
    ) -> Result<HashMap<i64, Payload>, StoreError> {
        let mut ids = Vec::new();
        for row in rows {
            if get::<bool>(row, 5)? {
                ids.push(get(row, 0)?);
            }
        }
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        match items(db, self.place.schema, &ids).await {
            // Each of them is found to have no payload.
            Err(StoreError::Unexpected(_)) => Ok(HashMap::new()),
            found => found,
        }
    }

    fn claimed(&self, row: &PgRow, item: Option<Payload>) -> Result<Claimed, StoreError> {
        Ok(Claimed {
            lease: self.lease(row)?,
            endpoint: Arc::clone(&self.quota.endpoint),
            attempt: u32::try_from(get::<i32>(row, 2)?).unwrap_or(u32::MAX),
            tried: u32::try_from(get::<i32>(row, 3)?).unwrap_or(u32::MAX),
            stale: get(row, 4)?,
            delivery: parts(row, 6, item, self.place.shift)?,
            context: Extensions::new(),
        })
    }

    fn lease(&self, row: &PgRow) -> Result<Lease, StoreError> {
        Ok(Lease {
            entry: EntryId::new(get::<i64>(row, 0)?.unsigned_abs()),
            handler: Arc::clone(self.name),
            token: get::<i64>(row, 1)?.unsigned_abs(),
        })
    }

    /// The end of a run whose delivery makes no sense.
    fn buried(&self, row: &PgRow, error: String) -> Result<Settlement, StoreError> {
        let (lease, ended) = (self.lease(row)?, Ended::Dead { error });
        Ok(Settlement::new(lease, ended, self.request.now, Extensions::new()))
    }
}

/// A statement that claims runs of a handler, each with its delivery. What is missing of the delivery makes
/// the run one that cannot be read. A row that is locked stays at its place.
macro_rules! claims {
    ($which:literal, $order:literal) => {
        concat!(
            "WITH found AS MATERIALIZED (
                SELECT q.ctid AS place, q.claims AS number, q.started, q.time
                FROM hookport.queue q
                WHERE q.handler = $1 AND ",
            $which,
            " ORDER BY ",
            $order,
            " LIMIT cardinality($3::bigint[]) FOR UPDATE SKIP LOCKED),
            given AS (
                SELECT f.*, ($3::bigint[])[row_number() OVER ()] AS token FROM found f),
            taken AS (
                UPDATE hookport.queue q SET phase = 1, token = f.token, started = $2,
                    time = $4, set_at = $2, claims = q.claims + 1, tried = q.tried + 1
                FROM given f WHERE q.ctid = f.place
                RETURNING q.delivery, q.handler, q.token, q.claims, q.tried, q.versioned,
                    q.line IS NOT NULL AS ordered, f.number, f.started AS lost, f.time AS waited),
            recorded AS (
                INSERT INTO hookport.attempts
                    (delivery, handler, number, started_at, ended_at, result, ordered)
                SELECT delivery, handler, number, lost, $2, 'lost', ordered FROM taken
                WHERE lost IS NOT NULL)
            SELECT t.delivery, t.token, t.claims, t.tried,
                t.versioned AND EXISTS (
                    SELECT 1 FROM hookport.versions v
                    WHERE v.handler = t.handler AND v.line = d.line AND v.version > d.version),
                p.delivery IS NULL, ",
            parts_columns!(),
            " FROM taken t
            LEFT JOIN hookport.deliveries d ON d.id = t.delivery
            LEFT JOIN hookport.kinds k ON k.id = d.kind
            LEFT JOIN hookport.payloads p ON p.delivery = t.delivery
            ORDER BY t.waited, t.delivery"
        )
    };
}

/// The runs of a handler whose lease has expired, or was set by a clock that was wrong.
const LOST: &str =
    claims!("q.phase = 1 AND (q.time <= $2 OR q.set_at > $2 + 600000)", "q.time, q.delivery");

/// The runs of a handler that failed and are due.
const DUE: &str = claims!("q.phase = 2 AND q.time <= $2", "q.time, q.delivery");

/// The runs of a handler that are not due, and failed while the clock was wrong.
const AHEAD: &str =
    claims!("q.phase = 2 AND q.set_at > $2 + 600000 AND q.time > $2", "q.time, q.delivery");

/// The runs of a handler that are received.
const RECEIVED: &str = claims!("q.phase = 0", "q.delivery + 0");

// It is in milliseconds in the statements.
const _: () = assert!(CLOCK_SLACK.as_millis() == 600_000);

/// Tells for each of these handlers whether something waits, and until when. A lease that was set far in the future
/// ends there too: so it is looked for among few.
const LOOK: &str = "
    SELECT a.place, x.id,
        EXISTS (SELECT 1 FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 1
            AND q.time <= $3)
        OR EXISTS (SELECT 1 FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 1
            AND q.time > $3 + 600000 AND q.set_at > $3 + 600000),
        EXISTS (SELECT 1 FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 2
            AND q.time <= $3),
        EXISTS (SELECT 1 FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 2
            AND q.set_at > $3 + 600000),
        EXISTS (SELECT 1 FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 0),
        (SELECT min(q.time) FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 1),
        (SELECT min(q.time) FROM hookport.queue q WHERE q.handler = x.id AND q.phase = 2)
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY a(endpoint, handler, place)
    JOIN hookport.endpoints e ON e.name = a.endpoint AND NOT e.paused
    JOIN hookport.handlers h ON h.endpoint = e.id AND h.name = a.handler
    CROSS JOIN LATERAL (SELECT coalesce(h.same_as, h.id) AS id) x";
