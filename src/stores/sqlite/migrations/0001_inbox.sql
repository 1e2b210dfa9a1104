-- Times are milliseconds since 1970-01-01T00:00:00Z. See docs/sqlite-schema.md.
--
-- What is written often is kept cheap. Words are compared one by one: SQLite makes a table of a list
-- of more than two, each time. There are no foreign keys: to check them would cost a tenth.

-- Which of these files the database has had.
CREATE TABLE hookport_migrations (
    number INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE hookport_endpoints (
    id     INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL UNIQUE,
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1))
) STRICT;

CREATE TABLE hookport_handlers (
    id       INTEGER PRIMARY KEY,
    endpoint INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    UNIQUE (endpoint, name)
) STRICT;

-- What is known of a delivery. An id is never given twice.
CREATE TABLE hookport_deliveries (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint            INTEGER NOT NULL,
    key                 BLOB    NOT NULL,
    -- Over all its runs: the first of these that is true of one.
    state               TEXT    NOT NULL
        CHECK (state = 'open' OR state = 'done' OR state = 'retry' OR state = 'dead'
            OR state = 'unhandled' OR state = 'cancelled'),
    -- When the last of its runs ended.
    ended_at            INTEGER,
    provider            TEXT    NOT NULL,
    event               TEXT,
    event_is_signed     INTEGER NOT NULL,
    sender_id           TEXT,
    sender_id_is_signed INTEGER NOT NULL,
    trust               TEXT    NOT NULL
        CHECK (trust = 'signed' OR trust = 'token' OR trust = 'unauthenticated'),
    -- Which of the configured secrets matched.
    secret              INTEGER,
    sent_at             INTEGER,
    received_at         INTEGER NOT NULL,
    size                INTEGER NOT NULL,
    -- The event that it is counted as in `hookport_usage`.
    counted_as          TEXT    NOT NULL,
    order_key           TEXT,
    lets_pass           INTEGER NOT NULL DEFAULT 0,
    version             INTEGER,
    UNIQUE (endpoint, key)
) STRICT;

CREATE INDEX hookport_deliveries_by_endpoint  ON hookport_deliveries (endpoint, id);
CREATE INDEX hookport_deliveries_by_event     ON hookport_deliveries (event, id) WHERE event IS NOT NULL;
CREATE INDEX hookport_deliveries_by_sender_id ON hookport_deliveries (sender_id, id) WHERE sender_id IS NOT NULL;
CREATE INDEX hookport_deliveries_failed       ON hookport_deliveries (id) WHERE state IN ('dead', 'retry');
CREATE INDEX hookport_deliveries_closed       ON hookport_deliveries (ended_at, id)
    WHERE ended_at IS NOT NULL AND state <> 'dead';
CREATE INDEX hookport_deliveries_dead         ON hookport_deliveries (ended_at, id)
    WHERE ended_at IS NOT NULL AND state = 'dead';

-- The request as it came, apart from what is looked at often.
CREATE TABLE hookport_payloads (
    delivery INTEGER PRIMARY KEY,
    method   TEXT NOT NULL,
    uri      TEXT NOT NULL,
    -- One `name: value` a line, each ended by CR LF.
    headers  BLOB NOT NULL,
    body     BLOB NOT NULL
) STRICT;

-- The work of one handler on one delivery.
CREATE TABLE hookport_runs (
    delivery    INTEGER NOT NULL,
    handler     INTEGER NOT NULL,
    state       TEXT    NOT NULL
        CHECK (state = 'received' OR state = 'running' OR state = 'done' OR state = 'retry'
            OR state = 'held' OR state = 'dead' OR state = 'stale' OR state = 'cancelled'),
    -- How often it was claimed: the number of the last attempt, and the token of its lease.
    claims      INTEGER NOT NULL DEFAULT 0,
    -- How many of these count since it was received or replayed.
    tried       INTEGER NOT NULL DEFAULT 0,
    -- When one that failed is tried again.
    due_at      INTEGER,
    -- Of the claim, while it is running.
    claimed_at  INTEGER,
    lease_until INTEGER,
    ended_at    INTEGER,
    -- Runs of one handler with one key go one after the other: see `hookport_deliveries.order_key`.
    order_key   TEXT,
    PRIMARY KEY (delivery, handler)
) STRICT, WITHOUT ROWID;

