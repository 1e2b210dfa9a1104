-- What is open lies in a queue of its own, in the order in which it is claimed. What has ended stays
-- where it was written. See docs/sqlite-schema.md.

DROP VIEW hookport_log;
DROP VIEW hookport_runs_log;
-- A copy, since a renaming would follow into views and keys of yours.
CREATE TABLE hookport_old_deliveries AS SELECT * FROM hookport_deliveries;
CREATE TABLE hookport_removed (
    -- One row: the highest id of a delivery that was removed.
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    highest INTEGER NOT NULL
) STRICT;
INSERT INTO hookport_removed
SELECT 1, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'hookport_deliveries'), 0);
DROP TABLE hookport_deliveries;

-- What many deliveries have in common: a dictionary, to which rows are only added.
CREATE TABLE hookport_kinds (
    id                  INTEGER PRIMARY KEY,
    endpoint            INTEGER NOT NULL,
    provider            TEXT    NOT NULL,
    -- NULL if there is no event, or if it is told by `hookport_deliveries.event`.
    event               TEXT,
    event_is_signed     INTEGER NOT NULL,
    sender_id_is_signed INTEGER NOT NULL,
    tenant_is_signed    INTEGER NOT NULL,
    trust               TEXT    NOT NULL
        CHECK (trust = 'signed' OR trust = 'signed_in_part' OR trust = 'token'
            OR trust = 'unauthenticated'),
    -- Which of the configured secrets matched.
    secret              INTEGER,
    -- The event that it is counted as in `hookport_usage`.
    counted_as          TEXT    NOT NULL
) STRICT;

CREATE INDEX hookport_kinds_by_event ON hookport_kinds (endpoint, counted_as);

-- What is known of a delivery. A row is never changed, but for a key that a later one takes over, and
-- an id is never given twice.
CREATE TABLE hookport_deliveries (
    id               INTEGER PRIMARY KEY,
    kind             INTEGER NOT NULL,
    endpoint         INTEGER NOT NULL,
    -- The first 16 bytes of a SHA-256; its id, once a later delivery has the key.
    key              BLOB    NOT NULL,
    sender_id        TEXT,
    -- Whether the key is a hash of the sender's id alone: then the one leads to the other.
    sender_id_is_key INTEGER NOT NULL,
    sent_at          INTEGER,
    received_at      INTEGER NOT NULL,
    size             INTEGER NOT NULL,
    -- An event that is counted under another name, of which there may be any number.
    event            TEXT,
    -- Whether it had no handler when it came.
    unhandled        INTEGER NOT NULL,
    order_key        TEXT,
    lets_pass        INTEGER NOT NULL,
    -- Whether a dead run of it stops its ordering key.
    stops            INTEGER NOT NULL,
    version          INTEGER,
    -- The account, store, project or workspace at the sender.
    tenant           TEXT,
    UNIQUE (key, endpoint)
) STRICT;

-- The request of a batch, once for all of its items that are kept. A number is never given twice.
CREATE TABLE hookport_requests (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    method  TEXT NOT NULL,
    uri     TEXT NOT NULL,
    -- As in `hookport_payloads`.
    headers BLOB NOT NULL,
    body    BLOB NOT NULL
) STRICT;

-- The place of a delivery in the request of a batch, in place of a row in `hookport_payloads`.
CREATE TABLE hookport_items (
    delivery INTEGER PRIMARY KEY,
    request  INTEGER NOT NULL,
    -- Among the items of the request, counted from 0.
    position INTEGER NOT NULL,
    -- In the body of the request, in bytes. NULL if it lies there in another coding, as in a form.
    start    INTEGER,
    length   INTEGER,
    -- The bytes of the item, if they do not lie there as they are.
    body     BLOB
) STRICT;

CREATE INDEX hookport_items_by_request ON hookport_items (request);

-- The time of receipt of each 1024 deliveries (`id >> 10`): those of one time lie in few of them,
-- also where the clock went back.
CREATE TABLE hookport_blocks (
    block  INTEGER PRIMARY KEY,
    oldest INTEGER NOT NULL,
    newest INTEGER NOT NULL
) STRICT;

