//! The statements that look through a part of the log, by the index that leads to what a filter wants.

use super::{
    new::short,
    rows::{state_column, summary_columns},
};
use crate::inbox::{EntryState, Filter, Key};

/// The rows among which are all that a filter wants.
pub(super) enum Source {
    All,
    /// The rows of some kinds: of an endpoint, an event, a level of proof.
    Kinds,
    /// The rows of one tenant.
    Tenant,
    /// The rows that have a run in one of these phases.
    Phases(Vec<i16>),
    /// The same, or a run that is received or running.
    Open(Vec<i16>),
    /// The rows with one id of the sender, whose key may be this.
    Sender(Vec<u8>),
}

impl Source {
    /// Takes the one that is likely to lead to the fewest rows.
    pub(super) fn of(filter: &Filter) -> Self {
        if let Some(id) = &filter.sender_id {
            return Self::Sender(short(&Key::of_sender_id(id)).to_vec());
        }
        if filter.tenant.is_some() {
            return Self::Tenant;
        }
        if let Some(phases) = phases(&filter.states) {
            let is_open = filter.states.contains(&EntryState::Open);
            return if is_open { Self::Open(phases) } else { Self::Phases(phases) };
        }
        if filter.endpoint.is_some() || filter.event.is_some() || filter.trust.is_some() {
            return Self::Kinds;
        }
        Self::All
    }

    pub(super) const fn sql(&self) -> &'static str {
        match self {
            Self::All => ALL,
            Self::Kinds => OF_KINDS,
            Self::Tenant => OF_TENANT,
            Self::Phases(_) => OF_PHASES,
            Self::Open(_) => OF_OPEN,
            Self::Sender(_) => OF_SENDER,
        }
    }
}

/// The phases aside from received and running, of which one is that of a run, if its entry is in one of these
/// states; `None` if there may be none.
fn phases(states: &[EntryState]) -> Option<Vec<i16>> {
    let all: Option<Vec<&[i16]>> = states.iter().map(|state| phases_of(*state)).collect();
    all.map(|all| all.concat()).filter(|phases| !phases.is_empty())
}

const fn phases_of(state: EntryState) -> Option<&'static [i16]> {
    match state {
        EntryState::Open => Some(&[3]),
        EntryState::Dead => Some(&[4, 5]),
        EntryState::Retry => Some(&[2]),
        EntryState::Cancelled => Some(&[6]),
        EntryState::Done | EntryState::Unhandled => None,
    }
}

/// A statement that looks through a part of the log.
macro_rules! list {
    ($($part:literal),+) => {
        concat!(
    "WITH part AS MATERIALIZED (",
    $($part,)+
    "),
    found AS (
        SELECT ",
    summary_columns!(),
    ", s.state
        FROM part d
        JOIN hookport.kinds k ON k.id = d.kind
        JOIN hookport.endpoints e ON e.id = d.endpoint
        CROSS JOIN LATERAL (SELECT ",
    state_column!(),
    " AS state) s
        WHERE ($3::text IS NULL OR e.name = $3)
            AND ($4::text IS NULL OR coalesce(k.event, d.event) = $4)
            AND ($5::text IS NULL OR k.trust = $5)
            AND ($6::bigint IS NULL OR d.received_at >= $6)
            AND ($7::bigint IS NULL OR d.received_at < $7)
            AND ($8::text IS NULL OR d.sender_id = $8)
            AND ($9::text IS NULL OR d.tenant = $9)
            AND ($10::text[] IS NULL OR s.state = ANY($10))
            AND ($11::bytea IS NULL OR position($11 IN (
                SELECT body FROM hookport.payloads WHERE delivery = d.id
                UNION ALL SELECT coalesce(i.body, substring(r.body FROM i.start::int + 1 FOR i.length::int))
                FROM hookport.items i JOIN hookport.requests r ON r.id = i.request
                WHERE i.delivery = d.id)) > 0)
        ORDER BY d.id DESC LIMIT $12)
    SELECT found.*, looked.* FROM (SELECT count(*), min(id) FROM part) looked
    LEFT JOIN found ON true ORDER BY found.id DESC"
)
    };
}

const ALL: &str = list!(
    "SELECT * FROM hookport.deliveries
    WHERE id < $1 AND id >= $13 ORDER BY id DESC LIMIT $2"
);

/// An event that is counted under another name is not told by its kind.
const OF_KINDS: &str = list!(
    "SELECT d.* FROM (
        SELECT n.id FROM hookport.kinds k
        JOIN hookport.endpoints e ON e.id = k.endpoint
        CROSS JOIN LATERAL (
            SELECT o.id FROM hookport.deliveries o
            WHERE o.kind = k.id AND o.id < $1 AND o.id >= $13
            ORDER BY o.id DESC LIMIT $2) n
        WHERE ($3::text IS NULL OR e.name = $3)
            AND ($4::text IS NULL OR k.event IS NULL OR k.event = $4)
            AND ($5::text IS NULL OR k.trust = $5)
        ORDER BY n.id DESC LIMIT $2) n
    JOIN hookport.deliveries d ON d.id = n.id"
);

const OF_TENANT: &str = list!(
    "SELECT * FROM hookport.deliveries
    WHERE hashtextextended(tenant, 0) = hashtextextended($9, 0) AND tenant IS NOT NULL
        AND id < $1 AND id >= $13
    ORDER BY id DESC LIMIT $2"
);

const OF_SENDER: &str = list!(
    "SELECT * FROM (
        SELECT * FROM hookport.deliveries WHERE key = $14 AND id < $1 AND id >= $13
        UNION ALL
        SELECT * FROM (
            SELECT * FROM hookport.deliveries
            WHERE hashtextextended(sender_id, 0) = hashtextextended($8, 0) AND NOT sender_id_is_key
                AND sender_id IS NOT NULL AND key <> $14 AND id < $1 AND id >= $13
            ORDER BY id DESC LIMIT $2) others) of_sender
    ORDER BY id DESC LIMIT $2"
);

/// The rows with a run that is in one of the phases `$14`, or in one of `$more`.
macro_rules! queued {
    ($more:literal) => {
        list!(
            "SELECT d.* FROM (
                SELECT DISTINCT n.delivery FROM (
                    SELECT n.delivery FROM unnest($14::smallint[]) p(phase)
                    CROSS JOIN LATERAL (
                        SELECT q.delivery FROM hookport.queue q
                        WHERE q.phase >= 2 AND q.phase = p.phase
                            AND q.delivery < $1 AND q.delivery >= $13
                        ORDER BY q.delivery DESC LIMIT $2) n",
            $more,
            "   ) n
                ORDER BY n.delivery DESC LIMIT $2) n
            JOIN hookport.deliveries d ON d.id = n.delivery"
        )
    };
}

const OF_PHASES: &str = queued!("");

const OF_OPEN: &str = queued!(
    " UNION ALL
    SELECT n.delivery FROM hookport.handlers h
    CROSS JOIN LATERAL (
        SELECT q.delivery FROM hookport.queue q
        WHERE q.handler = h.id AND q.phase = 0 AND q.delivery + 0 < $1 AND q.delivery + 0 >= $13
        ORDER BY q.delivery + 0 DESC LIMIT $2) n
    UNION ALL
    SELECT n.delivery FROM hookport.handlers h
    CROSS JOIN LATERAL (
        SELECT q.delivery FROM hookport.queue q
        WHERE q.handler = h.id AND q.phase = 1 AND q.delivery < $1 AND q.delivery >= $13
        ORDER BY q.delivery DESC LIMIT $2) n"
);
