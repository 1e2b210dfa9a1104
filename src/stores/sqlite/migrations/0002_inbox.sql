-- The order is one of deliveries, over all handlers of an endpoint, and a dead letter may stop it.

-- Whether a dead run of the delivery stops its ordering key.
ALTER TABLE hookport_deliveries ADD COLUMN stops INTEGER NOT NULL DEFAULT 0;

-- Of the handler.
ALTER TABLE hookport_runs ADD COLUMN endpoint INTEGER NOT NULL DEFAULT 0;
-- Whether the run is dead and its ordering key waits for a person. `order_key` is that of the
-- delivery, if the run has a place in its order.
ALTER TABLE hookport_runs ADD COLUMN stops INTEGER NOT NULL DEFAULT 0;
UPDATE hookport_runs
SET endpoint = (SELECT h.endpoint FROM hookport_handlers h WHERE h.id = hookport_runs.handler);

-- When its due time or its lease was set: one that was set in the future is over.
ALTER TABLE hookport_runs ADD COLUMN set_at INTEGER;
UPDATE hookport_runs SET set_at = claimed_at WHERE state = 'running';
UPDATE hookport_runs
SET set_at = (
    SELECT max(a.ended_at) FROM hookport_attempts a
    WHERE a.delivery = hookport_runs.delivery AND a.handler = hookport_runs.handler)
WHERE due_at IS NOT NULL;
CREATE INDEX hookport_runs_set ON hookport_runs (handler, set_at)
    WHERE state = 'retry' AND set_at IS NOT NULL;

DROP INDEX hookport_runs_in_turn;
DROP INDEX hookport_runs_held;
-- The deliveries of one ordering key: whose turn it is, and who comes next.
CREATE INDEX hookport_runs_in_turn ON hookport_runs (endpoint, order_key)
    WHERE order_key IS NOT NULL AND ended_at IS NULL AND state <> 'held';
CREATE INDEX hookport_runs_in_line ON hookport_runs (endpoint, order_key, delivery)
    WHERE order_key IS NOT NULL AND (ended_at IS NULL OR stops = 1);
CREATE INDEX hookport_runs_held ON hookport_runs (handler) WHERE state = 'held';
CREATE INDEX hookport_runs_stopping ON hookport_runs (endpoint, order_key, delivery) WHERE stops = 1;

-- Until now each handler had an order of its own. What runs comes to its end; of the rest of a key
-- only the first delivery has its turn, if nothing of it runs.
UPDATE hookport_runs SET state = 'held'
WHERE order_key IS NOT NULL AND (state = 'received' OR state = 'retry');
UPDATE hookport_runs SET state = iif(due_at IS NULL, 'received', 'retry')
WHERE state = 'held'
    AND delivery = (
        SELECT r.delivery FROM hookport_runs r JOIN hookport_deliveries d ON d.id = r.delivery
        WHERE r.endpoint = hookport_runs.endpoint AND r.order_key = hookport_runs.order_key
            AND r.ended_at IS NULL
        ORDER BY r.due_at IS NOT NULL AND d.lets_pass, r.delivery LIMIT 1)
    AND NOT EXISTS (
        SELECT 1 FROM hookport_runs r
        WHERE r.endpoint = hookport_runs.endpoint AND r.order_key = hookport_runs.order_key
            AND r.state = 'running' AND r.delivery <> hookport_runs.delivery);
UPDATE hookport_deliveries SET state = 'open'
WHERE state = 'retry' AND NOT EXISTS (
    SELECT 1 FROM hookport_runs r WHERE r.delivery = hookport_deliveries.id AND r.state = 'retry');
UPDATE hookport_deliveries SET state = 'retry'
WHERE state = 'open' AND EXISTS (
    SELECT 1 FROM hookport_runs r WHERE r.delivery = hookport_deliveries.id AND r.state = 'retry');

-- One row: the file that the inbox was last opened in. A `-wal` beside another file is not its own.
CREATE TABLE hookport_file (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    -- The number of the file, on systems that number files.
    inode  INTEGER,
    -- The version of the schema in the file alone, without its `-wal`: SQLite counts it. A file that
    -- has a lower one is a copy.
    schema INTEGER NOT NULL
) STRICT;
INSERT INTO hookport_file VALUES (1, NULL, 0);