-- Runs that are open, dead or cancelled; those that are done or stale are told by their last
-- attempt. A claim takes the first ones of a phase.
CREATE TABLE hookport_queue (
    handler   INTEGER NOT NULL,
    -- A number of `hookport_phases`.
    phase     INTEGER NOT NULL,
    -- Running: the claim. Waiting to be tried again: when that is due. Else 0.
    at        INTEGER NOT NULL,
    delivery  INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    endpoint  INTEGER NOT NULL,
    -- How often it was claimed: the number of the last attempt.
    claims    INTEGER NOT NULL,
    -- How many of these count since it was received or replayed.
    tried     INTEGER NOT NULL,
    -- Whether the delivery has no other run.
    alone     INTEGER NOT NULL,
    -- Whether the delivery has a version.
    versioned INTEGER NOT NULL,
    -- Of the delivery, if the run has a place in its order.
    order_key TEXT,
    -- Running: until when. Held after a failure: when it is due. Dead or cancelled: since when.
    time      INTEGER,
    -- When its due time or its lease was set: one that was set in the future is over.
    set_at    INTEGER,
    PRIMARY KEY (handler, phase, at, delivery)
) STRICT, WITHOUT ROWID;

-- What a delivery waits for, or ended in. What goes straight is in neither of these.
CREATE INDEX hookport_queue_aside ON hookport_queue (phase, delivery) WHERE phase >= 2;
CREATE INDEX hookport_queue_by_set_time ON hookport_queue (handler, set_at) WHERE phase = 2;
-- The deliveries of one ordering key: whose turn it is, and who comes next.
CREATE INDEX hookport_queue_in_line ON hookport_queue (endpoint, order_key, delivery)
    WHERE order_key IS NOT NULL AND phase <= 4;

CREATE INDEX hookport_queue_in_turn ON hookport_queue (endpoint, order_key)
    WHERE order_key IS NOT NULL AND phase <= 2;

CREATE TABLE hookport_phases (
    phase INTEGER PRIMARY KEY,
    state TEXT    NOT NULL
) STRICT;
INSERT INTO hookport_phases VALUES
    (0, 'received'), (1, 'running'), (2, 'retry'), (3, 'held'),
    -- The first one stops its ordering key.
    (4, 'dead'), (5, 'dead'), (6, 'cancelled');