-- A claim looks only at what is open, however much has ended.
CREATE INDEX hookport_runs_received ON hookport_runs (handler, delivery) WHERE state = 'received';
CREATE INDEX hookport_runs_retry ON hookport_runs (handler, due_at, delivery) WHERE state = 'retry';
CREATE INDEX hookport_runs_running ON hookport_runs (handler, lease_until, delivery) WHERE state = 'running';
CREATE INDEX hookport_runs_dead ON hookport_runs (handler, delivery) WHERE state = 'dead';
-- Whose turn it is among the runs of one ordering key, and who comes next.
CREATE INDEX hookport_runs_in_turn ON hookport_runs (handler, order_key)
    WHERE order_key IS NOT NULL AND ended_at IS NULL AND state <> 'held';
CREATE INDEX hookport_runs_held ON hookport_runs (handler, order_key, due_at, delivery) WHERE state = 'held';

-- Attempts that have ended.
CREATE TABLE hookport_attempts (
    delivery   INTEGER NOT NULL,
    handler    INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    result     TEXT    NOT NULL
        CHECK (result = 'done' OR result = 'retry' OR result = 'dead' OR result = 'stale'
            OR result = 'lost'),
    error      TEXT,
    PRIMARY KEY (delivery, handler, number)
) STRICT, WITHOUT ROWID;

-- The highest version that a handler was done with.
CREATE TABLE hookport_versions (
    handler    INTEGER NOT NULL,
    order_key  TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    handled_at INTEGER NOT NULL,
    PRIMARY KEY (handler, order_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX hookport_versions_by_age ON hookport_versions (handled_at);

-- What happened on one day (of days since 1970-01-01, in UTC). It outlives the deliveries.
CREATE TABLE hookport_usage (
    day        INTEGER NOT NULL,
    endpoint   INTEGER NOT NULL,
    event      TEXT    NOT NULL,
    received   INTEGER NOT NULL DEFAULT 0,
    bytes      INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    done       INTEGER NOT NULL DEFAULT 0,
    retried    INTEGER NOT NULL DEFAULT 0,
    dead       INTEGER NOT NULL DEFAULT 0,
    limited    INTEGER NOT NULL DEFAULT 0,
    refused    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, endpoint, event)
) STRICT, WITHOUT ROWID;

-- What was not proved: never a delivery until it is.
CREATE TABLE hookport_quarantine (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint    INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    method      TEXT    NOT NULL,
    uri         TEXT    NOT NULL,
    headers     BLOB    NOT NULL,
    body        BLOB    NOT NULL
) STRICT;

CREATE INDEX hookport_quarantine_by_endpoint ON hookport_quarantine (endpoint, id);
CREATE INDEX hookport_quarantine_by_age      ON hookport_quarantine (received_at);

-- One row, written to see whether the store can be written.
CREATE TABLE hookport_probe (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;

-- For people.

CREATE VIEW hookport_log AS
SELECT d.id,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.received_at / 1000.0, 'unixepoch') AS received,
       e.name AS endpoint, d.state, d.provider, d.event, d.sender_id, d.trust, d.size
FROM hookport_deliveries d
JOIN hookport_endpoints e ON e.id = d.endpoint;

CREATE VIEW hookport_runs_log AS
SELECT r.delivery, e.name AS endpoint, h.name AS handler, r.state, r.claims AS attempts, r.tried,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.due_at / 1000.0, 'unixepoch') AS due,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.lease_until / 1000.0, 'unixepoch') AS leased_until,
       r.order_key
FROM hookport_runs r
JOIN hookport_handlers h ON h.id = r.handler
JOIN hookport_endpoints e ON e.id = h.endpoint;

CREATE VIEW hookport_attempts_log AS
SELECT a.delivery, e.name AS endpoint, h.name AS handler, a.number,
       strftime('%Y-%m-%dT%H:%M:%fZ', a.started_at / 1000.0, 'unixepoch') AS started,
       a.ended_at - a.started_at AS took_ms, a.result, a.error
FROM hookport_attempts a
JOIN hookport_handlers h ON h.id = a.handler
JOIN hookport_endpoints e ON e.id = h.endpoint;

CREATE VIEW hookport_usage_log AS
SELECT date(u.day * 86400, 'unixepoch') AS day, e.name AS endpoint, u.event, u.received, u.bytes,
       u.duplicates, u.done, u.retried, u.dead, u.limited, u.refused
FROM hookport_usage u
JOIN hookport_endpoints e ON e.id = u.endpoint;