-- The runs of one handler that were claimed together, while some of them run. A number is never
-- given twice, and is the token of their leases.
CREATE TABLE hookport_claims (
    claim   INTEGER PRIMARY KEY AUTOINCREMENT,
    handler INTEGER NOT NULL,
    started INTEGER NOT NULL,
    -- When the first of them can be taken over.
    until   INTEGER NOT NULL,
    -- When the last of their leases was set.
    set_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX hookport_claims_by_end ON hookport_claims (handler, until, set_at);

-- Deliveries of which nothing is open, by the end of the last run: retention takes the first ones.
CREATE TABLE hookport_ended (
    dead     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    PRIMARY KEY (dead, at, delivery)
) STRICT, WITHOUT ROWID;

-- Whether the run had a place in the order of its delivery.
ALTER TABLE hookport_attempts ADD COLUMN ordered INTEGER NOT NULL DEFAULT 1;

-- What there was.

INSERT INTO hookport_kinds
    (endpoint, provider, event, event_is_signed, sender_id_is_signed, tenant_is_signed, trust, secret,
     counted_as)
SELECT DISTINCT endpoint, provider, iif(event = counted_as, event, NULL), event_is_signed,
    sender_id_is_signed, 0, trust, secret, counted_as
FROM hookport_old_deliveries;

INSERT INTO hookport_deliveries
SELECT d.id, k.id, d.endpoint, substr(d.key, 1, 16), d.sender_id, 0, d.sent_at, d.received_at, d.size,
    iif(d.event = d.counted_as, NULL, d.event), d.state = 'unhandled', d.order_key, d.lets_pass, 0, d.version,
    NULL
FROM hookport_old_deliveries d
JOIN hookport_kinds k ON k.endpoint = d.endpoint AND k.counted_as = d.counted_as
    AND k.provider = d.provider AND k.event IS iif(d.event = d.counted_as, d.event, NULL)
    AND k.event_is_signed = d.event_is_signed AND k.sender_id_is_signed = d.sender_id_is_signed
    AND k.trust = d.trust AND k.secret IS d.secret
ORDER BY d.id;

INSERT INTO hookport_blocks
SELECT id >> 10, min(received_at), max(received_at) FROM hookport_deliveries GROUP BY id >> 10;

INSERT INTO hookport_ended
SELECT state = 'dead', ended_at, id FROM hookport_old_deliveries WHERE ended_at IS NOT NULL;

INSERT INTO hookport_claims (handler, started, until, set_at)
SELECT handler, coalesce(claimed_at, 0), coalesce(min(lease_until), 0), coalesce(claimed_at, 0)
FROM hookport_runs WHERE state = 'running'
GROUP BY handler, coalesce(claimed_at, 0);

INSERT INTO hookport_queue
SELECT r.handler, p.phase,
    CASE r.state
        WHEN 'running' THEN (SELECT c.claim FROM hookport_claims c
            WHERE c.handler = r.handler AND c.started = coalesce(r.claimed_at, 0))
        WHEN 'retry' THEN coalesce(r.due_at, 0)
        ELSE 0
    END,
    r.delivery, d.kind, d.endpoint, r.claims, r.tried, 0, d.version IS NOT NULL, r.order_key,
    CASE r.state
        WHEN 'running' THEN coalesce(r.lease_until, 0)
        WHEN 'held' THEN r.due_at
        WHEN 'dead' THEN r.ended_at
        WHEN 'cancelled' THEN r.ended_at
    END,
    iif(r.state = 'running', coalesce(r.claimed_at, 0), iif(r.due_at IS NULL, NULL, (
        SELECT max(a.ended_at) FROM hookport_attempts a
        WHERE a.delivery = r.delivery AND a.handler = r.handler)))
FROM hookport_runs r
JOIN hookport_deliveries d ON d.id = r.delivery
JOIN hookport_phases p ON p.state = r.state AND p.phase <> 4;

DROP TABLE hookport_runs;
DROP TABLE hookport_old_deliveries;

CREATE INDEX hookport_deliveries_by_kind ON hookport_deliveries (kind);
CREATE INDEX hookport_deliveries_by_event ON hookport_deliveries (event) WHERE event IS NOT NULL;
CREATE INDEX hookport_deliveries_by_tenant ON hookport_deliveries (tenant) WHERE tenant IS NOT NULL;
CREATE INDEX hookport_deliveries_unhandled ON hookport_deliveries (id) WHERE unhandled = 1;
-- The neighbours of a row are rows of the same time, so that random ids are not written all over.
CREATE INDEX hookport_deliveries_by_sender ON hookport_deliveries (id >> 10, substr(sender_id, -8))
    WHERE sender_id_is_key = 0 AND sender_id IS NOT NULL;

-- Until now each handler had an order of its own. What runs comes to its end; of the rest of a key
-- only the first delivery has its turn, if nothing of it runs.
UPDATE hookport_queue SET phase = 3, at = 0, time = iif(phase = 2, at, NULL)
WHERE order_key IS NOT NULL AND (phase = 0 OR phase = 2);
UPDATE hookport_queue
SET phase = iif(hookport_queue.time IS NULL, 0, 2), at = coalesce(hookport_queue.time, 0), time = NULL
FROM (
    SELECT w.endpoint, w.order_key, w.delivery, row_number() OVER (
        PARTITION BY w.endpoint, w.order_key ORDER BY w.passed_until, w.delivery) AS place
    FROM (
        SELECT q.endpoint, q.order_key, q.delivery,
            iif(q.phase = 3 AND d.lets_pass = 1, coalesce(q.time, 0), 0) AS passed_until
        FROM hookport_queue q JOIN hookport_deliveries d ON d.id = q.delivery
        WHERE q.order_key IS NOT NULL AND q.phase <= 4) w) turn
WHERE turn.place = 1 AND hookport_queue.phase = 3 AND hookport_queue.endpoint = turn.endpoint
    AND hookport_queue.order_key = turn.order_key AND hookport_queue.delivery = turn.delivery
    AND NOT EXISTS (
        SELECT 1 FROM hookport_queue q
        WHERE q.endpoint = turn.endpoint AND q.order_key = turn.order_key
            AND q.phase <= 2 AND q.phase = 1 AND q.delivery <> turn.delivery);

-- One row: the file that the inbox was last opened in. A `-wal` beside another file is not its own.
CREATE TABLE hookport_file (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    -- The number of the file, on systems that number files.
    inode  INTEGER,
    -- The version of the schema in the file alone, without its `-wal`: SQLite counts it. A file that
    -- has a lower one is a copy.
    schema INTEGER NOT NULL,
    -- Raised each time that all of the `-wal` has been moved into the file: the file alone has this
    -- number or the one before. A file that has a lower one is a copy.
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO hookport_file VALUES (1, NULL, 0, 0);

-- For people.

CREATE VIEW hookport_runs_log AS
SELECT q.delivery, e.name AS endpoint, h.name AS handler, p.state, q.claims AS attempts, q.tried,
       strftime('%Y-%m-%dT%H:%M:%fZ',
           CASE q.phase WHEN 2 THEN q.at WHEN 3 THEN q.time END / 1000.0, 'unixepoch') AS due,
       strftime('%Y-%m-%dT%H:%M:%fZ', iif(q.phase = 1, q.time, NULL) / 1000.0, 'unixepoch')
           AS leased_until,
       q.order_key, q.phase = 4 AS stops_key
FROM hookport_queue q
JOIN hookport_phases p ON p.phase = q.phase
JOIN hookport_handlers h ON h.id = q.handler
JOIN hookport_endpoints e ON e.id = h.endpoint
UNION ALL
SELECT a.delivery, e.name, h.name, a.result, a.number, NULL, NULL, NULL,
       iif(a.ordered, d.order_key, NULL), 0
FROM hookport_attempts a
JOIN hookport_deliveries d ON d.id = a.delivery
JOIN hookport_handlers h ON h.id = a.handler
JOIN hookport_endpoints e ON e.id = h.endpoint
WHERE (a.result = 'done' OR a.result = 'stale')
    AND NOT EXISTS (SELECT 1 FROM hookport_attempts l
        WHERE l.delivery = a.delivery AND l.handler = a.handler AND l.number > a.number)
    AND NOT EXISTS (SELECT 1 FROM hookport_queue q
        WHERE q.handler = a.handler AND q.phase = 0 AND q.at = 0 AND q.delivery = a.delivery)
    AND NOT EXISTS (SELECT 1 FROM hookport_claims c CROSS JOIN hookport_queue q
        ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim AND q.delivery = a.delivery
        WHERE c.handler = a.handler)
    AND NOT EXISTS (SELECT 1 FROM hookport_queue q
        WHERE q.phase >= 2 AND q.phase IN (2, 3, 4, 5, 6) AND q.delivery = a.delivery
            AND +q.handler = a.handler);

CREATE VIEW hookport_log AS
SELECT d.id,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.received_at / 1000.0, 'unixepoch') AS received,
       e.name AS endpoint,
       CASE
           WHEN EXISTS (SELECT 1 FROM hookport_queue q
               WHERE q.phase >= 2 AND q.phase IN (4, 5) AND q.delivery = d.id) THEN 'dead'
           WHEN EXISTS (SELECT 1 FROM hookport_queue q
               WHERE q.phase >= 2 AND q.phase = 2 AND q.delivery = d.id) THEN 'retry'
           WHEN EXISTS (SELECT 1 FROM hookport_queue q
               WHERE q.phase >= 2 AND q.phase = 3 AND q.delivery = d.id)
               OR EXISTS (SELECT 1 FROM hookport_handlers h CROSS JOIN hookport_queue q
                   ON q.handler = h.id AND q.phase = 0 AND q.at = 0 AND q.delivery = d.id
                   WHERE h.endpoint = d.endpoint)
               OR EXISTS (SELECT 1 FROM hookport_claims c CROSS JOIN hookport_queue q
                   ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim
                   AND q.delivery = d.id) THEN 'open'
           WHEN EXISTS (SELECT 1 FROM hookport_queue q
               WHERE q.phase >= 2 AND q.phase = 6 AND q.delivery = d.id) THEN 'cancelled'
           WHEN EXISTS (SELECT 1 FROM hookport_attempts a WHERE a.delivery = d.id) THEN 'done'
           ELSE 'unhandled'
       END AS state,
       k.provider, coalesce(k.event, d.event) AS event, d.sender_id, k.trust, d.size, d.tenant
FROM hookport_deliveries d
JOIN hookport_kinds k ON k.id = d.kind
JOIN hookport_endpoints e ON e.id = d.endpoint;

-- As much as a long delivery: a full disk may have room for a number, and none for a delivery.
ALTER TABLE hookport_probe ADD COLUMN filling BLOB;
